"""The tensor is drawn as it is, every variant is listed with its logit, and another program's score is explained."""

import itertools
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QImage
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.bundle import load_bundle, save_bundle
from alpaca_gui.explain.lens import Lens
from alpaca_gui.explain.other_score import explained, other_score
from alpaca_gui.explain.tensor_numbers import tensor_numbers
from alpaca_gui.explain.xray import Variant, Xray, xray
from alpaca_gui.gui.images import image_of
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.row_delegate import digits_font
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.theme import Appearance
from alpaca_gui.gui.why.xray import words
from alpaca_gui.gui.why.xray.channel_legend import channel_pens
from alpaca_gui.gui.why.xray.score_field import EMPTY
from alpaca_gui.gui.why.xray.tensor_view import TensorView
from alpaca_gui.gui.why.xray.variant_delegate import FACTS, THUMBNAIL
from alpaca_gui.gui.why.xray.xray_panel import XrayPanel
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.logit.verdict import Rule, decide_one
from alpaca_gui.logit.words import short_logit_text
from alpaca_gui.resources import shipped_model
from tests.gui import driving
from tests.gui.conftest import OpenWindow
from tests.gui.why.conftest import is_about, panel_at, why_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)")
UNIT = Preprocessing(2, 2, scale=1 / 255, offset=0.0)


def panel_of(qtbot: QtBot, window: MainWindow, name: str = "tiger.jpg") -> XrayPanel:
    """Open the panel at a picture, and wait until every variant is there."""
    panel = panel_at(window, XrayPanel, name)
    found(qtbot, panel, name)
    return panel


def found(qtbot: QtBot, panel: XrayPanel, name: str) -> None:
    """Wait until every variant of a picture is there."""

    def over() -> bool:
        return is_about(panel, name) and not panel.busy and panel.xray is not None and panel.xray.complete

    driving.until(qtbot, over)


def whole(panel: XrayPanel) -> Xray:
    """What is shown."""
    assert panel.xray is not None
    return panel.xray


def made_up(own: float, *others: float | None, same: int = -1) -> Xray:
    """An X-ray of these logits."""
    pixels = np.zeros((2, 2, 3), np.uint8)
    numbers = tensor_numbers(np.zeros((1, 2, 2, 3), np.float32), pixels, np.zeros((256, 3), np.float32))
    variants = tuple(
        Variant(f"way {index}", f"Way {index}", logit, pixels, "Why.", same=index in (0, same), numbers=numbers)
        for index, logit in enumerate((own, *others))
    )
    return Xray(pixels, numbers, own, variants, complete=True)


def test_the_tensor_is_drawn_pixel_by_pixel_as_the_model_saw_it(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled)
    assert panel.subject is not None
    step = panel.subject.bundle.card.preprocessing
    box, zoom = panel.view.picture_box(), panel.view.zoom
    assert zoom >= 1
    assert (box.width(), box.height()) == (zoom * step.width, zoom * step.height)
    shot = panel.view.grab(box.toAlignedRect()).toImage()
    wanted = image_of(whole(panel).view).scaled(shot.size(), mode=Qt.TransformationMode.FastTransformation)
    assert shot.convertToFormat(QImage.Format.Format_RGB32) == wanted
    assert np.array_equal(step.scaled(whole(panel).view[np.newaxis]), panel.subject.seen.tensor)


def test_the_list_holds_every_variant_with_logit_difference_and_decision(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled)
    assert panel.subject is not None
    seen = panel.subject.seen
    plain = xray(Lens(load_bundle(shipped_model())), seen)
    assert panel.list.count() == len(plain.variants)
    for row, variant in enumerate(plain.variants):
        facts = panel.list.item(row).data(FACTS)
        assert (facts.words, facts.logit) == (variant.words, variant.logit)
        spoken = panel.list.item(row).data(Qt.ItemDataRole.AccessibleTextRole)
        assert spoken.startswith(variant.words)
        if variant.logit is None:
            assert facts.sign is Sign.FAILED
            continue
        assert facts.sign == decide_one(variant.logit, panel.rule)
        assert short_logit_text(variant.logit) in spoken
        if variant.same:
            assert facts.difference is None
        else:
            assert facts.difference == variant.logit - seen.logit


def test_the_sentence_names_the_largest_difference(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled)
    known = [one for one in whole(panel).variants if one.logit is not None]
    own = whole(panel).logit
    farthest = max(known, key=lambda one: abs((one.logit or 0.0) - own))
    assert farthest.logit is not None
    words_ = f"“{farthest.words}”: {short_logit_text(own)} becomes {short_logit_text(farthest.logit)}."
    assert words_ in panel.largest.text()


def test_the_arrow_keys_go_through_the_variants_and_each_is_shown_large(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled)
    panel.window().activateWindow()
    panel.list.setFocus()
    shown = set()
    for variant in whole(panel).variants:
        assert panel.list.variant is variant
        assert panel.why.text() == variant.why
        if variant.numbers is not None:
            assert panel.numbers.text().startswith("260 × 260 × 3, float32, ")
            box = panel.view.picture_box().toAlignedRect()
            shown.add(bytes(panel.view.grab(box).toImage().constBits()))
        else:
            assert panel.numbers.text() == ""
        driving.press(panel.list, Qt.Key.Key_Down)
    assert len(shown) >= 10
    assert panel.title.text().startswith("Scaled twice")


def test_wrong_numbers_say_what_the_model_was_made_for(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled)
    assert "was made for" not in panel.numbers.text()
    panel.list.choose("pixels 0 to 255")
    assert "was made for −0.9922 to 1" in panel.numbers.text()
    panel.list.choose("pixels 0 to 1")
    assert "was made for" not in panel.numbers.text()


def test_the_score_of_another_program_finds_its_way_and_enter_goes_there(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled)
    assert panel.score.answer.text() == EMPTY
    variant = next(one for one in whole(panel).variants if one.name == "ImageNet mean and deviation")
    assert variant.logit is not None
    for text in (f"{variant.logit:.4f}", f"{float(sigmoid(variant.logit)):.12f}"):
        panel.score.field.clear()
        panel.list.choose("squash")
        panel.score.field.setFocus()
        driving.type_in(panel.score.field, text)
        assert f"It fits: {variant.words}, {short_logit_text(variant.logit)}." in panel.score.answer.text()
        driving.press(panel.score.field, Qt.Key.Key_Return)
        assert panel.list.variant is variant
    panel.score.field.setText("alpaca")
    assert "not one number" in panel.score.answer.text()
    driving.press(panel.score.field, Qt.Key.Key_Return)
    assert panel.list.variant is variant


def test_its_own_score_and_one_with_the_sign_turned_are_known(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled)
    logit = whole(panel).logit
    panel.score.field.setText(f"{logit:+.4f}")
    assert panel.score.answer.text().startswith("It fits what this program says")
    panel.score.field.setText(f"{-logit:+.4f}")
    assert "there “not alpaca” may be the positive answer" in panel.score.answer.text()


def test_a_variant_stays_chosen_for_the_next_picture(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled)
    panel.list.choose("pad")
    before = panel.list.variant
    driving.choose(sampled, "sheep.png")
    found(qtbot, panel, "sheep.png")
    assert panel.list.variant is not None
    assert panel.list.variant is not before
    assert panel.list.variant.name == "pad"
    assert panel.list.count() == len(whole(panel).variants)
    assert "none" in next(one.why for one in whole(panel).variants if one.name == "draft decoding")


def test_another_threshold_is_read_at_once_and_nothing_is_asked_again(
    qtbot: QtBot, sampled: MainWindow, model_runs: object
) -> None:
    panel = panel_of(qtbot, sampled)
    before = panel.xray
    driving.workspace(sampled).collection.set_rule(Rule(-50.0, 0.0, 1.0))
    driving.until(qtbot, lambda: panel.rule.threshold == -50)
    assert panel.xray is before
    signs = {panel.list.item(row).data(FACTS).sign for row in range(panel.list.count())}
    assert signs <= {Sign.YES, Sign.FAILED}
    assert "None of the" in panel.largest.text()


def test_looking_away_and_back_keeps_what_was_found(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled)
    before = panel.xray
    why = why_of(sampled)
    why.show_panel("map")
    assert not panel.busy
    why.show_panel("xray")
    assert panel.xray is before
    assert not panel.busy


@pytest.mark.parametrize("size", [(720, 540), (1080, 760), (2200, 1300)])
def test_it_holds_at_every_size_of_the_window(qtbot: QtBot, sampled: MainWindow, size: tuple[int, int]) -> None:
    panel = panel_of(qtbot, sampled)
    why = panel.window()
    why.resize(*size)
    panel.score.field.setText("0.9")
    answer = panel.score.answer
    driving.until(qtbot, lambda: answer.height() >= answer.heightForWidth(answer.width()))
    assert panel.plot.isVisible() is (panel.height() >= 500)
    assert why.size().toTuple() == size
    assert panel.view.zoom >= 1, "what most models see is shown pixel by pixel in the smallest window too"
    for widget in (panel.list, panel.score, panel.view, panel.why):
        assert panel.rect().contains(widget.mapTo(panel, widget.rect().topLeft()))
        assert panel.rect().contains(widget.mapTo(panel, widget.rect().bottomRight()))
    for label in (panel.score.answer, panel.why, panel.numbers, panel.largest):
        assert label.height() >= label.heightForWidth(label.width())
    assert panel.list.viewport().height() >= 100


