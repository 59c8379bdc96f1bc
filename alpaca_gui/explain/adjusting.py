"""What the flip finder changes of a picture: one `Adjustment` of all sliders, and what each `Slider` means."""

from dataclasses import dataclass, replace
from typing import Final

from alpaca_gui.imaging.alter import Patch, blurred, contrasted, cut, lit, patched, turned
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.logit.words import MINUS

MIDDLE: Final = Patch(0.5, 0.5, 0.0)
"""Where a patch lies that has not been laid anywhere yet; it covers nothing."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """How a picture is changed; by nothing, as it is made without arguments.

    Attributes
    ----------
    brightness
        Every pixel is multiplied by it; 1 changes nothing.
    contrast
        Every pixel moves away from the mean grey by it; 1 changes nothing.
    blur
        Standard deviation of a Gaussian, in shares of the shorter side of what rotation and crop leave.
    rotation
        In degrees, counter-clockwise. The corners that have no pixels are cut away, so a turn comes closer too.
    crop
        What is cut from width and height, in shares of them; the middle stays.
    patch
        A grey square over what the other changes leave.
    """

    brightness: float = 1.0
    contrast: float = 1.0
    blur: float = 0.0
    rotation: float = 0.0
    crop: float = 0.0
    patch: Patch | None = None

    @property
    def laid(self) -> Patch:
        """The patch; one in the middle that covers nothing where there is none."""
        return self.patch or MIDDLE

    @property
    def plain(self) -> "Adjustment":
        """The same change; without a patch where that covers nothing, wherever it may lie."""
        return self if self.patch is None or self.patch.side else replace(self, patch=None)

    @property
    def optics(self) -> "Adjustment":
        """The part of it that takes longest: rotation, crop and blur."""
        return Adjustment(blur=self.blur, rotation=self.rotation, crop=self.crop)

    @property
    def light(self) -> "Adjustment":
        """The rest of it: brightness, contrast and patch."""
        return replace(self, blur=0.0, rotation=0.0, crop=0.0)


def adjusted(picture: Picture, adjustment: Adjustment) -> Picture:
    """Change a picture the way a camera would: turned, cut, out of focus, then the light; the patch is laid at last.

    With the neutral adjustment it is the picture itself, not a copy. ``adjusted(picture, a)`` has the same pixels as
    ``adjusted(adjusted(picture, a.optics), a.light)``.
    """
    changed = turned(picture, adjustment.rotation)
    if adjustment.crop:
        edge = adjustment.crop / 2
        changed = cut(changed, (edge, edge, 1 - edge, 1 - edge))
    if adjustment.blur:
        changed = blurred(changed, adjustment.blur)
    if adjustment.brightness != 1:
        changed = lit(changed, adjustment.brightness)
    if adjustment.contrast != 1:
        changed = contrasted(changed, adjustment.contrast)
    return patched(changed, adjustment.laid) if adjustment.laid.side else changed


@dataclass(frozen=True, slots=True)
class Slider:
    """One of the changes, with all the values that it can have: ``low``, ``low + step``, ... ``high``.

    Attributes
    ----------
    name
        The attribute of `Adjustment`.
    noun
        What it is called in a sentence: "At *noun* 0.43 it becomes no".
    low, high
        The ends of its range.
    neutral
        The value that changes nothing.
    step
        Its resolution: the distance of neighbouring values.
    words
        What it does.
    unit
        Written after a value: nothing for a factor, else `` %`` or ``°``.
    """

    name: str
    noun: str
    low: float
    high: float
    neutral: float
    step: float
    words: str
    unit: str = ""

    @property
    def stops(self) -> int:
        """Number of the last value; the first is 0."""
        return round((self.high - self.low) / self.step)

    def value(self, stop: int) -> float:
        """Give a value by its number; the same one has the same bits each time."""
        return round(self.low + stop * self.step, 6)

    def stop(self, value: float) -> int:
        """Give the number of the value that is nearest."""
        return min(max(round((value - self.low) / self.step), 0), self.stops)

    def of(self, adjustment: Adjustment) -> float:
        """Read the value that an adjustment has."""
        return adjustment.laid.side if self.name == "patch" else float(getattr(adjustment, self.name))

    def on(self, adjustment: Adjustment, value: float) -> Adjustment:
        """Give the adjustment with another value; a patch stays where it is."""
        if self.name == "patch":
            return replace(adjustment, patch=replace(adjustment.laid, side=value))
        return replace(adjustment, **{self.name: value})  # type: ignore[arg-type]  # a number by now

    def share(self, value: float) -> float:
        """How far a value is from neutral, 0 to 1, in shares of the way from there to that end of the range."""
        way = self.high - self.neutral if value > self.neutral else self.neutral - self.low
        return abs(value - self.neutral) / way if way else 0.0

    def shown(self, value: float) -> float:
        """Give the number that is written: in per cent, where the unit is that."""
        return value * 100 if self.unit == " %" else value

    @property
    def ends(self) -> str:
        """Write its range: ``0.2 and 2``, ``0 % and 80 %``."""
        low, high = (f"{round(self.shown(end), 6):g}{self.unit}" for end in (self.low, self.high))
        return f"{low} and {high}".replace("-", MINUS)

    def text(self, value: float) -> str:
        """Write a value with its unit, to the slider's resolution: ``0.43``, ``1.2 %``, ``−12.5°``."""
        step = self.shown(self.step)
        digits = 0 if step >= 1 else 1 if step >= 0.1 else 2
        return f"{self.shown(value):.{digits}f}{self.unit}".replace("-", MINUS)


SLIDERS: Final = (
    Slider("brightness", "brightness", 0.2, 2.0, 1.0, 0.01, "Every pixel is multiplied by it."),
    Slider("contrast", "contrast", 0.2, 2.0, 1.0, 0.01, "Every pixel moves away from the mean grey, or towards it."),
    Slider("blur", "blur", 0.0, 0.05, 0.0, 0.001, "Radius of the blur, in per cent of the shorter side.", " %"),
    Slider("rotation", "rotation", -45.0, 45.0, 0.0, 0.5, "Counter-clockwise; empty corners are cut away.", "°"),
    Slider("crop", "crop", 0.0, 0.8, 0.0, 0.01, "What is cut from width and height; the middle stays.", " %"),
    Slider("patch", "patch size", 0.0, 1.0, 0.0, 0.01, "A grey square; drag it over the picture.", " %"),
)
BRIGHTNESS, PATCH = SLIDERS[0], SLIDERS[-1]
