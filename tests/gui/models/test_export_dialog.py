"""Taking a model out: what is written is said before, nothing is replaced without asking, and what fails is told."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.bundle import KERAS, LITERT, ModelBundle, load_bundle
from alpaca_gui.gui.app import prepare_application
from alpaca_gui.gui.models.export_dialog import ExportDialog
from alpaca_gui.resources import shipped_model
from tests.gui.driving import click, close_all, opens_a_dialog, press, type_in, until

pytestmark = opens_a_dialog
OpenExport = Callable[..., ExportDialog]
WRITTEN = {"alpaca.tflite", "alpaca.keras", "preprocessing.json", "example.py"}


@pytest.fixture(scope="module")
def bundle() -> ModelBundle:
    """The shipped model."""
    return load_bundle(shipped_model())


@pytest.fixture
def open_export(qtbot: QtBot, qapp: QApplication, bundle: ModelBundle, tmp_path: Path) -> Iterator[OpenExport]:
    """Open the dialog, with a folder of this test typed in."""
    opened: list[ExportDialog] = []

    def open_one(of: ModelBundle = bundle, folder: Path = tmp_path / "out") -> ExportDialog:
        prepare_application()
        dialog = ExportDialog(of)
        opened.append(dialog)
        dialog.show()
        dialog.folder.selectAll()
        type_in(dialog.folder, str(folder))
        return dialog

    yield open_one
    close_all(opened)


def finished(qtbot: QtBot, dialog: ExportDialog) -> str:
    """Wait for the end, and give what is said then."""
    until(qtbot, dialog.write.isEnabled)
    return dialog.said.text()


def answer(qtbot: QtBot, dialog: ExportDialog, text: str) -> str:
    """Answer the question that is asked; gives the question."""
    until(qtbot, lambda: bool(dialog.findChildren(QMessageBox)))
    (box,) = dialog.findChildren(QMessageBox)
    question = box.text()
    click(next(button for button in box.buttons() if button.text().replace("&", "") == text))
    return question


def test_what_is_written_is_listed_and_just_that_is_written(
    qtbot: QtBot, open_export: OpenExport, bundle: ModelBundle, tmp_path: Path
) -> None:
    dialog = open_export()
    said = {label.text() for label in dialog.findChildren(QLabel)}
    assert said >= WRITTEN
    assert not dialog.show_folder.isVisible()
    press(dialog.write, Qt.Key.Key_Space)
    assert f"4 files are in {tmp_path / 'out'}" in finished(qtbot, dialog)
    assert {path.name for path in (tmp_path / "out").iterdir()} == WRITTEN
    assert (tmp_path / "out" / "alpaca.tflite").read_bytes() == bundle.parts[LITERT]
    assert (tmp_path / "out" / "alpaca.keras").read_bytes() == bundle.parts[KERAS]


def test_a_model_without_keras_part_lists_and_writes_none(
    qtbot: QtBot, open_export: OpenExport, bundle: ModelBundle, tmp_path: Path
) -> None:
    dialog = open_export(replace(bundle, parts={LITERT: bundle.litert}))
    assert "alpaca.keras" not in [name for name, _ in dialog.files]
    click(dialog.write)
    finished(qtbot, dialog)
    assert {path.name for path in (tmp_path / "out").iterdir()} == WRITTEN - {"alpaca.keras"}


def test_the_folder_is_opened_from_where_it_is_said(
    qtbot: QtBot, open_export: OpenExport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    dialog = open_export()
    click(dialog.write)
    until(qtbot, dialog.show_folder.isVisible)
    click(dialog.show_folder)
    assert shown == [QUrl.fromLocalFile(str(tmp_path / "out"))]


def test_nothing_is_replaced_without_asking(qtbot: QtBot, open_export: OpenExport, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "example.py").write_text("precious")
    dialog = open_export()
    click(dialog.write)
    assert "example.py" in answer(qtbot, dialog, "Keep")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["example.py"]
    assert (tmp_path / "out" / "example.py").read_text() == "precious"
    until(qtbot, lambda: not dialog.findChildren(QMessageBox))
    click(dialog.write)
    answer(qtbot, dialog, "Replace")
    until(qtbot, dialog.show_folder.isVisible)
    assert "ai_edge_litert" in (tmp_path / "out" / "example.py").read_text()


def test_a_folder_that_cannot_be_made_is_told(qtbot: QtBot, open_export: OpenExport, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    dialog = open_export(folder=tmp_path / "file" / "below")
    click(dialog.write)
    until(qtbot, lambda: "cannot be made" in dialog.said.text())
    assert not dialog.show_folder.isVisible()
    assert dialog.write.isEnabled()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told(qtbot: QtBot, open_export: OpenExport, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o500)
    dialog = open_export()
    click(dialog.write)
    until(qtbot, lambda: "Permission denied" in dialog.said.text())


def test_the_folder_is_chosen_in_a_dialog(open_export: OpenExport, tmp_path: Path) -> None:
    dialog = open_export()
    click(dialog.choose)
    (chooser,) = dialog.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "chosen"))
    chooser.close()
    assert dialog.folder.text() == str(tmp_path / "chosen")


def test_without_a_folder_there_is_nothing_to_do(open_export: OpenExport) -> None:
    dialog = open_export()
    dialog.folder.clear()
    assert not dialog.write.isEnabled()


def test_closing_in_the_middle_waits_for_the_writing(qtbot: QtBot, open_export: OpenExport, tmp_path: Path) -> None:
    dialog = open_export()
    dialog._folder = tmp_path / "out"
    dialog._do_write()
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert {path.name for path in (tmp_path / "out").iterdir()} == WRITTEN


def test_a_very_long_name_does_not_make_the_dialog_wide(open_export: OpenExport, bundle: ModelBundle) -> None:
    dialog = open_export(replace(bundle, path=Path("/tmp") / f"{'Donaudampfschifffahrt' * 9}.model"))
    assert dialog.minimumSizeHint().width() < 640