def test_a_small_input_is_enlarged_in_whole_numbers_and_a_large_one_is_made_to_fit(qtbot: QtBot) -> None:
    view = TensorView()
    qtbot.addWidget(view)
    view.resize(300, 210)
    checks = QImage(8, 8, QImage.Format.Format_RGB32)
    for x, y in np.ndindex(8, 8):
        checks.setPixel(x, y, 0xFFFFFFFF if (x + y) % 2 else 0xFF000000)
    view.show_image(checks)
    assert view.zoom == 26
    shot = view.grab(view.picture_box().toAlignedRect()).toImage()
    assert {shot.pixel(x, y) for x in range(shot.width()) for y in range(0, shot.height(), 7)} == {
        0xFFFFFFFF,
        0xFF000000,
    }
    view.show_image(QImage(800, 400, QImage.Format.Format_RGB32))
    assert view.zoom == 0
    assert (view.picture_box().width(), view.picture_box().height()) == (300, 150)
    view.show_image(QImage())
    assert view.picture_box().isEmpty()


def test_the_colours_of_another_theme_are_drawn(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled)
    before = panel.plot.grab().toImage(), panel.list.grab().toImage()
    sampled.set_appearance(Appearance.DARK)
    driving.until(qtbot, lambda: panel.plot.grab().toImage() != before[0])
    driving.until(qtbot, lambda: panel.list.grab().toImage() != before[1])
    sampled.set_appearance(Appearance.LIGHT)


def test_a_model_that_pads_says_so_and_its_own_way_is_the_same(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    shipped = load_bundle(shipped_model())
    card = replace(shipped.card, preprocessing=replace(shipped.card.preprocessing, fit="pad"), no="kein Alpaka")
    save_bundle(tmp_path / "pad.model", card, shipped.parts)
    path = tmp_path / "<b>wide<b>\n\udcff.png"
    Image.effect_noise((400, 200), 60).convert("RGB").save(path)
    window = open_window(tmp_path / "pad.model")
    window.take_paths([str(path)])
    driving.settle(qtbot, window, 1)
    (name,) = driving.names(window)
    panel = panel_of(qtbot, window, name)
    states = {one.name: words.state_words(one, whole(panel), panel.rule) for one in whole(panel).variants}
    assert states["pad"] == "the same tensor"
    assert states["squash"] != "the same tensor"
    assert panel.why.text().startswith("Pad to 260 × 260")
    assert not whole(panel).view[:60].any()


def test_a_file_that_is_gone_leaves_two_variants_out(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "gone.jpg"
    Image.effect_noise((900, 700), 60).convert("RGB").save(path)
    window = open_window()
    window.take_paths([str(path)])
    driving.settle(qtbot, window, 1)
    driving.choose(window, "gone.jpg")
    window.why.show_panel("map")
    why = why_of(window)
    driving.until(qtbot, lambda: why.subject is not None)
    path.unlink()
    why.show_panel("xray")
    panel = why.panel
    assert isinstance(panel, XrayPanel)
    found(qtbot, panel, "gone.jpg")
    panel.list.choose("orientation ignored")
    assert panel.why.text() == "The file is gone: nothing is at this path any more."
    assert panel.title.text() == "Orientation ignored"
    assert panel.view.picture_box().isEmpty()
    assert whole(panel).variants[-1].logit is not None


# Words.


@pytest.mark.parametrize(
    ("own", "other", "band", "said"),
    [
        (2.0, -2.0, 0.0, "flips"),
        (2.0, 1.0, 0.0, ""),
        (2.0, 0.5, 1.0, "becomes unsure"),
        (0.5, 2.0, 1.0, "no longer unsure"),
        (0.5, -0.5, 1.0, ""),
        (0.5, None, 0.0, "not possible here"),
    ],
)
def test_what_becomes_of_the_decision_is_said(own: float, other: float | None, band: float, said: str) -> None:
    shown = made_up(own, other)
    assert words.state_words(shown.variants[1], shown, Rule(band=band)) == said
    assert words.state_words(shown.variants[0], shown, Rule(band=band)) == ""


@pytest.mark.parametrize(
    ("own", "other", "said"), [(2.0, -2.0, "flips"), (2.0, 0.5, "unsure"), (0.5, 2.0, "yes"), (0.5, -2.0, "no")]
)
def test_in_the_list_one_word_says_it_and_it_has_room(
    qtbot: QtBot, sampled: MainWindow, own: float, other: float, said: str
) -> None:
    shown = made_up(own, other)
    assert words.row_words(shown.variants[1], shown, Rule(band=1.0)) == said
    panel = panel_of(qtbot, sampled)
    font = panel.list.font()
    font.setBold(True)
    digits = QFontMetrics(digits_font(panel.list.font())).horizontalAdvance("+00.00 ")
    left = panel.list.viewport().width() - THUMBNAIL - 10 - 2 * digits - 4 * 6
    assert QFontMetrics(font).horizontalAdvance(said) <= left


def test_the_title_says_how_it_is_drawn_after_every_resize(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled)
    why = panel.window()
    for size in ((1080, 760), (720, 540), (2200, 1300), (720, 540)):
        why.resize(*size)
        why.grab()
        zoom = panel.view.zoom
        said = "pixel by pixel" if zoom == 1 else f"enlarged {zoom} ×" if zoom else "reduced"
        assert said in panel.title.text()


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (made_up(1.0), "No other way to prepare this picture changes its logit."),
        (made_up(1.0, 1.0, same=1), "No other way to prepare this picture changes its logit."),
        (made_up(1.0, 2.0), "“Way 1”: +1.00 becomes +2.00. It does not change the decision."),
        (made_up(1.0, -2.0), "“Way 1”: +1.00 becomes −2.00. It changes the decision."),
        (made_up(1.0, 2.0, -3.0), "+1.00 becomes −3.00. 1 of the 2 ways that differ changes the decision."),
        (made_up(1.0, 2.0, 4.0, None), "None of the 2 ways that differ changes the decision."),
        (replace(made_up(1.0, 2.0), complete=False), "Trying other ways to prepare the picture…"),
    ],
)
def test_the_largest_difference_in_words(shown: Xray, said: str) -> None:
    assert words.largest_words(shown, Rule()).endswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("+5.00", "None fits. Closest: Way 1, +3.00 (2.00 away). Then: Way 0, +1.00."),
        ("+3.00", "It fits: Way 1, +3.00."),
        ("+1.00", "It fits what this program says."),
        ("1.0", "It fits: Way 1, +3.00."),  # 0.95 or more
        ("-1.00", "sign turned: there “no <b>” may be the positive answer."),
        ("0.6750", "It fits the sigmoid of the sigmoid: it may have been taken twice."),
    ],
)
def test_a_score_in_words(text: str, said: str) -> None:
    shown, score = made_up(1.0, 3.0), other_score(text)
    assert said in words.explained_words(score, explained(score, shown), shown, "no <b>")


def test_how_a_score_was_read_is_said() -> None:
    assert words.read_words(other_score("+0.5"), Rule()) == "Read as a logit."
    assert words.read_words(other_score("0.9"), Rule()).startswith(
        "Read as a probability: logit +2.20, before rounding"
    )
    assert words.read_words(other_score("1.00"), Rule()) == "Read as a probability: logit above +5.29."
    assert words.read_words(other_score("0.00"), Rule(temperature=2.0)) == (
        "Read as a probability at temperature 1: logit below −5.29."
    )


def test_numbers_in_words_are_short_and_infinity_is_no_mistake() -> None:
    numbers = made_up(0.0).numbers
    assert words.numbers_words(numbers, UNIT) == "2 × 2 × 3, float32, 0 to 0, mean 0"
    far = replace(numbers, red=replace(numbers.red, low=-math.inf, mean=math.nan))
    assert words.numbers_words(far, UNIT).startswith(
        "2 × 2 × 3, float32, −inf to 0, mean nan. The model was made for 0 to 1"
    )
    assert words.channels_words(numbers).startswith("Means of the channels: red 0 (solid), green 0 (dashed)")


def test_the_lines_of_the_channels_have_names_and_differ_in_more_than_colour(qtbot: QtBot, sampled: MainWindow) -> None:
    panel = panel_of(qtbot, sampled)
    legend = panel.plot.legend
    assert legend.accessibleName() == "Lines: red, green, blue"
    drawn = [line.opts["pen"] for line in panel.plot.lines]
    assert [pen.style() for pen in drawn] == [pen.style() for pen in channel_pens()]
    assert len({pen.style() for pen in drawn}) == len({pen.color().name() for pen in drawn}) == 3
    boxes = legend.places()
    assert all(legend.rect().contains(box) for box in boxes)
    assert all(before.right() < after.left() for before, after in itertools.pairwise(boxes))


def test_what_the_empty_field_shows_is_an_example(qtbot: QtBot, sampled: MainWindow) -> None:
    field = panel_of(qtbot, sampled).score.field
    assert field.placeholderText().startswith("e.g. ")
    assert field.fontMetrics().horizontalAdvance(field.placeholderText()) <= field.width() - 12
