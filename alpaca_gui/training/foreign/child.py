"""``python -m alpaca_gui.training.foreign.child``: the process in which a stranger's model is opened."""

import os
import sys
from pathlib import Path

# Before TensorFlow loads: its notes on the processor would be taken for the last words of a crash.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

from alpaca_gui.messages import Tell, Values, serve
from alpaca_gui.training.foreign.bring_in import bring_in, inspect_model, preview
from alpaca_gui.training.foreign.limits import within_limits
from alpaca_gui.training.foreign.request import ImportRequest


def work(request: Values, tell: Tell) -> Values:
    """Do what the request names: see `alpaca_gui.training.foreign.request.CHILD`."""
    wish = request.pop("work")
    with within_limits(tell):
        if wish == "inspect":
            return inspect_model(Path(request["path"]), tell).as_dict()
        wanted = ImportRequest.from_dict(request)
        if wish == "preview":
            return {"logits": preview(wanted, tell)}
        return bring_in(wanted, tell).as_dict()


if __name__ == "__main__":
    sys.exit(serve(work))
