"""The model card as Markdown: for a person who wants to know what a model says, before one who wants to build it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from alpaca_gui.engine.bundle import CARD, THUMBNAILS, ModelBundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.engine.example import LEFT_OUT, example_code
from alpaca_gui.engine.familiar_words import familiarity_lines
from alpaca_gui.engine.markdown import bullets, escaped, number
from alpaca_gui.engine.thumbnails import SIDE
from alpaca_gui.errors import BundleError

_FIGURES: Final = {
    "accuracy": ("Accuracy", "share of right answers; 1 is best"),
    "log_loss": ("Log loss", "how wrong the probabilities are, in nats; 0 is best, always saying 0.5 gives 0.693"),
    "brier": ("Brier", "mean squared error of the probabilities; 0 is best, always saying 0.5 gives 0.25"),
    "auc": ("AUC", "how often a yes has a higher logit than a no; 1 is best, 0.5 is chance"),
    "ece": ("Calibration error", "how far probabilities are from what happens; 0 is best"),
}

_FITS: Final = {
    "squash": "stretched to it as a whole",
    "crop": "its middle cut out in that shape",
    "pad": "whole and in its own shape, in the middle of a black ground",
}


def card_markdown(bundle: ModelBundle) -> str:
    """Give a bundle's card as Markdown, ending with a line feed. Names are escaped: they are shown, never obeyed."""
    card = bundle.card
    sections = (
        (f"# {escaped(bundle.name)}: {escaped(card.yes)} or {escaped(card.no)}?", _question(card)),
        ("## How to read its answer", _reading(card)),
        ("## Where it comes from", _origin(card)),
        ("## What it sees of a picture", _preprocessing(card)),
        ("## What it was trained on", _training_data(bundle)),
        ("## How good it is", _figures(card.out_of_fold)),
        ("## When a picture is unlike the training pictures", familiarity_lines(bundle)),
        ("## What it cannot do", _limits(card)),
        ("## How to make it again", _recipe(card)),
        ("## How to use it from Python", _example(bundle)),
        ("## All facts", _facts(bundle)),
    )
    return "\n\n".join("\n\n".join((title, "\n".join(lines))) for title, lines in sections) + "\n"


def _question(card: ModelCard) -> Iterator[str]:
    yield (
        f"This model answers one question about a picture: is it **{escaped(card.yes)}** (yes) or "
        f"**{escaped(card.no)}** (no)? It ends in one linear neuron, so what comes out of it is one number."
    )


def _reading(card: ModelCard) -> Iterator[str]:
    rule = card.rule
    yield (
        f"The number is the *logit*: any real number, raw, not a probability. Above the threshold of "
        f"{rule.threshold:g} the answer is {escaped(card.yes)}, else it is {escaped(card.no)}; the farther away, the "
        "harder to flip."
    )
    if rule.band:
        yield (f"Less than {rule.band:g} away from the threshold the answer is *unsure*: a person should look there.")
    divided = "" if rule.temperature == 1 else f" divided by the temperature {rule.temperature:g}"
    yield (
        f"The probability of {escaped(card.yes)} is the sigmoid of the logit{divided}: 0 becomes 0.5. The sigmoid "
        "itself is no part of the model; in training it belongs inside the loss, where it stays numerically stable."
    )
    if card.exact_map:
        yield (
            "The model also gives a map of where the logit comes from: a number for each part of the picture, whose "
            "mean is exactly the logit."
        )
    else:
        yield "The model has no exact map of where in the picture the logit comes from."


def _origin(card: ModelCard) -> Iterator[str]:
    if not card.brought_in:
        name = card.backbone.get("name", "not known")
        yield f"It was trained with this program, on the features of the backbone {escaped(name)}."
        return
    kind, file = card.brought_in.get("kind", "a model"), card.brought_in.get("file", "not known")
    yield f"It was brought in from another program: {escaped(kind)}, from {escaped(file)}."
    changes = card.brought_in.get("changes")
    if isinstance(changes, list) and changes:
        yield ""
        yield from (f"- {escaped(change)}" for change in changes)


def _preprocessing(card: ModelCard) -> Iterator[str]:
    step = card.preprocessing
    how = _FITS[step.fit]
    low, high = sorted((step.offset, 255 * step.scale + step.offset))
    yield (
        f"The picture is turned upright, converted to sRGB, laid over white where it is transparent, brought to "
        f"{step.width} × {step.height} pixels ({how}; {step.resampling}), and its pixels of 0 to 255 become numbers "
        f"from {low:.4g} to {high:.4g}. Nothing else is seen: not its name, not its size."
    )


def _training_data(bundle: ModelBundle) -> Iterator[str]:
    data = bundle.card.training_data
    if not data:
        yield "Not known: nothing about it is in the model."
    else:
        yield from _pictures(data)
    yield ""
    yield _small_pictures(bundle)


def _pictures(data: Mapping[str, Any]) -> Iterator[str]:
    yield f"Its pictures: {escaped(data.get('name', 'not known'))}."
    counts = data.get("pictures")
    if isinstance(counts, Mapping):
        words = " and ".join(f"{number(count)} of {escaped(name)}" for name, count in counts.items())
        yield f"There were {words}."
    yield f"Source: {escaped(data.get('source', 'not known'))}. Licence: {escaped(data.get('licence', 'not known'))}."


def _small_pictures(bundle: ModelBundle) -> str:
    """Say whether whoever gets the file gets pictures with it."""
    if THUMBNAILS not in bundle.parts:
        return "None of its pictures is in the model's file, not even a small one."
    try:
        thumbnails = bundle.thumbnails()
    except BundleError as error:
        return escaped(error)
    count = number(len(thumbnails or ()))
    return (
        f"**The model's file holds small pictures** (at most {SIDE} pixels a side) of {count} of them: "
        "whoever gets the file can see them."
    )


def _figures(figures: Mapping[str, Any]) -> Iterator[str]:
    known = {name: figures[name] for name in _FIGURES if name in figures}
    if not known:
        yield "Not measured. Judge it on labelled pictures of your own: `alpaca-gui evaluate FOLDER --model FILE`."
        return
    pictures = f" over {number(figures['n'])} pictures" if "n" in figures else ""
    yield (
        f"Measured *out of fold*{pictures}: each picture was judged by a model that had not seen it in training. "
        "Figures on pictures that a model was trained on flatter it."
    )
    yield ""
    yield "| figure | value | what it says |"
    yield "| --- | --- | --- |"
    for name, value in known.items():
        title, words = _FIGURES[name]
        yield f"| {title} | {_figure(value)} | {words} |"
    if "how" in figures:
        yield ""
        yield escaped(figures["how"])


def _figure(value: object) -> str:
    """A figure alone, or with its interval where it has one."""
    if not isinstance(value, Mapping):
        return number(value)
    return f"{number(value.get('value'))} ({number(value.get('low'))} to {number(value.get('high'))})"


def _limits(card: ModelCard) -> Iterator[str]:
    yield (
        f"- It knows one question only. Asked about something else, a car or a face, it still answers with a number, "
        f"and an unknown thing may well be called {escaped(card.yes)} with a large logit."
    )
    yield "- Pictures unlike those that it was trained on (drawings, other light, other cameras) are less certain."
    yield "- It says yes or no of the whole picture: it does not find, count or tell apart several things in one."
    yield "- Where an error is costly, let a person decide."


def _recipe(card: ModelCard) -> Iterator[str]:
    if card.recipe:
        yield from bullets(card.recipe)
    elif card.brought_in:
        yield "It was trained by another program, which its file does not tell about."
    else:
        yield "The facts at the end say with what it was made."


def _example(bundle: ModelBundle) -> Iterator[str]:
    name = f"{bundle.name}.tflite"
    yield (
        f"`alpaca-gui export` writes {escaped(name)}; beside it, this gives the logit that this program shows for a "
        "picture, with the picture's name behind the program's own:"
    )
    yield ""
    yield "```python"
    yield example_code(bundle).rstrip("\n")
    yield "```"
    yield ""
    yield LEFT_OUT


def _facts(bundle: ModelBundle) -> Iterator[str]:
    card = bundle.card
    titles = {
        "Backbone": card.backbone,
        "Head": card.head,
        "Brought in": card.brought_in,
        "Training data": card.training_data,
        "Out of fold": card.out_of_fold,
        "Preprocessing": card.preprocessing.as_dict(),
    }
    for title, facts in titles.items():
        if facts:
            yield f"**{title}**"
            yield ""
            yield from bullets(facts)
            yield ""
    yield "**SHA-256**"
    yield ""
    yield from bullets({f"{CARD} (which names the whole model)": bundle.model_id, **card.parts})
