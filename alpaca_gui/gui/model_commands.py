"""What the entries of the menu Model do: train, judge, compare, bring in, take out, and show the card.

Each opens a window of its own beside the main one, so that pictures can be looked at meanwhile; none is imported
before it is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from alpaca_gui.gui.choosing import choose_file, choose_folder

if TYPE_CHECKING:
    from alpaca_gui.engine.bundle import ModelBundle
    from alpaca_gui.gui.judging.report_window import ReportWindow
    from alpaca_gui.gui.main_window import MainWindow
    from alpaca_gui.logit.verdict import Rule

_MODELS = "Models (*.model *.keras *.h5 *.hdf5 *.tflite *.pb *.zip);;Alpaca models (*.model);;All files (*)"


class ModelCommands(QObject):
    """One method a command; those that need an opened model do nothing where there is none."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    @property
    def _bundle(self) -> ModelBundle | None:
        return None if self._window.collection is None else self._window.collection.bundle

    @Slot()
    def open_model(self) -> None:
        """Choose a model: a bundle is opened, anything else is brought in first."""
        choose_file(self._window, "Open model", self._window.settings.folder, _MODELS, self._on_file)

    @Slot(str)
    def _on_file(self, file: str) -> None:
        self.take_model(Path(file))

    def take_model(self, path: Path) -> None:
        """Open a bundle, or begin to bring in a model of another kind."""
        if path.suffix.lower() == ".model":
            self.use_model(path)
        else:
            self.bring_in(path)

    @Slot(object)
    def use_model(self, path: Path) -> None:
        """Answer with the bundle at ``path`` from now on; what is in the list is classified anew."""
        self._window.use_model(path)

    @Slot()
    def choose_saved_model(self) -> None:
        """Choose the folder of a SavedModel."""
        folder = self._window.settings.folder
        choose_folder(self._window, "Bring in a SavedModel folder", folder, self._on_file)

    def bring_in(self, path: Path) -> None:
        """Ask what has to be known of a foreign model, and make a bundle of it."""
        from alpaca_gui.gui.models.import_dialog import ImportDialog  # noqa: PLC0415

        dialog = ImportDialog(path, self._window)
        dialog.open_model.connect(self.use_model)
        _show(dialog)

    @Slot()
    def train(self) -> None:
        """Train a model from two folders."""
        self.train_on([])

    def train_on(self, folders: list[Path]) -> None:
        """Train a model; ``folders`` are filled in already."""
        from alpaca_gui.gui.training.dialog import TrainingDialog  # noqa: PLC0415

        dialog = TrainingDialog(folders, self._window)
        dialog.open_model.connect(self.use_model)
        dialog.report_asked.connect(self.report_on)
        _show(dialog)

    @Slot()
    def report(self) -> None:
        """Judge the opened model on labelled pictures."""
        if self._bundle is not None:
            self.report_on(self._bundle.path, None)

    @Slot(object, object)
    def report_on(self, model: Path, dataset: Path | None) -> None:
        """Judge a model; begins at once where the dataset is known."""
        from alpaca_gui.gui.judging.report_window import ReportWindow  # noqa: PLC0415

        report = ReportWindow(model, dataset, self._window)
        report.rule_taken.connect(self._on_rule)
        report.open_model.connect(self.use_model)
        _show(report)

    @Slot(object, object)
    def _on_rule(self, report: ReportWindow, rule: Rule) -> None:
        """Take a rule over for the model that it was found for; with another it would mean something else."""
        collection, bundle = self._window.collection, self._bundle
        fits = bundle is not None and bundle.model_id == report.judged_id
        if collection is not None and fits:
            collection.set_rule(rule)
            collection.changes.keep_rule()
        else:
            from alpaca_gui.imaging.source import printable  # noqa: PLC0415 - loaded with the report at the latest

            self._window.say(f"This rule is for {printable(report.model.stem)}; open it to use it.")
        report.show_taken(taken=fits)

    @Slot()
    def compare(self) -> None:
        """Compare the opened model with another on the same labelled pictures."""
        from alpaca_gui.gui.judging.compare_window import CompareWindow  # noqa: PLC0415

        if self._bundle is not None:
            _show(CompareWindow(self._bundle.path, self._window))

    @Slot()
    def card(self) -> None:
        """Show the opened model's card."""
        from alpaca_gui.gui.models.card_window import CardWindow  # noqa: PLC0415

        if self._bundle is not None:
            _show(CardWindow(self._bundle, self._window))

    @Slot()
    def export(self) -> None:
        """Take the opened model out, for other programs."""
        from alpaca_gui.gui.models.export_dialog import ExportDialog  # noqa: PLC0415

        if self._bundle is not None:
            _show(ExportDialog(self._bundle, self._window))


def _show(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()
