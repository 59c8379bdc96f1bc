"""Stands in for the child that reads foreign models. The "model" is a JSON file that says what the child is to do.

Its number for a picture is how much redder than blue it is, after the preprocessing that the request names; so what a
person chooses in the dialog is seen in the number.
"""

import ctypes
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from alpaca_gui.errors import AlpacaError
from alpaca_gui.files import whole_file
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.messages import Note, Step, Tell, Values, serve
from alpaca_gui.training.foreign.model import ForeignModel
from alpaca_gui.training.foreign.request import BroughtIn, ImportRequest


def work(request: Values, tell: Tell) -> Values:
    """Do what the file says."""
    kind = request["work"]
    asked = ImportRequest.from_dict({name: value for name, value in request.items() if name != "work"})
    plan: dict[str, Any] = json.loads(asked.path.read_text())
    with (asked.path.parent / "asked.jsonl").open("a") as log:
        log.write(json.dumps(request) + "\n")
    tell(Step("Reading", 1, 3))
    if plan.get(kind) == "nonsense":
        return {"kind": "nobody knows"}
    _misbehave(plan.get(kind), tell)
    model = ForeignModel.from_dict(plan["model"])
    match kind:
        case "inspect":
            return model.as_dict()
        case "preview":
            return {"logits": [{"path": str(path), "logit": _number(model, asked, path)} for path in asked.pictures]}
        case _:
            return _bring_in(model, asked, tell)


def _misbehave(how: Any, tell: Tell) -> None:
    match how:
        case {"refuse": sentence}:
            raise AlpacaError(sentence)
        case "crash":
            sys.stderr.write("the layer is made of glass\n")
            ctypes.string_at(0)
        case "hang":
            tell(Note("I am stuck."))
            time.sleep(3600)


def _number(model: ForeignModel, asked: ImportRequest, path: Path) -> float:
    scale = model.scale or asked.scale
    assert scale is not None
    factor, offset = scale.factors
    width, height = model.width or asked.width or 0, model.height or asked.height or 0
    step = Preprocessing(width, height, fit=model.fit or asked.fit or "", scale=factor, offset=offset)
    red, _, blue = np.asarray(step.tensor(decode(FileSource(path)))[0]).reshape(-1, 3).mean(0)
    turned = asked.positive == "no" or asked.yes_output == 1
    return float(blue - red if turned else red - blue)


def _bring_in(model: ForeignModel, asked: ImportRequest, tell: Tell) -> Values:
    tell(Step("Comparing", 2, 3))
    assert asked.out is not None
    with whole_file(asked.out) as stream:
        stream.write(b"a bundle")
    return BroughtIn(str(asked.out), model.exact_map, 1.23e-5, 8 + len(asked.pictures), ("It went well.",)).as_dict()


if __name__ == "__main__":
    sys.exit(serve(work))
