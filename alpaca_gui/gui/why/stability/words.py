"""What the stability bench says."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from alpaca_gui.explain.exact import Real, digits_text
from alpaca_gui.explain.stability_bench import Bench, Reading
from alpaca_gui.logit.agreement import Agreement
from alpaca_gui.logit.breaks import Break, Trouble, breaking_points
from alpaca_gui.logit.float_bits import Precision
from alpaca_gui.logit.stability import Method, bounds
from alpaca_gui.logit.words import MINUS, short_logit_text

if TYPE_CHECKING:
    from alpaca_gui.gui.why.stability.tensorflow_asker import Comparison

NAMES: Final = {
    Method.NAIVE: "Sigmoid, then log",
    Method.CLIPPED: "Sigmoid, clipped, then log",
    Method.FROM_LOGITS: "From logits",
}
EXACT: Final = "Exact (mpmath), its nearest bits"
ANSWERS: Final = ("no", "yes")

_DIGITS: Final = {Precision.FLOAT16: 5, Precision.FLOAT32: 9, Precision.FLOAT64: 12}
_SUPERSCRIPT: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number_text(value: float, digits: int) -> str:
    """A number with so many significant digits at most: ``15.9423847``, ``2.06 × 10⁻⁹``, ``∞``, ``not a number``."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    return _power_of_ten(f"{value:.{digits}g}")


def _power_of_ten(number: str) -> str:
    mantissa, _, exponent = number.partition("e")
    text = mantissa.replace("-", MINUS)
    return f"{text} × 10{str(int(exponent)).translate(_SUPERSCRIPT)}" if exponent else text


def exact_text(truth: Real) -> str:
    """Twelve digits of an exact value; `bits_text` has them all."""
    return _power_of_ten(digits_text(truth, 12))


def value_text(value: float, precision: Precision) -> str:
    """A computed number; in float64 without the last of its digits, which the bits have."""
    return number_text(value, _DIGITS[precision])


def error_text(reading: Reading) -> str:
    """How far off: ``0.32 ulp off``, ``2,130,000 ulp off``, ``infinitely off``; nothing for what is not a number."""
    error = reading.error
    if math.isnan(error):
        return ""
    if math.isinf(error):
        return "infinitely off"
    if error < 100:
        return f"{error:.2f} ulp off"
    if error < 1e8:
        return f"{float(f'{error:.3g}'):,.0f} ulp off"
    return f"{number_text(error, 2)} ulp off"


def trouble_text(trouble: Trouble, label: int) -> str:
    """A trouble's name; of the gradient with the sign that it should have."""
    if trouble is Trouble.GRADIENT_ZERO:
        return f"gradient 0, not {MINUS if label else '+'}1"
    return trouble.value


def tensorflow_text(found: Agreement, theirs: float, precision: Precision) -> str:
    """What TensorFlow gave for one number."""
    if found.same:
        return "TensorFlow: also not a number" if math.isnan(theirs) else "TensorFlow: same to the last bit"
    value = value_text(theirs, precision)
    if found.flushed:
        return "TensorFlow: 0, none so small"
    if found.not_a_number:
        return f"TensorFlow: {value}"
    if not found.most:
        return f"TensorFlow: {value}, other sign of 0"
    return f"TensorFlow: {value}, {found.most:,} ulp apart"


def survey_text(found: Agreement) -> str:
    """How two lists agree: ``same bits 180 of 242, at most 2 ulp apart``."""
    parts = [f"same bits {found.same} of {found.total}"]
    if found.same + found.flushed + found.not_a_number < found.total:
        parts.append(f"at most {found.most:,} ulp apart")
    if found.flushed:
        parts.append(f"{found.flushed} too small for it")
    if found.not_a_number:
        parts.append(f"{found.not_a_number} not a number for one of us")
    return ", ".join(parts)


def lesson(bench: Bench) -> str:
    """One sentence on what is to be seen at this logit."""
    naive, stable = bench.rows[Method.NAIVE], bench.rows[Method.FROM_LOGITS]
    kind, label = bench.setting.precision.value, f"“{ANSWERS[bench.setting.label]}”"
    start, good = f"At {short_logit_text(bench.logit)}", short(stable.loss.value)
    said = naive.loss.troubles
    if Trouble.LOG_OF_ZERO in said:
        p = number_text(naive.probability or 0.0, 3)
        text = f"{start} the sigmoid in {kind} is exactly {p}; the loss of a {label} is {MINUS}log(0): infinite."
        return f"{text}{_no_clip(bench)} From logits it is {good}."
    if Trouble.ZERO_LOG_ZERO in said:
        p = number_text(naive.probability or 0.0, 3)
        text = f"{start} the sigmoid in {kind} is exactly {p}: right for a {label}, and yet its loss is 0 · log(0),"
        return f"{text} not a number.{_no_clip(bench)} From logits it is {good}."
    return _while_finite(bench, start, label, good)


