"""The dialogs for choosing a file or a folder: each gives one path to whoever asked, and goes when it is done."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.choosing import choose_file, choose_folder, choose_place
from tests.gui.driving import opens_a_dialog

pytestmark = opens_a_dialog
MODELS = "Models (*.model);;All files (*)"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Whose dialogs they are."""
    window = QWidget()
    qtbot.addWidget(window)
    return window


def only(window: QWidget) -> QFileDialog:
    (dialog,) = window.findChildren(QFileDialog)
    return dialog


def ask_for_file(window: QWidget, start: Path, chosen: Callable[[str], None]) -> None:
    choose_file(window, "Open model", str(start), MODELS, chosen)


def ask_for_folder(window: QWidget, start: Path, chosen: Callable[[str], None]) -> None:
    choose_folder(window, "Open folder", str(start), chosen)


def ask_for_place(window: QWidget, start: Path, chosen: Callable[[str], None]) -> None:
    choose_place(window, "Save the model", str(start), MODELS, "model", chosen)


@pytest.mark.parametrize("ask", [ask_for_file, ask_for_folder, ask_for_place])
def test_what_is_chosen_is_told_once_and_the_dialog_goes(
    window: QWidget, tmp_path: Path, ask: Callable[[QWidget, Path, Callable[[str], None]], None]
) -> None:
    chosen: list[str] = []
    ask(window, tmp_path, chosen.append)
    assert only(window).isVisible()
    only(window).fileSelected.emit(str(tmp_path / "a.model"))
    only(window).done(1)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert chosen == [str(tmp_path / "a.model")]
    assert window.findChildren(QFileDialog) == []


@pytest.mark.parametrize("ask", [ask_for_file, ask_for_folder, ask_for_place])
def test_who_thinks_better_of_it_chooses_nothing(
    window: QWidget, tmp_path: Path, ask: Callable[[QWidget, Path, Callable[[str], None]], None]
) -> None:
    chosen: list[str] = []
    ask(window, tmp_path, chosen.append)
    only(window).reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert chosen == []
    assert window.findChildren(QFileDialog) == []


def test_what_is_opened_is_there_and_what_is_written_may_be_new(window: QWidget, tmp_path: Path) -> None:
    ask_for_file(window, tmp_path, print)
    ask_for_folder(window, tmp_path, print)
    ask_for_place(window, tmp_path / "card.model", print)
    file, folder, place = window.findChildren(QFileDialog)
    assert file.fileMode() is QFileDialog.FileMode.ExistingFile
    assert file.nameFilters() == ["Models (*.model)", "All files (*)"]
    assert folder.fileMode() is QFileDialog.FileMode.Directory
    assert folder.testOption(QFileDialog.Option.ShowDirsOnly)
    assert place.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert not place.testOption(QFileDialog.Option.DontConfirmOverwrite)
    assert place.defaultSuffix() == "model"
    assert place.selectedFiles() == [str(tmp_path / "card.model")]
    for dialog in (file, folder, place):
        dialog.reject()
