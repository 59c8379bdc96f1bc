"""Judging a model on labelled pictures; as a child process too: ``python -m alpaca_gui.jobs.judge``.

The child's request: ``model`` (a path), the pictures as ``dataset`` (a folder with two) or as ``yes_folder`` and
``no_folder``, and where needed ``yes`` (the folder that means yes). With ``other`` (the path of a second model) the two
are compared. It ends with ``judgement`` and ``report``, and then ``other_judgement``, ``other_report`` and
``comparison``: see `JudgeAnswer`.
"""

import hashlib
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, Final, Self

import numpy as np

from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.errors import AlpacaError, reason
from alpaca_gui.imaging.source import FileSource, printable
from alpaca_gui.jobs.intake import Item, take_in
from alpaca_gui.jobs.pipeline import Pipeline, Result
from alpaca_gui.judging.compare import Comparison, compare, comparison_from, comparison_values
from alpaca_gui.judging.judgement import Judgement, LeftOut
from alpaca_gui.judging.known import fair_logits
from alpaca_gui.judging.measure import report
from alpaca_gui.judging.report import Report
from alpaca_gui.judging.sides import Sides, contradiction, find_sides
from alpaca_gui.judging.values import judgement_from, judgement_values, report_from, report_values
from alpaca_gui.messages import Note, Step, Tell, Values, serve

STAGE: Final = "Judging"
CANCELLED: Final = "Judging was cancelled."
_MOST_STEPS: Final = 400


@dataclass(frozen=True, slots=True)
class JudgeRequest:
    """What to judge, and on what.

    Attributes
    ----------
    model
        The bundle.
    dataset
        One folder with two sub-folders, or two folders.
    yes
        Name or path of the folder that means yes; None where the model's card says it.
    """

    model: Path
    dataset: tuple[Path, ...]
    yes: str | None = None

    @classmethod
    def from_dict(cls, values: Values) -> Self:
        """Read the child's request."""
        model = Path(values["model"])
        if "dataset" in values:
            return cls(model, (Path(values["dataset"]),), values.get("yes"))
        yes, no = Path(values["yes_folder"]), Path(values["no_folder"])
        return cls(model, (yes, no), str(yes))


@dataclass(frozen=True, slots=True)
class JudgeAnswer:
    """What the child process ends with; the last three are None where no second model was named."""

    judgement: Judgement
    report: Report
    other_judgement: Judgement | None = None
    other_report: Report | None = None
    comparison: Comparison | None = None

    @classmethod
    def from_values(cls, values: Values) -> Self:
        """Read the values of the child's `alpaca_gui.messages.Done`."""
        one = cls(judgement_from(values["judgement"]), report_from(values["report"]))
        if "comparison" not in values:
            return one
        other = (judgement_from(values["other_judgement"]), report_from(values["other_report"]))
        return cls(one.judgement, one.report, *other, comparison_from(values["comparison"]))


@dataclass(frozen=True, slots=True)
class _Labelled:
    """One picture that was read: its place, content, label and logit."""

    path: Path
    digest: str
    label: int
    logit: float


def judge_dataset(request: JudgeRequest, tell: Tell, cancel: Event | None = None) -> Judgement:
    """Classify every labelled picture, and take the out-of-fold logit of those that the model was trained on.

    A file counts as often as it is there. What cannot be read is left out, and told.

    Parameters
    ----------
    request
        What to judge.
    tell
        Hears a `Step` now and then, and a `Note` for each file that is left out.
    cancel
        Set it to end early.

    Raises
    ------
    AlpacaError
        When the model or the dataset cannot be used, or judging was cancelled.
    """
    cancel = cancel or Event()
    bundle = load_bundle(request.model)
    sides = find_sides(request.dataset, bundle.card, request.yes)
    if (beware := contradiction(sides, bundle.card)) is not None:
        tell(Note(beware))
    items = list(_items(sides, cancel))
    pictures: list[_Labelled] = []
    left_out: list[LeftOut] = []
    tell(Step(STAGE, 0, len(items)))
    with Pipeline(bundle) as pipeline, closing(pipeline.run(items, cancel)) as results:
        for done, result in enumerate(results, start=1):
            found = _read(result)
            if isinstance(found, LeftOut):
                left_out.append(found)
                tell(Note(f"{printable(str(found.path))} is left out: {found.sentence}"))
            else:
                pictures.append(found)
            if done == len(items) or done % (len(items) // _MOST_STEPS + 1) == 0:
                tell(Step(STAGE, done, len(items)))
    if cancel.is_set():
        raise AlpacaError(CANCELLED)
    _check(pictures, sides)
    return _judgement(bundle, pictures, tuple(left_out))


def _items(sides: Sides, cancel: Event) -> Iterator[Item]:
    """Every file of both sides; an item's key is its label."""
    for label, folder in ((1, sides.yes), (0, sides.no)):
        for item in take_in([Item(FileSource(folder))], cancel):
            yield Item(item.source, item.refusal, label)


def _read(result: Result) -> _Labelled | LeftOut:
    source, logit = result.item.source, result.record.logit
    assert isinstance(source, FileSource)
    if logit is None:
        return LeftOut(source.path, result.record.error or "It gave no logit.")
    try:
        with source.path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:  # it was there a moment ago
        return LeftOut(source.path, f"The file cannot be read any more: {reason(error)}.")
    return _Labelled(source.path, digest, result.item.key, logit)


def _check(pictures: list[_Labelled], sides: Sides) -> None:
    for label, folder in ((1, sides.yes), (0, sides.no)):
        if not any(picture.label == label for picture in pictures):
            raise AlpacaError(
                f"There is no picture in {printable(str(folder))} that can be read: a model is judged on pictures of "
                "both sides."
            )


def _judgement(bundle: ModelBundle, pictures: list[_Labelled], left_out: tuple[LeftOut, ...]) -> Judgement:
    hashes = tuple(picture.digest for picture in pictures)
    fair = fair_logits(bundle, hashes, np.array([picture.logit for picture in pictures], dtype=np.float64))
    return Judgement(
        model=bundle.name,
        model_id=bundle.model_id,
        yes=bundle.card.yes,
        no=bundle.card.no,
        rule=bundle.card.rule,
        paths=tuple(picture.path for picture in pictures),
        hashes=hashes,
        labels=np.array([picture.label for picture in pictures], dtype=np.int64),
        logits=fair.logits,
        out_of_fold=fair.out_of_fold,
        left_out=left_out,
        seed_logits=fair.seed_logits,
        seen=fair.seen,
    )


def work(values: Values, tell: Tell) -> Values:
    """Do what the child is asked for."""
    request = JudgeRequest.from_dict(values)
    judgement = judge_dataset(request, tell)
    answer: dict[str, Any] = {"judgement": judgement_values(judgement), "report": report_values(report(judgement))}
    if values.get("other") is None:
        return answer
    other = judge_dataset(JudgeRequest(Path(values["other"]), request.dataset, request.yes), tell)
    return {
        **answer,
        "other_judgement": judgement_values(other),
        "other_report": report_values(report(other)),
        "comparison": comparison_values(compare(judgement, other)),
    }


if __name__ == "__main__":
    sys.exit(serve(work))
