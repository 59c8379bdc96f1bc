"""``alpaca-gui library retrain``: the model taught by the labels, and what that changes; records stay as they are."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from alpaca_gui.cli.library.options import model_path, parser_of, path_of
from alpaca_gui.cli.main import OK
from alpaca_gui.cli.output import open_output
from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.teach import teach_library, write_lesson
from alpaca_gui.judging.words import figure_text, interval_text
from alpaca_gui.library.library import Library
from alpaca_gui.library.place import taught_models
from alpaca_gui.logit.changes import Changes
from alpaca_gui.logit.verdict import Decision
from alpaca_gui.messages import Message, Note
from alpaca_gui.training.teach import Taught
from alpaca_gui.training.teach_figures import OnLabels

_PAIRS = [(before, after) for before in Decision for after in Decision if before is not after]


def run(arguments: list[str]) -> int:
    """Teach, print what comes of it, and write the new model unless it is a dry run; gives the exit code.

    Raises
    ------
    AlpacaError
        When there are too few labels, the model cannot be taught, or it cannot be written.
    """
    options = _parser().parse_args(arguments)
    with Library(path_of(options), write=False) as library:
        bundle = load_bundle(options.model or model_path(library))
        lesson = teach_library(library, bundle, bundle.card.concept, library.rule(), _tell)
    changed = lesson.preview.changes(lesson.before, lesson.after)
    out = None if options.dry_run else (options.out or _free_path(bundle.name)).absolute()
    if out is not None:
        write_lesson(lesson, out)
    with open_output(None) as stream:
        if options.json:
            stream.write(json.dumps(_values(lesson.taught, changed, out)) + "\n")
        else:
            stream.writelines(f"{line}\n" for line in _in_words(lesson.taught, changed, out))
    return OK


def _tell(message: Message) -> None:
    if isinstance(message, Note):
        print(message.text, file=sys.stderr)


def _free_path(name: str) -> Path:
    """Path among the taught models that nothing has yet."""
    folder = taught_models()
    stem = name.rsplit("-taught-", 1)[0]
    number = next(n for n in range(1, 1_000_000) if not (folder / f"{stem}-taught-{n}.model").exists())
    return folder / f"{stem}-taught-{number}.model"


def _values(taught: Taught, changed: Changes, out: Path | None) -> dict[str, Any]:
    return {
        "out": None if out is None else str(out),
        "labels": taught.labels,
        "known_before": taught.known_before,
        **taught.compared.as_dict(),
        "records": int(changed.counts.sum()),
        "left_out": changed.left_out,
        "change": changed.changed,
        "changes": {
            f"{before.word} to {after.word}": changed.count(before, after)
            for before, after in _PAIRS
            if changed.count(before, after)
        },
    }


def _in_words(taught: Taught, changed: Changes, out: Path | None) -> list[str]:
    compared = taught.compared
    lines = [
        f"Taught by {taught.labels:,} labels, joined with {taught.known_before:,} pictures known before.",
        "On your labels, each picture judged by a head that has not seen it wherever that is known:",
        f"  before: {_accuracy(compared.before)}",
        f"  after:  {_accuracy(compared.after)}",
        f"  {compared.mended:,} answered right only after, {compared.spoilt:,} only before.",
        f"{changed.changed:,} of {int(changed.counts.sum()):,} records change their decision.",
    ]
    if changed.left_out:
        lines.append(f"  Of {changed.left_out:,} more no embedding is kept: they are not compared.")
    lines += [
        f"  {before.word} to {after.word}: {changed.count(before, after):,}"
        for before, after in _PAIRS
        if changed.count(before, after)
    ]
    if out is None:
        return [*lines, "Nothing was written."]
    name = printable(str(out))
    return [*lines, f"Written to {name}.", f"Use it: alpaca-gui --model {name}. Until then records stay as they are."]


def _accuracy(figures: OnLabels) -> str:
    seen = f"; {figures.seen:,} of them it was trained on" if figures.seen else ""
    interval = interval_text(figures.accuracy)
    return f"accuracy {figure_text(figures.accuracy)} ({interval}), {figures.right:,} of {figures.n:,} right{seen}"


def _parser() -> argparse.ArgumentParser:
    parser = parser_of(
        "retrain",
        "Teach the model by the labels, from kept embeddings: no picture is opened. Records are not classified anew.",
    )
    parser.add_argument("--model", metavar="FILE", type=Path, help="the bundle to teach (default: the one used last)")
    parser.add_argument("--out", metavar="FILE", type=Path, help="the bundle to write (default: among your own models)")
    parser.add_argument("--dry-run", action="store_true", help="only say what would change")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser
