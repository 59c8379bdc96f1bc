"""Looks at a foreign model, tries it, and makes a bundle of it. Runs in the child process alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from alpaca_gui.engine.bundle import ModelBundle, save_bundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.errors import AlpacaError, MissingPartError, OutputError, reason
from alpaca_gui.imaging.source import printable
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.messages import Step, Tell
from alpaca_gui.training.foreign.find import Found, found_in
from alpaca_gui.training.foreign.model import ForeignModel, Kind, Scale
from alpaca_gui.training.foreign.original import Original, Parts
from alpaca_gui.training.foreign.parity import Parity, check_parity, read, samples
from alpaca_gui.training.foreign.request import BroughtIn, ImportRequest
from alpaca_gui.training.foreign.settle import Settled, mixture_so_far, preprocessing, settled
from alpaca_gui.training.foreign.words import MAP_NOT_KEPT

RULE: Final = Rule(threshold=0.0, band=1.0, temperature=1.0)

_MISSING: Final = (
    "Bringing in {what} needs TensorFlow, which is not installed. This command adds it: "
    "pip install 'alpaca-gui[train]'. LiteRT models (.tflite) can be brought in without it."
)
_DEEPER: Final = "several layers, the last one linear"
_TEACHABLE: Final = (
    "It looks like an export of Teachable Machine, which cuts out a picture's middle and brings pixels to -1..1; that "
    "is taken over unless you say otherwise."
)


def inspect_model(path: Path, tell: Tell) -> ForeignModel:
    """Tell what a model is, and what has to be asked about it.

    Raises
    ------
    AlpacaError
        When it cannot be brought in, with the reason.
    """
    with _opened(path, tell) as (found, original):
        return _looked_at(found, original)


def preview(request: ImportRequest, tell: Tell) -> list[dict[str, Any]]:
    """Give the logits of pictures, before anything is written: so that a person sees which sign is yes.

    Where nothing was said about the meaning it is the raw number, or the second output minus the first.

    Raises
    ------
    AlpacaError
        When the model or a picture cannot be used, or the preprocessing is not known.
    """
    with _opened(request.path, tell) as (found, original):
        model = _looked_at(found, original)
        step = preprocessing(model, request)
        original.fix_size(step.width, step.height)
        mixture = mixture_so_far(model, request)
        tell(Step("Trying it on pictures"))
        answers = [(path, original.answer(read(path, step)).raw @ mixture) for path in request.pictures]
        return [{"path": str(path), "logit": float(logit)} for path, logit in answers]


def bring_in(request: ImportRequest, tell: Tell) -> BroughtIn:
    """Make a bundle of a foreign model.

    Raises
    ------
    AlpacaError
        When it cannot be done, with the reason; nothing is written then.
    """
    if request.out is None:
        raise AlpacaError("It was not said where the model bundle should be written.")
    with _opened(request.path, tell) as (found, original):
        model = _looked_at(found, original)
        how = settled(model, request)
        original.fix_size(how.preprocessing.width, how.preprocessing.height)
        parts, parity, notes = _tried(original, request, model, how, tell)
        card = _card(found, model, how, parts, parity, notes)
        _write(request.out, card, parts)
        return BroughtIn(str(request.out), card.exact_map, parity.worst, parity.pictures, notes)


@contextmanager
def _opened(path: Path, tell: Tell) -> Iterator[tuple[Found, Original]]:
    tell(Step("Looking at the file"))
    with found_in(path) as found:
        yield found, _original(found, tell)


def _original(found: Found, tell: Tell) -> Original:
    """Open it; each kind imports what it needs, so that LiteRT models need no TensorFlow."""
    if found.kind is Kind.LITERT:
        from alpaca_gui.training.foreign.litert_original import LitertOriginal  # noqa: PLC0415

        return LitertOriginal(found)
    if find_spec("tensorflow") is None or find_spec("h5py") is None:
        raise MissingPartError(_MISSING.format(what=found.kind.words))
    tell(Step("Starting TensorFlow"))
    if found.kind is Kind.SAVED_MODEL:
        from alpaca_gui.training.foreign.saved_original import SavedOriginal  # noqa: PLC0415

        return SavedOriginal(found)
    from alpaca_gui.training.foreign.keras_original import KerasOriginal  # noqa: PLC0415

    return KerasOriginal(found)


def _looked_at(found: Found, original: Original) -> ForeignModel:
    model = original.look()
    if len(found.labels) == 2:
        model = replace(model, labels=found.labels)
    if found.teachable and model.outputs == 2:
        scale = model.scale or Scale.SIGNED
        notes = (*model.notes, _TEACHABLE)
        model = replace(model, scale=scale, fit="crop", resampling="bilinear", notes=notes)
    return model


def _tried(
    original: Original, request: ImportRequest, model: ForeignModel, how: Settled, tell: Tell
) -> tuple[Parts, Parity, tuple[str, ...]]:
    """Give parts that answer as the original does, and the notes: where the map does not hold, those without it."""
    tell(Step("Taking the head apart and converting"))
    try:
        parts = original.parts(how.mixture)
        parity = _compared(original, request, model, how, parts, tell)
        if not parity.miss:
            return parts, parity, how.notes
    except AlpacaError:
        if not model.exact_map:
            raise
    tell(Step("Converting it without a map"))
    parts = original.parts(how.mixture, with_map=False)
    return parts, _compared(original, request, model, how, parts, tell), (*how.notes, MAP_NOT_KEPT)


def _compared(
    original: Original, request: ImportRequest, model: ForeignModel, how: Settled, parts: Parts, tell: Tell
) -> Parity:
    tell(Step("Comparing with the original on pictures"))
    card = ModelCard(how.yes, how.no, how.preprocessing, RULE, exact_map=parts.neuron is not None)
    bundle = ModelBundle(request.out or Path(), card, "", parts.members)
    return check_parity(original, bundle, how.mixture, model.ending, [*samples(), *request.pictures])


def _card(
    found: Found, model: ForeignModel, how: Settled, parts: Parts, parity: Parity, notes: tuple[str, ...]
) -> ModelCard:
    return ModelCard(
        yes=how.yes,
        no=how.no,
        preprocessing=how.preprocessing,
        rule=RULE,
        exact_map=parts.neuron is not None,
        backbone={"name": "not known: brought in from another program"},
        head={"layer": _DEEPER if parts.neuron is None else parts.neuron.words},
        brought_in={
            "file": found.name,
            "kind": found.kind.words,
            "sha256": found.sha256(),
            "output": model.output_shape,
            "ended_in": model.ending.value,
            "changes": list(notes),
            **parts.facts,
            "compared_with_the_original": {"largest_difference": parity.worst, "pictures": parity.pictures},
        },
    )


def _write(out: Path, card: ModelCard, parts: Parts) -> None:
    try:
        save_bundle(out, card, parts.members)
    except OSError as error:
        raise OutputError(f"{printable(str(out))} cannot be written: {reason(error)}.") from error
