"""Light and dark are readable by the numbers, follow what was chosen at once, and mean the same."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QSlider,
    QStyle,
    QStyleOptionButton,
    QStyleOptionSlider,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.app import prepare_application
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.row_delegate import SELECTED_TINT
from alpaca_gui.gui.signs import Sign, colour
from alpaca_gui.gui.theme import DARK, LIGHT, Appearance, Theme, apply_appearance, current_theme
from tests.gui.driving import press, until, workspace

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")  # Qt's offscreen platform
TEXT_RATIO = 4.5  # WCAG 2.2, success criterion 1.4.3, level AA
OUTLINE_RATIO = 3.0  # WCAG 2.2, success criterion 1.4.11
MENU_LIGHT, MENU_DARK = "Light", "Dark"


def channels(text: str) -> tuple[int, int, int]:
    """Red, green and blue of a colour, each from 0 to 255."""
    colour = QColor(text)
    return colour.red(), colour.green(), colour.blue()


def luminance(text: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (value / 255 for value in channels(text))
    red, green, blue = (p / 12.92 if p <= 0.04045 else float(((p + 0.055) / 1.055) ** 2.4) for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it, from 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(front: str, back: str, alpha: int) -> str:
    """What a colour of some opacity (0 to 255) looks like over another."""
    pairs = zip(channels(front), channels(back), strict=True)
    return QColor(*(round(f * alpha / 255 + b * (1 - alpha / 255)) for f, b in pairs)).name()


def test_the_ratio_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@BOTH
@pytest.mark.parametrize("name", ["text", "quiet", "accent", "yes", "no", "unsure", "failed"])
@pytest.mark.parametrize("ground", ["window", "surface"])
def test_everything_that_is_read_stands_out_from_its_ground(theme: Theme, name: str, ground: str) -> None:
    values = asdict(theme)
    assert contrast(values[name], values[ground]) >= TEXT_RATIO


@BOTH
@pytest.mark.parametrize("name", ["text", "quiet", "yes", "no", "unsure", "failed"])
def test_everything_on_a_selected_row_stands_out_too(theme: Theme, name: str) -> None:
    selected = mixed(theme.accent, theme.surface, SELECTED_TINT)
    assert contrast(asdict(theme)[name], selected) >= TEXT_RATIO


@BOTH
def test_what_is_marked_stands_out(theme: Theme) -> None:
    assert contrast(theme.on_accent, theme.accent) >= TEXT_RATIO


@BOTH
def test_the_signs_of_the_decisions_have_colours_of_their_own(theme: Theme) -> None:
    decided = {colour(sign, theme).name() for sign in (Sign.YES, Sign.NO, Sign.UNSURE, Sign.FAILED)}
    assert len(decided) == 4


def test_dark_is_darker_than_light() -> None:
    assert luminance(DARK.window) < luminance(LIGHT.window)
    assert DARK.dark
    assert not LIGHT.dark


def choose_appearance(window: MainWindow, entry: str) -> None:
    """Choose an entry of the menu View, Appearance."""
    for menu in window.menuBar().findChildren(type(window.menus.order_menu)):
        for action in menu.actions():
            if action.text().replace("&", "") == entry and isinstance(action.data(), str):
                action.trigger()
                return
    raise LookupError(entry)


def wears(window: MainWindow, theme: Theme) -> bool:
    """Whether the window's ground has the colour of a theme."""
    return bool(window.palette().color(QPalette.ColorRole.Window) == QColor(theme.window))