def _while_finite(bench: Bench, start: str, label: str, good: str) -> str:
    naive, clipped, stable = (bench.rows[method] for method in Method)
    kind = bench.setting.precision.value
    if Trouble.PLATEAU in clipped.loss.troubles:
        held = f"{start} the clip holds the loss of a {label} at {short(clipped.loss.value)}"
        if clipped.gradient.value == 0:
            held += " and its gradient at 0: nothing more can be learned"
        return f"{held}. From logits they are {good} and {short(stable.gradient.value)}."
    if Trouble.DIGITS_LOST in naive.loss.troubles or Trouble.DIGITS_LOST in naive.gradient.troubles:
        return (
            f"{start} the sigmoid in {kind} is so near to its end that most digits of the loss are gone: "
            f"{short(naive.loss.value, 7)}. From logits it is {short(stable.loss.value, 7)}."
        )
    most = max(row.loss.error for row in bench.rows.values())
    return (
        f"{start} all three give {good} as the loss of a {label} in {kind}, {most:,.0f} ulp off at most. "
        "Drag the line to larger logits and see them part."
    )


def _no_clip(bench: Bench) -> str:
    """Say so where the clip is of no use, since its epsilon is lost in this kind of number."""
    if Trouble.OPEN_CLIP not in bench.rows[Method.CLIPPED].loss.troubles:
        return ""
    epsilon = bench.setting.epsilon
    end = "1 − ε rounds to 1" if bounds(bench.setting.precision, epsilon)[1] == 1 else "ε rounds to 0"
    return f" The clip at {epsilon_text(epsilon)} does not help, for {end}."


def short(value: float, digits: int = 4) -> str:
    """A number inside a sentence."""
    return number_text(value, digits)


def epsilon_text(epsilon: float) -> str:
    """An epsilon as a power of ten: ``10⁻⁷``."""
    exponent = round(math.log10(epsilon))
    return f"10{str(exponent).translate(_SUPERSCRIPT)}"


def break_numbers(breaks: Mapping[Method, Sequence[Break]]) -> dict[tuple[Method, float], int]:
    """Number the places where methods break, from 1: the same in the diagrams and in `breaks_text`."""
    places = [(method, point.logit) for method, found in breaks.items() for point in breaking_points(found)]
    return {place: number for number, place in enumerate(places, start=1)}


def breaks_text(breaks: Mapping[Method, Sequence[Break]], label: int) -> str:
    """Where each method breaks, and how, a line for each place, its number first."""
    lines, numbers = [], break_numbers(breaks)
    for method, found in breaks.items():
        points = breaking_points(found)
        for point in points:
            names = "; ".join(trouble_text(trouble, label) for trouble in point.troubles)
            number = numbers[method, point.logit]
            lines.append(f"{number}: {NAMES[method]}, from {short_logit_text(point.logit)}: {names}.")
        if not points:
            lines.append(f"{NAMES[method]}: nowhere.")
    return "\n".join(lines)


def bits_text(name: str, reading: Reading, exact: Real | None) -> str:
    """The bits of a number in groups; of the exact value, all its digits before the bits of the nearest number."""
    bits = reading.bits
    fraction = " ".join(bits.fraction[start : start + 4] for start in range(0, len(bits.fraction), 4))
    parts = f"{bits.sign} | {bits.exponent} | {fraction}"
    if exact is None:
        return f"{name}: {parts}"
    digits = digits_text(exact, 50).replace("-", MINUS)
    return f"{name}: {digits[:30]} {digits[30:]}; nearest {parts}"


def comparison_text(found: "Comparison") -> str:
    """What came of asking TensorFlow, beside the numbers in the table."""
    at = short_logit_text(found.logit)
    parts = [f"Asked at {at} and at {found.surveyed - 1} other logits from −1000 to 1000."]
    for method, losses in found.survey_losses.items():
        gradients = found.survey_gradients[method]
        parts.append(f"{NAMES[method]}: losses {survey_text(losses)}, gradients {survey_text(gradients)}.")
    parts.append(
        f"Given sigmoid({at}) of its own instead of the plain number, Keras finds the logit behind it: "
        f"from_logits=False gives {short(found.recovered)}."
    )
    return "\n".join(parts)
