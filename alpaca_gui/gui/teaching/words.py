"""The sentences about a lesson."""

from typing import Final

from alpaca_gui.gui.pace import time_text
from alpaca_gui.gui.teaching.survey import Survey
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.teach_answer import TeachAnswer
from alpaca_gui.logit.verdict import Decision
from alpaca_gui.training.teach_figures import OnLabels

ABOUT: Final = (
    "A new neuron is fitted to your labels, beside the pictures that the model was trained on before, so that it "
    "forgets nothing. No picture is opened, and nothing changes until you have seen what would."
)

ABOUT_LOGITS: Final = (
    "These new logits are about right: off by a thousandth or so. The new model will classify every picture anew."
)


def pictures_text(count: int) -> str:
    """Count pictures in words: ``1 picture``, ``3 pictures``, ``no picture``."""
    return {0: "no picture", 1: "1 picture"}.get(count, f"{count:,} pictures")


def wrong_text(found: Survey) -> str:
    """Say how many of the labels the model contradicts now."""
    return f"{found.wrong:,} of {found.n:,}" if found.n else "none is labelled"


def left_out_text(found: Survey) -> str:
    """Say how many labels are of no use yet; empty where all are."""
    if not found.left_out:
        return ""
    one = found.left_out == 1
    records = "1 labelled record is" if one else f"{found.left_out:,} labelled records are"
    return f"{records} left out: no model has looked at {'its picture' if one else 'their pictures'}."


def right_text(figures: OnLabels) -> str:
    """Say how many labels are answered right: ``48 of 55``."""
    return f"{figures.right:,} of {figures.n:,}"


def interval_text(figures: OnLabels) -> str:
    """The 95 % interval of the accuracy: ``76.0 to 93.7 %``."""
    return f"{percent(figures.accuracy.low)} to {percent(figures.accuracy.high)} %"


def percent(share: float) -> str:
    """A share in per cent, which is 100 or 0 only where it really is."""
    if 0.9995 <= share < 1:
        return "99.9"
    return "0.1" if 0 < share < 0.0005 else f"{100 * share:.1f}"


def came_text(answer: TeachAnswer) -> str:
    """What came of the lesson, in one sentence."""
    before, after = answer.compared.before, answer.compared.after
    if after.right == before.right:
        return f"It answers {after.right:,} of your {after.n:,} labels right, as many as before."
    than = "instead of" if after.right > before.right else "and that is fewer than before:"
    return f"It answers {after.right:,} of your {after.n:,} labels right, {than} {before.right:,}."


def how_text(answer: TeachAnswer) -> str:
    """How the figures came about, and what flatters them."""
    compared = answer.compared
    sentences = [
        "By cross-validation: each picture is answered by a neuron that has not learnt from it.",
        _turned(compared.mended, compared.spoilt),
    ]
    if compared.before.seen:
        sentences.append(f"The old model had been trained on {compared.before.seen:,} of them, which flatters it.")
    if answer.known_before:
        sentences.append(f"Learnt together with {pictures_text(answer.known_before)} from before.")
    return " ".join(sentences)


def _turned(mended: int, spoilt: int) -> str:
    if not mended and not spoilt:
        return "The same ones are right as before."
    return f"Right now and wrong before: {mended:,}. Wrong now and right before: {spoilt:,}."


def sides_text(answer: TeachAnswer) -> str:
    """How many pictures change sides."""
    whole = int(answer.counts.sum())
    if not answer.changed:
        text = f"None of {pictures_text(whole)} changes its answer." if whole else "There is no picture to compare."
    else:
        text = f"{answer.changed:,} of {pictures_text(whole)} {'changes' if answer.changed == 1 else 'change'} sides."
    if answer.left_out:
        text += f" Of {answer.left_out:,} more it is not known yet."
    return text


def cell_text(before: Decision, after: Decision) -> str:
    """Name a cell of the table: ``no → yes``, ``stays unsure``."""
    return f"stays {after.word}" if before is after else f"{before.word} → {after.word}"


def shown_text(count: int, words: str) -> str:
    """Say what is listed: ``3 pictures: no → yes``."""
    return f"{pictures_text(count)[:1].upper()}{pictures_text(count)[1:]}: {words}"


def leaving_text(seconds: float) -> str:
    """Ask whether what took its time may go."""
    return f"Close without using the new model? What was learnt in {time_text(seconds)} is thrown away."


def title_text(name: str) -> str:
    """The title while a model learns."""
    return f"{printable(name)} is learning from your labels"
