"""``alpaca-gui train``: a classifier of one's own from two folders of pictures."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alpaca_gui.cli.main import OK
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.child_job import ChildJob
from alpaca_gui.messages import Done, Epoch, Failed, Message, Note, Step, Tell, Values
from alpaca_gui.training.dataset import answer_folders
from alpaca_gui.training.request import FOLDS, SEED, Recipe, TrainingRequest, Weights

MODULE = "alpaca_gui.training.child"


def run(arguments: list[str]) -> int:
    """Train, tell how it goes on standard error, and print what came of it; gives the exit code."""
    options = _parser().parse_args(arguments)
    yes_folder, no_folder = _sides(options.dataset, options.yes)
    request = TrainingRequest(
        yes_folder=yes_folder,
        no_folder=no_folder,
        yes=yes_folder.name,
        no=no_folder.name,
        out=options.out.absolute(),
        recipe=Recipe(options.recipe),
        folds=options.folds,
        seed=options.seed,
        weights=Weights(options.weights),
        model=options.model,
        thumbnails=options.thumbnails,
    )
    values = _trained(request)
    print(json.dumps(values, allow_nan=False) if options.json else "\n".join(_in_words(values)))
    return OK


def _sides(dataset: list[Path], yes: str | None) -> tuple[Path, Path]:
    """Find the folder that means yes and the one that means no; which is which is given or asked, never guessed.

    Raises
    ------
    AlpacaError
        When there are not two folders, or nobody says which of them means yes.
    """
    if len(dataset) == 1:
        folders = [dataset[0].absolute() / name for name in answer_folders(dataset[0])]
    else:
        folders = [folder.absolute() for folder in dataset]
    if len(folders) != 2:
        raise AlpacaError(f"Two folders of pictures are needed, or one that holds both; {len(folders)} were given.")
    names = [folder.name for folder in folders]
    yes = yes or _ask(names)
    if names.count(yes) != 1:
        raise AlpacaError(f"--yes should be one of {names[0]!r} and {names[1]!r}, not {yes!r}.")
    place = names.index(yes)
    return folders[place], folders[1 - place]


def _ask(names: list[str]) -> str:
    if not sys.stdin or not sys.stdin.isatty():
        raise AlpacaError(
            f"Which folder means yes, {names[0]!r} or {names[1]!r}? Say it with --yes: it is never guessed from the "
            "alphabet."
        )
    for number, name in enumerate(names, start=1):
        print(f"  {number}  {printable(name)}", file=sys.stderr)
    print("Which folder means yes? ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip()
    return names[int(answer) - 1] if answer in ("1", "2") else answer


def _trained(request: TrainingRequest) -> Values:
    job = ChildJob(MODULE, request.as_dict())
    try:
        with _telling() as tell:
            for message in job.messages():
                if isinstance(message, Done):
                    return message.values
                if isinstance(message, Failed):
                    raise AlpacaError(message.sentence)
                tell(message)
    finally:
        job.close()
    raise KeyboardInterrupt


@contextmanager
def _telling() -> Iterator[Tell]:
    """Give what prints notes and epochs, and draws steps as a bar where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield _print_line
        return
    from tqdm import tqdm  # noqa: PLC0415 - only a terminal needs it

    tqdm.monitor_interval = 0  # no thread of its own that outlives the bar
    with tqdm(dynamic_ncols=True, leave=False, file=sys.stderr) as bar:

        def tell(message: Message) -> None:
            if isinstance(message, Step):
                bar.set_description_str(message.stage)
                bar.total = message.of or None
                bar.n = message.done
                bar.refresh()
            else:
                with tqdm.external_write_mode(file=sys.stderr):
                    _print_line(message)

        yield tell


def _print_line(message: Message) -> None:
    if isinstance(message, Note):
        print(message.text, file=sys.stderr)
    elif isinstance(message, Epoch):
        print(
            f"{message.stage:12} {message.number:2} of {message.of}: loss {message.loss:.4f}, accuracy "
            f"{message.accuracy:.3f}; validation loss {message.validation_loss:.4f}, accuracy "
            f"{message.validation_accuracy:.3f}; {message.seconds_left:.0f} s left",
            file=sys.stderr,
        )


def _in_words(values: Values) -> Iterator[str]:
    figures = values["figures"]
    yield f"{printable(values['out'])}: trained with the recipe {values['recipe']} in {values['seconds']:.1f} s."
    yield (
        f"On {figures['n']:,} pictures that were held out: accuracy {figures['accuracy']:.3f}, log loss "
        f"{figures['log_loss']:.3f}, Brier {figures['brier']:.4f}, AUC {figures['auc']:.4f}, expected calibration "
        f"error {figures['ece']:.3f}."
    )
    yield values["how"]
    if values["temperature"] != 1:
        yield f"Temperature {values['temperature']:.3f}: logits are divided by it for the probability, and only there."
    for name, (reached, own) in values["beside"].items():
        yield f"{name[0].upper()}{name[1:]}: {reached:.3f}; the exercise's own: {own:.3f}."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "alpaca-gui train", description="Train a model on two folders of pictures, one for yes and one for no."
    )
    parser.add_argument(
        "dataset", nargs="+", metavar="DATASET", type=Path, help="a folder with two folders of pictures, or these two"
    )
    parser.add_argument("--out", required=True, metavar="FILE", type=Path, help="the model bundle to write")
    parser.add_argument("--yes", metavar="NAME", help="name of the folder that means yes (asked where it is not given)")
    parser.add_argument(
        "--recipe",
        choices=[recipe.value for recipe in Recipe],
        default=Recipe.BEST.value,
        help="head: seconds, no TensorFlow; course: as the exercise does; best (default): what judges best",
    )
    parser.add_argument("--folds", type=int, default=FOLDS, metavar="N", help="of the out-of-fold figures (default: 5)")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help="of everything drawn by lot (default: 42)")
    parser.add_argument(
        "--weights",
        choices=[weights.value for weights in Weights],
        default=Weights.BUNDLED.value,
        help="of the course's backbone: the program's own, or keras.applications' download (default: bundled)",
    )
    parser.add_argument("--model", metavar="FILE", type=Path, help="the bundle whose backbone is used (default: ours)")
    parser.add_argument(
        "--thumbnails",
        action="store_true",
        help="keep small pictures of the training pictures in the model: whoever gets the file can see them",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser
