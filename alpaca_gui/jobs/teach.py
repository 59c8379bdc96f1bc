"""Teaching a model from a library's labels; as a child process too: ``python -m alpaca_gui.jobs.teach``.

The child's request is a `alpaca_gui.jobs.teach_answer.TeachRequest`; it ends with a `TeachAnswer`. The library is only
read, so that the window that holds it goes on meanwhile; the new bundle is a candidate until a person takes it.
"""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from alpaca_gui.engine.backbone import backbone_of
from alpaca_gui.engine.bundle import ModelBundle, load_bundle
from alpaca_gui.errors import AlpacaError, BundleError, OutputError, reason
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.preview import Preview, preview_of
from alpaca_gui.jobs.teach_answer import TeachAnswer, TeachRequest
from alpaca_gui.library.embeddings import labelled_embeddings
from alpaca_gui.library.library import Library
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.messages import Step, Tell, Values, serve
from alpaca_gui.training.teach import Taught, teach, write
from alpaca_gui.training.teach_labels import Labelled


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A model that was taught and is written nowhere yet, and what it would change.

    Attributes
    ----------
    taught
        The model.
    preview
        Its logits of the library's records.
    before, after
        The rules: as records are read now, and as the new model reads them.
    """

    taught: Taught
    preview: Preview
    before: Rule
    after: Rule


def teach_library(library: Library, bundle: ModelBundle, concept: str, rule: Rule | None, tell: Tell) -> Lesson:
    """Teach a model from a library's labels, and work out what it would change; nothing is written in the library.

    Parameters
    ----------
    library
        Opened to read at least.
    bundle
        The model to teach.
    concept
        What the labels are about.
    rule
        How the records are read. The new model keeps its threshold and band, and both models are judged by them; the
        temperatures are their own. None for the bundle's own.
    tell
        Hears how it goes.

    Raises
    ------
    AlpacaError
        When there are too few labels, the model cannot be taught, or the library cannot be read.
    """
    rule = rule or bundle.card.rule
    kept = replace(rule, temperature=bundle.card.rule.temperature)
    bundle = replace(bundle, card=replace(bundle.card, rule=kept))
    backbone = backbone_of(bundle)
    tell(Step("Reading the labels"))
    labels = labelled_embeddings(library, concept, backbone)
    if not labels.hashes:
        raise AlpacaError(
            f"No picture that {printable(bundle.name)} has looked at is labelled about {printable(concept)}: there is "
            "nothing to learn from."
        )
    taught = teach(bundle, Labelled(labels.hashes, labels.labels, labels.embeddings), tell)
    tell(Step("Looking what changes"))
    preview = preview_of(library, concept, backbone, taught.logits)
    return Lesson(taught, preview, rule, taught.card.rule)


def write_lesson(lesson: Lesson, out: Path, preview: Path | None = None) -> None:
    """Write the new bundle, and what it would change where a path is given for that; makes the folder of the bundle.

    Raises
    ------
    OutputError
        When one of them cannot be written; then neither is there.
    """
    try:
        out.absolute().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The model cannot be written to {printable(str(out))}: {reason(error)}.") from error
    if preview is not None:
        lesson.preview.write(preview)
    try:
        write(lesson.taught, out)
    except OutputError:
        if preview is not None:
            preview.unlink(missing_ok=True)
        raise


def work(values: Values, tell: Tell) -> Values:
    """Do what the child is asked for."""
    request = TeachRequest.from_dict(values)
    bundle = _bundle(request)
    with Library(request.library, write=False) as library:
        lesson = teach_library(library, bundle, request.concept, request.rule, tell)
    tell(Step("Writing the new model"))
    write_lesson(lesson, request.out, request.preview)
    return _answer(request.out, bundle, lesson).as_dict()


def _bundle(request: TeachRequest) -> ModelBundle:
    bundle = load_bundle(request.model)
    if request.model_id not in (None, bundle.model_id):
        raise BundleError(
            f"At {printable(str(request.model))} there is another model now than the one that answers. Open it again, "
            "and teach that."
        )
    return bundle


def _answer(out: Path, bundle: ModelBundle, lesson: Lesson) -> TeachAnswer:
    taught = lesson.taught
    found = lesson.preview.changes(lesson.before, lesson.after)
    return TeachAnswer(
        out=out,
        model_id=load_bundle(out).model_id,
        taught_from=bundle.name,
        yes=bundle.card.yes,
        no=bundle.card.no,
        labels=taught.labels,
        known_before=taught.known_before,
        compared=taught.compared,
        before=lesson.before,
        after=lesson.after,
        counts=found.counts,
        left_out=found.left_out,
    )


if __name__ == "__main__":
    sys.exit(serve(work))
