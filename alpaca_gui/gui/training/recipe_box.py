"""How to train: one of three recipes, and what hardly anybody changes, folded away."""

from importlib.util import find_spec
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from alpaca_gui.gui.theme import current_theme
from alpaca_gui.gui.training.words import NO_TENSORFLOW, RECIPES
from alpaca_gui.training.request import FEWEST_FOLDS, FOLDS, SEED, TRAIN_COMMAND, Recipe, Weights

_MOST_SEED: Final = 2**31 - 1  # a spin box goes no further
_WEIGHTS: Final = {
    Weights.BUNDLED: "The program's own",
    Weights.IMAGENET: "ImageNet's, downloaded by Keras",
}


class RecipeBox(QGroupBox):
    """Three radio buttons with a sentence each, and the rest below them."""

    def __init__(self) -> None:
        super().__init__("How to train")
        self._column = QVBoxLayout(self)
        self.weights = QComboBox()
        self.radios = {recipe: self._radio(recipe) for recipe in RECIPES}
        for radio in self.radios.values():
            radio.toggled.connect(self._on_recipe)
        self.radios[Recipe.HEAD].setChecked(True)
        self.more = QToolButton()
        self.more.setText("&Advanced")
        self.more.setCheckable(True)
        self.more.setAutoRaise(True)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.toggled.connect(self._on_more)
        self.advanced = QWidget()
        self._build_advanced()
        self._column.addWidget(self.more)
        self._column.addWidget(self.advanced)
        self._on_more(False)
        self._on_recipe()
        self.restyle()

    def _radio(self, recipe: Recipe) -> QRadioButton:
        words = RECIPES[recipe]
        radio = QRadioButton(words.name)
        radio.setAccessibleDescription(words.about)
        self._column.addWidget(radio)
        self._column.addWidget(_indented(_about(words.about)))
        if recipe is Recipe.COURSE and find_spec("tensorflow") is None:
            radio.setEnabled(False)
            radio.setAccessibleDescription(f"{NO_TENSORFLOW} {TRAIN_COMMAND}")
            self._column.addWidget(_indented(_command()))
        return radio

    def _build_advanced(self) -> None:
        self.folds = QSpinBox()
        self.folds.setRange(FEWEST_FOLDS, 10)
        self.folds.setValue(FOLDS)
        self.folds.setToolTip("Into how many parts the pictures are dealt for the out-of-fold figures")
        self.seed = QSpinBox()
        self.seed.setRange(0, _MOST_SEED)
        self.seed.setValue(SEED)
        self.seed.setToolTip("The same seed gives the same model from the same pictures")
        for weights, text in _WEIGHTS.items():
            self.weights.addItem(text, weights)
        self.weights.setToolTip("Where the course recipe's backbone comes from")
        form = QFormLayout(self.advanced)
        form.setContentsMargins(24, 0, 0, 0)
        for text, field in (("&Folds", self.folds), ("S&eed", self.seed), ("&Weights", self.weights)):
            form.addRow(text, field)
            field.setAccessibleName(text.replace("&", ""))

    @property
    def recipe(self) -> Recipe:
        """The recipe chosen."""
        return next((recipe for recipe, radio in self.radios.items() if radio.isChecked()), Recipe.HEAD)

    @property
    def chosen_weights(self) -> Weights:
        """The weights chosen; the program's own where the recipe leaves no choice."""
        return Weights(self.weights.currentData()) if self.recipe is Recipe.COURSE else Weights.BUNDLED

    def restyle(self) -> None:
        """Take over the colours of the theme that is shown now."""
        theme = current_theme()
        colours = self.palette()
        # Fusion draws no outline that is seen on a dark window: an empty button would be a word beside nothing.
        colours.setColor(QPalette.ColorRole.Base, QColor(theme.line if theme.dark else theme.surface))
        for radio in self.radios.values():
            radio.setPalette(colours)

    @Slot()
    def _on_recipe(self) -> None:
        self.weights.setEnabled(self.recipe is Recipe.COURSE)

    @Slot(bool)
    def _on_more(self, shown: bool) -> None:
        self.more.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        self.advanced.setVisible(shown)


def _about(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def _command() -> QWidget:
    """Show the command that adds what is missing, to be copied."""
    line = QLineEdit(TRAIN_COMMAND)
    line.setReadOnly(True)
    line.setAccessibleName("Command that adds TensorFlow")
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(_about(NO_TENSORFLOW))
    column.addWidget(line)
    return holder


def _indented(inner: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(24, 0, 0, 4)
    column.addWidget(inner)
    return holder
