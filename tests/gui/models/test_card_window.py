"""The model card in the window: readable, copied and saved as Markdown, and deaf to what a stranger wrote in it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.bundle import LITERT, ModelBundle, load_bundle
from alpaca_gui.engine.card_markdown import card_markdown
from alpaca_gui.engine.example import example_code
from alpaca_gui.engine.familiar import Familiarity
from alpaca_gui.gui.app import prepare_application
from alpaca_gui.gui.models import card_window
from alpaca_gui.gui.models.card_view import CardView
from alpaca_gui.gui.models.card_window import CardWindow
from alpaca_gui.gui.theme import DARK, LIGHT, Appearance, apply_appearance
from alpaca_gui.resources import shipped_model
from tests.gui.driving import click, close_all, draw, opens_a_dialog, press, until

pytestmark = opens_a_dialog
OpenCard = Callable[..., CardWindow]


@pytest.fixture(scope="module")
def bundle() -> ModelBundle:
    """The shipped model."""
    return load_bundle(shipped_model())


@pytest.fixture
def open_card(qtbot: QtBot, qapp: QApplication, bundle: ModelBundle) -> Iterator[OpenCard]:
    """Open the card of a bundle, the shipped one where no other is given."""
    opened: list[CardWindow] = []

    def open_one(of: ModelBundle = bundle, *, wait: bool = True) -> CardWindow:
        prepare_application()
        opened.append(CardWindow(of))
        opened[-1].show()
        if wait:
            until(qtbot, lambda: opened[-1].markdown != "")
        return opened[-1]

    yield open_one
    close_all(opened)


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[CardView]:
    """A view of Markdown."""
    prepare_application()
    view = CardView()
    view.show()
    yield view
    view.close()
    view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_card_says_what_yes_means_and_who_the_model_is(open_card: OpenCard, bundle: ModelBundle) -> None:
    said = open_card().view.toPlainText()
    assert "alpaca" in said
    assert bundle.model_id in said
    assert "How good it is" in said
    assert "**" not in said


def test_the_card_says_when_a_picture_is_unlike_the_training_pictures(open_card: OpenCard, bundle: ModelBundle) -> None:
    familiarity = Familiarity.of(bundle)
    assert familiarity is not None
    said = open_card().view.toPlainText()
    assert f"above the limit of {familiarity.limit:.3f}" in said
    assert f"False alarms: {100 * familiarity.false_alarm_rate:.1f} %" in said
    bare = replace(bundle, parts={LITERT: bundle.litert})
    assert "Not known, and no picture is marked" in open_card(bare).view.toPlainText()


def test_until_the_model_is_read_nothing_can_be_copied_and_closing_is_fine(
    open_card: OpenCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, threads = threading.Event(), []

    def slow(_: ModelBundle) -> str:
        threads.append(threading.current_thread())
        assert go_on.wait(60)
        return "# never shown"

    monkeypatch.setattr(card_window, "card_markdown", slow)
    window = open_card(wait=False)
    assert not any(button.isEnabled() for button in (window.copy_markdown, window.copy_code, window.save))
    go_on.set()
    window.close()
    assert threads != [threading.main_thread()]
    assert window.view.toPlainText() == ""


def test_the_card_is_copied_as_markdown(open_card: OpenCard, bundle: ModelBundle) -> None:
    window = open_card()
    click(window.copy_markdown)
    assert QGuiApplication.clipboard().text() == card_markdown(bundle)
    assert "clipboard" in window.said.text()


def test_the_example_is_copied_as_it_runs(open_card: OpenCard, bundle: ModelBundle) -> None:
    window = open_card()
    press(window.copy_code, Qt.Key.Key_Space)
    copied = QGuiApplication.clipboard().text()
    assert copied.strip() == example_code(bundle).strip()
    compile(copied, "example", "exec")


def test_the_card_is_saved(qtbot: QtBot, open_card: OpenCard, bundle: ModelBundle, tmp_path: Path) -> None:
    window = open_card()
    click(window.save)
    (dialog,) = window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "card.md"))
    dialog.close()
    until(qtbot, lambda: str(tmp_path / "card.md") in window.said.text())
    assert (tmp_path / "card.md").read_text(encoding="utf-8") == card_markdown(bundle)


def test_a_card_that_cannot_be_saved_is_told(qtbot: QtBot, open_card: OpenCard, tmp_path: Path) -> None:
    window = open_card()
    click(window.save)
    (dialog,) = window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "gone" / "card.md"))
    dialog.close()
    until(qtbot, lambda: "cannot be written" in window.said.text())


def test_escape_closes(open_card: OpenCard) -> None:
    window = open_card()
    press(window.view, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_a_strangers_names_are_shown_and_not_obeyed(open_card: OpenCard, bundle: ModelBundle) -> None:
    card = replace(bundle.card, yes="<img src='http://x.org/a.png'>", no="[here](http://x.org) **loud**")
    window = open_card(replace(bundle, card=card))
    said = window.view.toPlainText()
    assert "<img src='http://x.org/a.png'>" in said
    assert "[here](http://x.org) **loud**" in said
    assert "￼" not in said  # where a picture would stand


def test_no_picture_is_ever_loaded(view: CardView, tmp_path: Path) -> None:
    picture = draw(tmp_path / "spy.png", size=(300, 200))
    view.show_markdown(f"![spy]({QUrl.fromLocalFile(str(picture)).toString()})")
    for address in (QUrl.fromLocalFile(str(picture)), QUrl("http://localhost/spy.png")):
        loaded = view.document().resource(QTextDocument.ResourceType.ImageResource, address)
        assert isinstance(loaded, QImage)
        assert loaded.size().width() == 1
    assert view.document().size().height() < 200


def test_html_is_text(view: CardView) -> None:
    view.show_markdown("before <b>bold</b> <script>alert(1)</script> after")
    assert view.toPlainText() == "before <b>bold</b> <script>alert(1)</script> after"


@pytest.mark.parametrize(("answer", "opened"), [("Open", ["https://example.org/a"]), ("Cancel", [])])
def test_a_link_opens_only_after_asking(
    view: CardView, monkeypatch: pytest.MonkeyPatch, answer: str, opened: list[str]
) -> None:
    asked_for: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda address: asked_for.append(address.toString()))
    view.show_markdown("[there](https://example.org/a)")
    press(view, Qt.Key.Key_Tab)
    press(view, Qt.Key.Key_Return)
    (box,) = view.findChildren(QMessageBox)
    assert box.text() == "https://example.org/a"
    assert asked_for == []
    click(next(button for button in box.buttons() if button.text().replace("&", "") == answer))
    assert asked_for == opened
    assert view.toPlainText() == "there"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "vnc://x", "relative.html"])
def test_other_addresses_are_not_even_asked_about(view: CardView, address: str) -> None:
    view.show_markdown(f"[there]({address})")
    view.anchorClicked.emit(QUrl(address))
    assert view.findChildren(QMessageBox) == []
    assert view.toPlainText() == "there"


def test_code_is_set_off_and_read_out_whole(view: CardView) -> None:
    view.show_markdown("text\n\n```python\nimport os\n\nprint(1)\n```\n\ntext")
    assert view.code() == "import os\n\nprint(1)"


def test_the_card_takes_over_new_colours(qtbot: QtBot, qapp: QApplication, view: CardView) -> None:
    view.show_markdown("# Title\n\n```python\ncode\n```\n")

    def behind_the_code() -> str:
        return view.document().lastBlock().blockFormat().background().color().name()

    for look, theme in ((Appearance.DARK, DARK), (Appearance.LIGHT, LIGHT)):
        apply_appearance(qapp, look)
        until(qtbot, lambda theme=theme: behind_the_code() == theme.window)  # type: ignore[misc]
        assert view.code() == "code"
