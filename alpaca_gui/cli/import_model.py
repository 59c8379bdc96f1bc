"""``alpaca-gui import``: a bundle from a model of another program. The file is read in a child process alone."""

import argparse
import json
import sys
from pathlib import Path

from alpaca_gui.cli.dashed import joined
from alpaca_gui.cli.main import OK
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.preprocess import FITS
from alpaca_gui.imaging.source import printable
from alpaca_gui.jobs.child_job import ChildJob
from alpaca_gui.logit.words import logit_text
from alpaca_gui.messages import Done, Failed, Step, Values
from alpaca_gui.training.foreign.model import ForeignModel, Scale
from alpaca_gui.training.foreign.request import CHILD, BroughtIn, ImportRequest


def run(arguments: list[str]) -> int:
    """Look, try or bring in, as asked, and print what came of it; gives the exit code."""
    parser = _parser()
    options = parser.parse_args(joined(arguments, ("--scale",)))
    request = _request(options)
    if options.preview:
        _print(options.json, values := _ask("preview", request), _preview_words(values))
    elif options.out is None:
        _print(options.json, values := _ask("inspect", request), _model_words(ForeignModel.from_dict(values)))
    else:
        _print(options.json, values := _ask("import", request), _made_words(BroughtIn.from_dict(values)))
    return OK


def _request(options: argparse.Namespace) -> ImportRequest:
    width, height = options.size or (None, None)
    return ImportRequest(
        path=options.file.absolute(),
        out=None if options.out is None else options.out.absolute(),
        yes=options.yes,
        no=options.no,
        positive=options.positive,
        yes_output=options.yes_output,
        width=width,
        height=height,
        scale=Scale(options.scale) if options.scale else None,
        fit=options.fit,
        resampling=options.resampling,
        pictures=tuple(path.absolute() for path in options.preview),
    )


def _ask(work: str, request: ImportRequest) -> Values:
    job = ChildJob(CHILD, {"work": work, **request.as_dict()})
    try:
        for message in job.messages():
            if isinstance(message, Done):
                return message.values
            if isinstance(message, Failed):
                raise AlpacaError(message.sentence)
            if isinstance(message, Step) and sys.stderr.isatty():
                print(f"{message.stage} …", file=sys.stderr)
    finally:
        job.close()
    raise KeyboardInterrupt


def _print(as_json: bool, values: Values, words: list[str]) -> None:
    print(json.dumps(values, allow_nan=False) if as_json else "\n".join(words))


def _model_words(model: ForeignModel) -> list[str]:
    size = f"{model.width} x {model.height} pixels" if model.width and model.height else "any size"
    return [
        f"{model.name} is {model.kind.words}.",
        f"It takes pictures of {size} and ends in {model.output_shape}, {model.ending}.",
        *([f"Its answers: {', '.join(model.labels)}."] if model.labels else []),
        *model.inside,
        *model.notes,
        "It has the exact map." if model.exact_map else "It has no exact map.",
        "To bring it in, say where to, and also what cannot be known from the file:",
        "  --out FILE.model",
        *(f"  {_OPTIONS[name]}" for name in model.asked),
    ]


_WHICH_SIGN = (
    "Raw numbers; of two outputs, the second minus the first. If pictures of yes are the positive ones, say "
    "--positive yes (--yes-output 1); if not, --positive no (--yes-output 0)."
)
_OPTIONS = {
    "answers": "--yes NAME --no NAME",
    "positive": "--positive yes|no",
    "yes_output": "--yes NAME or --yes-output 0|1",
    "size": "--size WIDTHxHEIGHT",
    "scale": "--scale 0..255|0..1|-1..1",
    "fit": "--fit squash|crop|pad",
    "resampling": "--resampling bilinear|bicubic",
}


def _preview_words(values: Values) -> list[str]:
    logits = [f"{logit_text(one['logit']):>12}  {printable(one['path'])}" for one in values["logits"]]
    return [*logits, _WHICH_SIGN]


def _made_words(made: BroughtIn) -> list[str]:
    return [
        *made.notes,
        f"The runtime's logits differ from the original's by at most {made.parity:.1e} on {made.pictures} pictures.",
        f"{printable(made.out)} was written.",
    ]


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size like 224x224")
    return int(width), int(height)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "alpaca-gui import",
        description="Bring in a model of another program. Without --out it is only looked at, and said what to say.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help=".keras, .h5, .tflite, a SavedModel folder, or a zip")
    parser.add_argument("--out", type=Path, metavar="FILE.model", help="the model bundle to write")
    parser.add_argument("--yes", default="", metavar="NAME", help="what yes means, in words")
    parser.add_argument("--no", default="", metavar="NAME", help="what no means, in words")
    parser.add_argument("--positive", choices=("yes", "no"), help="what a positive number of the model means")
    parser.add_argument("--yes-output", type=int, choices=(0, 1), help="which of two outputs means yes")
    parser.add_argument("--size", type=_size, metavar="WxH", help="size of its input, where it takes any")
    parser.add_argument("--scale", choices=tuple(scale.value for scale in Scale), help="the range of its pixels")
    parser.add_argument(
        "--fit", choices=FITS, help="stretch a picture to its shape, cut out the middle, or pad with black"
    )
    parser.add_argument("--resampling", choices=("bilinear", "bicubic"), help="how pixels are averaged")
    parser.add_argument(
        "--preview", nargs="+", default=[], type=Path, metavar="PICTURE", help="print its raw numbers for pictures only"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser
