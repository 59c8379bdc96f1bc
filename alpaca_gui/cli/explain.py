"""``alpaca-gui explain``: why a picture has its logit, without a window."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from alpaca_gui.cli.main import OK, SOME_FAILED
from alpaca_gui.cli.one_picture import add_model_and_rule, cancellable, one_source, opened
from alpaca_gui.cli.output import open_output
from alpaca_gui.cli.rule_options import rule_of, with_numbers
from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.errors import OutputError, PictureError
from alpaca_gui.explain.card_file import check_suffix, write_card, write_whole
from alpaca_gui.explain.explanation import Explanation, explain
from alpaca_gui.explain.firm_words import firm_words
from alpaca_gui.explain.lens import Lens
from alpaca_gui.explain.looked import Looked, look
from alpaca_gui.explain.occlusion import Occlusion
from alpaca_gui.imaging.source import printable
from alpaca_gui.logit.verdict import Rule, decide_one, judge
from alpaca_gui.logit.words import logit_text, probability_text

SUFFIXES: Final = (".png", ".json", ".html")


def run(arguments: list[str]) -> int:
    """Explain one picture; give 0, or 1 where it cannot be read.

    Raises
    ------
    AlpacaError
        When the model cannot be opened or the output not be written.
    """
    parser = _parser()
    options = parser.parse_args(with_numbers(arguments))
    _check_outputs(options)
    bundle = opened(options)
    rule = rule_of(parser, options, bundle.card.rule)
    try:
        with cancellable() as cancel:
            lens = Lens(bundle)
            looked = look(lens, one_source(options.picture, cancel))
            explanation = explain(lens, looked, rule, cancel, _tell)
    except PictureError as error:
        print(f"alpaca-gui: {printable(options.picture)}: {printable(str(error))}", file=sys.stderr)
        return SOME_FAILED
    for note in looked.seen.picture.notes:
        print(f"{printable(options.picture)}: {note}", file=sys.stderr)
    _write(options, explanation, looked, bundle, rule)
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "alpaca-gui explain",
        description="Show why a picture has its logit: the exact map, how firm it is, what the model saw, and the "
        "training pictures most like it. Without --out a summary is printed.",
        epilog="Exit code: 0 explained, 1 the picture cannot be read, 2 wrong usage, or something else cannot be read "
        "or written.",
    )
    parser.add_argument("picture", metavar="PICTURE", help="a picture, or its http(s) address")
    what = "write everything here: .png a drawing, .html a page, .json numbers; whole or not at all"
    parser.add_argument("--out", metavar="FILE", type=Path, help=what)
    card = "write a verdict card here, .png or .pdf, which `alpaca-gui verify` checks"
    parser.add_argument("--card", metavar="FILE", type=Path, help=card)
    add_model_and_rule(parser)
    return parser


def _check_outputs(options: argparse.Namespace) -> None:
    """Say at once what could not be written after all the work."""
    if options.out is not None and options.out.suffix.lower() not in SUFFIXES:
        name = printable(options.out.name or str(options.out))
        raise OutputError(f"The file's suffix says what is written, .png, .json or .html, and {name} has none of them.")
    if options.card is not None:
        check_suffix(options.card)
    for what, place in (("--out", options.out), ("--card", options.card)):
        if place is None:
            continue
        if _same(place, Path(options.picture)):
            raise OutputError(f"{what} names the picture itself, {printable(options.picture)}.")
        if not _has_folder(place):
            folder = printable(str(place.parent))
            raise OutputError(f"{printable(str(place))} cannot be written: there is no folder {folder}.")
    if options.out is not None and options.card is not None and _same(options.out, options.card):
        raise OutputError(f"--out and --card name the same file, {printable(str(options.card))}.")


def _has_folder(place: Path) -> bool:
    try:
        return place.parent.is_dir()
    except OSError:  # it is told where the file is written, what is wrong with it
        return True


def _same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file; what is wrong with one of them is told where it is opened."""
    try:
        if one.resolve() == other.resolve():
            return True
        return one.samefile(other)  # by another name of the same file
    except (OSError, ValueError, RuntimeError):  # links in a circle are a RuntimeError on Python 3.12 and older
        return False


def _tell(words: str) -> None:
    if sys.stderr.isatty():
        print(f"Looking into {words}…", file=sys.stderr)


def _write(
    options: argparse.Namespace, explanation: Explanation, looked: Looked, bundle: ModelBundle, rule: Rule
) -> None:
    if options.out is not None:
        write_whole(options.out, _rendered(explanation, options.out.suffix.lower()))
    if options.card is not None:
        write_card(options.card, looked, bundle, rule)
    if options.out is None:
        with open_output(None) as stream:
            stream.writelines(f"{printable(line)}\n" for line in _summary(explanation))


def _rendered(explanation: Explanation, suffix: str) -> bytes:
    match suffix:
        case ".json":
            return explanation.to_json().encode()
        case ".html":
            from alpaca_gui.explain.drawing.web_page import web_page  # noqa: PLC0415 - only a page needs it

            return web_page(explanation).encode()
        case _:
            from alpaca_gui.explain.drawing.page_file import page_png  # noqa: PLC0415

            return page_png(explanation)


def _estimated(estimate: Occlusion) -> Iterator[str]:
    row, column = estimate.strongest()
    number = logit_text(float(estimate.cells[row, column]))
    yield estimate.how
    yield f"{number:>12}  the strongest part: row {row + 1}, column {column + 1}"


def _summary(explanation: Explanation) -> Iterator[str]:
    from alpaca_gui.explain.cell_words import no_map_text  # noqa: PLC0415
    from alpaca_gui.explain.drawing.map_drawing import sum_text  # noqa: PLC0415

    card, contributions = explanation.card, explanation.seen.contributions
    verdict = judge(card.logit, card.rule)
    yield f"{card.picture}: {verdict.decision.word}, probability {probability_text(verdict.log_odds)}"
    yield no_map_text(explanation.seen.no_map) if contributions is None else sum_text(contributions)
    if explanation.estimate is not None:
        yield from _estimated(explanation.estimate)
    yield firm_words(explanation.firmness, card.rule)
    yield explanation.firmness.how
    for change in explanation.firmness.changes:
        decision = decide_one(change.logit, card.rule)
        becomes = "" if decision is card.decision else f": {decision.word}"
        yield f"{logit_text(change.logit):>12}  {change.words}{becomes}"
    yield "With other preprocessing:"
    for variant in explanation.xray.variants:
        yield f"{'–' if variant.logit is None else logit_text(variant.logit):>12}  {variant.words}"