def test_choosing_light_and_dark_changes_the_window_at_once(qtbot: QtBot, sampled: MainWindow) -> None:
    for entry, theme in ((MENU_DARK, DARK), (MENU_LIGHT, LIGHT)):
        choose_appearance(sampled, entry)
        assert current_theme() is theme
        until(qtbot, partial(wears, sampled, theme))
        picture = sampled.grab().toImage()
        assert picture.pixelColor(picture.width() // 2, picture.height() - 2) == QColor(theme.window)
        reading = workspace(sampled).reading.decision
        sign = workspace(sampled).reading.shape.sign
        assert reading.palette().color(QPalette.ColorRole.WindowText) == colour(sign, theme)
        plot = workspace(sampled).curve.plot
        assert plot.grab().toImage().pixelColor(1, 1) == QColor(theme.surface)


@pytest.mark.parametrize(
    ("entry", "appearance"),
    [(MENU_DARK, Appearance.DARK), (MENU_LIGHT, Appearance.LIGHT), ("As the system", Appearance.SYSTEM)],
)
def test_the_choice_is_kept(window: MainWindow, entry: str, appearance: Appearance) -> None:
    choose_appearance(window, MENU_LIGHT)
    choose_appearance(window, entry)
    assert window.settings.appearance is appearance


# Boxes to tick, as they are drawn: the outline is measured on the way from the ground into the box.

KINDS = {
    QCheckBox: QStyle.SubElement.SE_CheckBoxIndicator,
    QRadioButton: QStyle.SubElement.SE_RadioButtonIndicator,
}
Kind = type[QCheckBox] | type[QRadioButton]
BOXES = pytest.mark.parametrize("kind", KINDS)
CLEAR = pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
SCALES = pytest.mark.parametrize("scale", [1, 2])


def dressed(qtbot: QtBot, appearance: Appearance, *widgets: QWidget) -> QWidget:
    """A window with some widgets in it, in a theme."""
    app = prepare_application()
    apply_appearance(app, appearance)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    for widget in widgets:
        column.addWidget(widget)
    with qtbot.waitExposed(window):
        window.show()
    return window


def drawn(widget: QWidget, scale: int) -> QImage:
    """A picture of a widget, with so many pixels for each of its own."""
    image = QImage(widget.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(widget.palette().color(QPalette.ColorRole.Window))
    widget.render(image)
    return image


def edge_of(button: QCheckBox | QRadioButton) -> QPoint:
    """The middle of the left edge of a button's box."""
    option = QStyleOptionButton()
    option.initFrom(button)
    box = button.style().subElementRect(KINDS[type(button)], option, button)
    return QPoint(box.left(), box.center().y())


def outline(image: QImage, edge: QPoint, ground: str) -> tuple[str, float]:
    """The colour of the outline, two pixels of the widget broad at most, and its contrast to the ground."""
    scale = round(image.devicePixelRatio())
    places = range(edge.x() * scale, (edge.x() + 2) * scale)
    colours = [image.pixelColor(x, edge.y() * scale).name() for x in places]
    found = max(colours, key=lambda one: contrast(one, ground))
    return found, contrast(found, ground)


@BOXES
@CLEAR
@SCALES
@pytest.mark.parametrize("checked", [False, True])
def test_the_outline_of_a_box_stands_out_from_the_window_and_from_its_inside(
    qtbot: QtBot, kind: Kind, appearance: Appearance, scale: int, checked: bool
) -> None:
    box = kind("a box")
    box.setChecked(checked)
    window = dressed(qtbot, appearance, box)
    theme = current_theme()
    assert window.isVisible()
    assert theme.dark == (appearance is Appearance.DARK)
    found, ratio = outline(drawn(box, scale), edge_of(box), theme.window)
    assert ratio >= OUTLINE_RATIO
    assert contrast(found, theme.surface) >= OUTLINE_RATIO


@BOXES
@CLEAR
def test_the_outline_of_a_box_that_cannot_be_ticked_is_fainter_and_there(
    qtbot: QtBot, kind: Kind, appearance: Appearance
) -> None:
    free, held = kind("free"), kind("held")
    held.setEnabled(False)
    window = dressed(qtbot, appearance, free, held)
    theme = current_theme()
    plain, faint = (outline(drawn(box, 1), edge_of(box), theme.window)[1] for box in (free, held))
    assert window.isVisible()
    assert 1.5 <= faint < plain


@BOXES
@CLEAR
@SCALES
def test_the_box_that_has_the_keyboard_wears_the_accent(
    qtbot: QtBot, kind: Kind, appearance: Appearance, scale: int
) -> None:
    before, box, other = QPushButton("before"), kind("a box"), kind("another")
    window = dressed(qtbot, appearance, before, box, other)
    window.activateWindow()
    until(qtbot, window.isActiveWindow)
    before.setFocus()
    press(before, Qt.Key.Key_Tab)
    assert box.hasFocus()
    accent = current_theme().accent
    assert contrast(outline(drawn(box, scale), edge_of(box), current_theme().window)[0], accent) < 1.2
    assert contrast(outline(drawn(other, scale), edge_of(other), current_theme().window)[0], accent) > 1.2


@CLEAR
@SCALES
def test_the_outline_of_a_box_in_a_list_stands_out(qtbot: QtBot, appearance: Appearance, scale: int) -> None:
    rows = QListWidget()
    item = QListWidgetItem("a row")
    item.setCheckState(Qt.CheckState.Unchecked)
    rows.addItem(item)
    window = dressed(qtbot, appearance, rows)
    assert window.isVisible()
    option = QStyleOptionViewItem()
    option.initFrom(rows)
    option.rect = rows.visualItemRect(item)
    option.features = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    box = rows.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, rows)
    edge = QPoint(box.left(), box.center().y())
    assert outline(drawn(rows.viewport(), scale), edge, current_theme().surface)[1] >= OUTLINE_RATIO


# What is typed into, chosen from or dragged, as it is drawn: on the way from the ground into it, from all four sides.


def a_combo(*, editable: bool) -> QComboBox:
    """A box to choose from."""
    box = QComboBox(editable=editable)
    box.addItem("a choice")
    return box


FIELDS: dict[str, Callable[[], QWidget]] = {
    "line": QLineEdit,
    "spin box": QDoubleSpinBox,
    "combo": partial(a_combo, editable=False),
    "combo that is typed into": partial(a_combo, editable=True),
}
FIELD = pytest.mark.parametrize("field", FIELDS)
SIDES = ("left", "right", "top", "bottom")


def found_from(image: QImage, box: QRect, side: str, ground: str) -> tuple[str, float]:
    """The colour along one side of a box that stands out most from the ground, and its contrast to it."""
    scale, middle = round(image.devicePixelRatio()), box.center()
    ways = {
        "left": [QPoint(box.left() * scale + step, middle.y() * scale) for step in range(3 * scale)],
        "right": [QPoint((box.right() + 1) * scale - 1 - step, middle.y() * scale) for step in range(3 * scale)],
        "top": [QPoint(middle.x() * scale, box.top() * scale + step) for step in range(3 * scale)],
        "bottom": [QPoint(middle.x() * scale, (box.bottom() + 1) * scale - 1 - step) for step in range(3 * scale)],
    }
    colours = [image.pixelColor(spot).name() for spot in ways[side]]
    found = max(colours, key=lambda one: contrast(one, ground))
    return found, contrast(found, ground)


@FIELD
@CLEAR
@SCALES
def test_the_edge_of_a_field_stands_out_on_every_side(
    qtbot: QtBot, field: str, appearance: Appearance, scale: int
) -> None:
    widget, other = FIELDS[field](), QLineEdit()
    window = dressed(qtbot, appearance, other, widget)
    other.setFocus()
    theme = current_theme()
    assert window.isVisible()
    assert not widget.hasFocus()
    image = drawn(widget, scale)
    for side in SIDES:
        found, ratio = found_from(image, widget.rect(), side, theme.window)
        assert ratio >= OUTLINE_RATIO, side
        assert contrast(found, theme.surface) >= OUTLINE_RATIO, side


@FIELD
@CLEAR
def test_the_field_that_has_the_keyboard_wears_the_accent_and_one_that_is_off_is_fainter(
    qtbot: QtBot, field: str, appearance: Appearance
) -> None:
    before, widget, held = QPushButton("before"), FIELDS[field](), FIELDS[field]()
    held.setEnabled(False)
    window = dressed(qtbot, appearance, before, widget, held)
    theme = current_theme()
    plain, faint = (found_from(drawn(one, 1), one.rect(), "left", theme.window)[1] for one in (widget, held))
    assert 1.3 <= faint < plain
    window.activateWindow()
    until(qtbot, window.isActiveWindow)
    before.setFocus()
    press(before, Qt.Key.Key_Tab)
    assert widget.hasFocus()
    found, _ = found_from(drawn(widget, 1), widget.rect(), "left", theme.window)
    assert contrast(found, theme.accent) < 1.2


@CLEAR
@SCALES
@pytest.mark.parametrize("way", [Qt.Orientation.Horizontal, Qt.Orientation.Vertical])
@pytest.mark.parametrize("inverted", [False, True])
def test_the_groove_and_the_handle_of_a_slider_stand_out(
    qtbot: QtBot, appearance: Appearance, scale: int, way: Qt.Orientation, inverted: bool
) -> None:
    slider = QSlider(way)
    slider.setInvertedAppearance(inverted)
    slider.setValue(30)
    window = dressed(qtbot, appearance, slider)
    window.resize(300, 200)
    theme = current_theme()
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    image = drawn(slider, scale)
    sides = ("top", "bottom") if way is Qt.Orientation.Horizontal else ("left", "right")
    for part in (QStyle.SubControl.SC_SliderGroove, QStyle.SubControl.SC_SliderHandle):
        box = slider.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, slider)
        empty = box.width() * 3 // 4 if way is Qt.Orientation.Horizontal else box.height() * 3 // 4
        if part is QStyle.SubControl.SC_SliderGroove:  # where it is not filled
            first = (way is Qt.Orientation.Horizontal) is inverted
            start = empty if not first else 0
            box = (
                QRect(box.left() + start, box.top(), box.width() // 4, box.height())
                if way is Qt.Orientation.Horizontal
                else QRect(box.left(), box.top() + start, box.width(), box.height() // 4)
            )
        for side in sides:
            assert found_from(image, box, side, theme.window)[1] >= OUTLINE_RATIO


def test_the_handle_lies_over_the_outline_of_its_groove(qtbot: QtBot) -> None:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(50)
    window = dressed(qtbot, Appearance.LIGHT, slider)
    assert window.isVisible()
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    box = slider.style().subControlRect(
        QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, slider
    )
    image = drawn(slider, 1)
    inside = {image.pixelColor(box.center().x(), y).name() for y in range(box.top() + 4, box.bottom() - 3)}
    assert all(contrast(one, current_theme().outline) > OUTLINE_RATIO for one in inside)


def test_the_style_stays_when_the_application_is_prepared_anew(qapp: QApplication) -> None:
    prepare_application()
    style = qapp.style()
    assert prepare_application().style() is style
