"""Run in a process of its own by the tests: brings in everything in a folder, one after the other, and tells of each.

One process for all of them, since TensorFlow takes seconds to start; the real child is tested on its own.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from alpaca_gui.errors import AlpacaError
from alpaca_gui.messages import Message
from alpaca_gui.training.foreign.bring_in import bring_in, inspect_model, preview
from alpaca_gui.training.foreign.model import ForeignModel, Scale
from alpaca_gui.training.foreign.parity import samples
from alpaca_gui.training.foreign.request import ImportRequest
from tests.training.foreign.sides import SIDE


def request_for(path: Path, model: ForeignModel, out: Path) -> ImportRequest:
    """Answer everything that is asked: positive means no, and the second output means yes."""
    return ImportRequest(
        path=path,
        out=out,
        yes="alpaca",
        no="not alpaca",
        positive="no",
        yes_output=1,
        width=None if model.width else SIDE,
        height=None if model.height else SIDE,
        scale=None if model.scale else Scale.SIGNED,
        fit="squash",
        resampling="bilinear",
    )


def _told(path: Path, out: Path) -> dict[str, Any]:
    try:
        model = inspect_model(path, _nothing)
        request = request_for(path, model, out / f"{path.name}.model")
        made = bring_in(request, _nothing)
        tried = replace(request, positive=None, yes_output=None, yes="", no="", pictures=tuple(samples()))
        shown = preview(tried, _nothing)
    except AlpacaError as error:
        return {"refused": str(error)}
    return {"model": model.as_dict(), "made": made.as_dict(), "shown": [one["logit"] for one in shown]}


def _nothing(_message: Message) -> None:
    pass


def _main() -> None:
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    paths = [path for path in sorted(folder.iterdir()) if path.name not in ("facts.json", "hostile")]
    paths += sorted((folder / "hostile").iterdir())
    (out / "told.json").write_text(json.dumps({path.name: _told(path, out) for path in paths}))


if __name__ == "__main__":
    _main()
