"""A card is saved beside the window: whole, true, and with a sentence where that cannot be."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.explain.card_file import read_card
from alpaca_gui.explain.lens import Lens
from alpaca_gui.explain.looked import look
from alpaca_gui.explain.verify import verify
from alpaca_gui.gui.images import image_of
from alpaca_gui.gui.why.card_dialog import CHANGED, CardSaver, proposed_name
from alpaca_gui.gui.why.subject import Subject
from alpaca_gui.imaging.source import FileSource, Source, StoredSource
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model, shipped_samples

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")

SHEEP = shipped_samples() / "sheep.png"


@pytest.fixture(scope="module")
def bundle() -> ModelBundle:
    return load_bundle(shipped_model())


@pytest.fixture
def saver(qtbot: QtBot) -> CardSaver:
    window = QWidget()
    made = CardSaver(window)
    qtbot.addWidget(window, before_close_func=lambda _: made.close())
    return made


def subject_of(bundle: ModelBundle, source: Source) -> Subject:
    seen = Lens(bundle).look(source)
    return Subject(1, source.name, seen, bundle, image_of(seen.picture.shrunk(100, 100)))


@pytest.mark.parametrize("suffix", ["png", "pdf"])
def test_a_saved_card_is_true(qtbot: QtBot, saver: CardSaver, bundle: ModelBundle, tmp_path: Path, suffix: str) -> None:
    file, rule = tmp_path / f"card.{suffix}", Rule(0.5, 0.25)
    with qtbot.waitSignal(saver.saved) as answer:
        saver.save(file, subject_of(bundle, FileSource(SHEEP)), rule)
        assert saver.busy
    assert answer.args == [file]
    card = read_card(file)
    assert card.rule == rule
    assert verify(card, look(Lens(bundle), FileSource(SHEEP)), bundle, rule).exact


def test_a_picture_out_of_the_library_has_a_card(
    qtbot: QtBot, saver: CardSaver, bundle: ModelBundle, tmp_path: Path
) -> None:
    source = StoredSource(3, lambda _: SHEEP.read_bytes(), "pasted")
    with qtbot.waitSignal(saver.saved):
        saver.save(tmp_path / "card.png", subject_of(bundle, source), Rule())
    assert read_card(tmp_path / "card.png").picture == "pasted"


def test_a_picture_that_has_changed_since_it_was_looked_at_has_no_card(
    qtbot: QtBot, saver: CardSaver, bundle: ModelBundle, tmp_path: Path
) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(SHEEP.read_bytes())
    subject = subject_of(bundle, FileSource(path))
    path.write_bytes((shipped_samples() / "lamb.png").read_bytes())
    with qtbot.waitSignal(saver.failed) as answer:
        saver.save(tmp_path / "card.png", subject, Rule())
    assert answer.args == [CHANGED]
    assert not (tmp_path / "card.png").exists()


@pytest.mark.parametrize("name", ["card.jpg", "gone/card.png", "card"])
def test_what_cannot_be_written_is_told(
    qtbot: QtBot, saver: CardSaver, bundle: ModelBundle, tmp_path: Path, name: str
) -> None:
    with qtbot.waitSignal(saver.failed) as answer:
        saver.save(tmp_path / name, subject_of(bundle, FileSource(SHEEP)), Rule())
    assert answer.args[0].endswith(".")
    assert list(tmp_path.iterdir()) == []


def test_the_dialog_asks_for_a_png_or_a_pdf_and_what_it_says_is_written(
    qtbot: QtBot, saver: CardSaver, bundle: ModelBundle, tmp_path: Path
) -> None:
    dialog = saver.choose(subject_of(bundle, FileSource(SHEEP)), Rule(1.5))
    assert dialog.isVisible()
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    assert dialog.defaultSuffix() == "png"
    dialog.selectNameFilter(dialog.nameFilters()[1])
    dialog.filterSelected.emit(dialog.nameFilters()[1])
    assert dialog.defaultSuffix() == "pdf"
    with qtbot.waitSignal(saver.saved):
        dialog.fileSelected.emit(str(tmp_path / "card.pdf"))
        dialog.close()
    assert read_card(tmp_path / "card.pdf").rule.threshold == 1.5


def test_the_window_goes_on_while_a_card_is_written(
    qtbot: QtBot, saver: CardSaver, bundle: ModelBundle, tmp_path: Path
) -> None:
    ticks: list[int] = []
    timer = QTimer(saver)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(1)
    with qtbot.waitSignal(saver.saved):
        saver.save(tmp_path / "card.png", subject_of(bundle, FileSource(SHEEP)), Rule())
        began = len(ticks)
    timer.stop()
    assert len(ticks) > began


def test_closing_waits_for_the_card_and_says_nothing_any_more(
    qtbot: QtBot, saver: CardSaver, bundle: ModelBundle, tmp_path: Path
) -> None:
    saver.save(tmp_path / "card.png", subject_of(bundle, FileSource(SHEEP)), Rule())
    with qtbot.assertNotEmitted(saver.saved, wait=50):
        saver.close()
    assert read_card(tmp_path / "card.png").picture == "sheep.png"


@given(st.text(max_size=400))
def test_the_proposed_name_can_be_a_file_s(name: str) -> None:
    proposed = proposed_name(name)
    assert proposed.startswith("card of ")
    assert len(proposed.encode()) <= 140
    assert not set(proposed) & set('/\\:*?"<>|')
    assert proposed.isprintable()
    assert proposed_name("羊駝.jpg") == "card of 羊駝"
