"""Two models on the same pictures: the window of the menu entry Compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QPushButton, QWidget

from alpaca_gui.gui.background import Background
from alpaca_gui.gui.choosing import choose_file
from alpaca_gui.gui.judging.compare_view import CompareView
from alpaca_gui.gui.judging.judging_window import JudgingWindow
from alpaca_gui.gui.settings import WindowSettings
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.judge import JudgeAnswer

_WORDS: Final = (
    "Compare two models",
    "Judging both models…",
    "Choose the other model and a folder of labelled pictures, or drop them here. You will see where the two disagree, "
    "and whether one is better beyond chance.",
)
_FILTER: Final = "Alpaca models (*.model);;All files (*)"


@dataclass(frozen=True, slots=True)
class _Dropped:
    """What was dropped at once: the files, and everything else."""

    files: tuple[Path, ...]
    folders: tuple[Path, ...]


class CompareWindow(JudgingWindow):
    """Judges two models on the same labelled pictures and shows where they differ.

    Parameters
    ----------
    model
        The first bundle; the second is chosen in the window.
    """

    def __init__(self, model: Path, parent: QWidget | None = None) -> None:
        self._other: Path | None = None
        super().__init__(model, _WORDS, parent)
        self._drops: list[tuple[Path, ...]] = []
        self._parting = Background(self)
        self._parting.done.connect(self._on_parted)
        self.choose_other = QPushButton("Choose other &model…")
        self.choose_other.setToolTip("Choose the model to compare with")
        self.start_other = QPushButton("Choose the &other model…")
        self.start_other.setMinimumHeight(34)
        self.start_row.insertWidget(1, self.start_other)
        for button in (self.choose_other, self.start_other):
            button.clicked.connect(self.choose_model)
        self.buttons.insertWidget(0, self.choose_other)

    @property
    def other(self) -> Path | None:
        """The second model."""
        return self._other

    @property
    def ready(self) -> bool:
        """Whether both the second model and the pictures have been chosen."""
        return super().ready and self._other is not None

    @Slot()
    def choose_model(self) -> None:
        """Choose the second model."""
        choose_file(self, "Choose the other model", WindowSettings().folder, _FILTER, self._on_file)

    @Slot(str)
    def _on_file(self, file: str) -> None:
        self.take_model(Path(file))

    def take_model(self, other: Path) -> None:
        """Compare with ``other``; begins when the pictures are known too."""
        self._other = other
        self.name_models()
        self.begin()

    def take_dropped(self, paths: Sequence[Path]) -> None:
        """Take a file for the second model, folders for the pictures; which is which is looked at beside the window."""
        self._drops.append(tuple(paths))
        drops = list(self._drops)
        self._parting.run(lambda: [_part(drop) for drop in drops], "look at what was dropped")
        if not self.run.busy:
            self.start.sentence.setText("Looking at what was dropped…")

    @Slot(object)
    def _on_parted(self, drops: Sequence[_Dropped]) -> None:
        """Take what was dropped since the last time, of each kind the latest."""
        self._drops.clear()
        files = [drop.files for drop in drops if drop.files]
        folders = [drop.folders for drop in drops if drop.folders]
        if files:
            self._other = files[-1][0]
            self.name_models()
        if folders:
            self.take_folders(folders[-1])
        else:
            self.begin()

    def begin(self) -> None:
        """Judge both, or say what is still to be chosen."""
        super().begin()
        if not self.ready:
            missing = "the folder of labelled pictures" if self._other else "the other model"
            self.start.sentence.setText(f"Now choose {missing}, or drop it here.")

    def name_models(self, identity: str = "") -> None:
        """Say which two models are compared."""
        other = printable(str(self._other)) if self._other else "none chosen yet"
        self.models.show_text(f"Models: {printable(str(self.model))}{identity} and {other}")

    def make_view(self, answer: JudgeAnswer) -> CompareView:
        """Give the comparison."""
        return CompareView(answer)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for the look at what was dropped, and end what is at work."""
        self.hide()
        self._parting.close()
        super().closeEvent(event)


def _part(paths: tuple[Path, ...]) -> _Dropped:
    files = tuple(path for path in paths if _is_file(path))
    return _Dropped(files, tuple(path for path in paths if path not in files))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # nobody may look there, too long a name: judging has the sentence
        return False
