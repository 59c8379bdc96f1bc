"""``python -m alpaca_gui.training.child``: one training in a process of its own, as `alpaca_gui.messages` has it."""

import sys

from alpaca_gui.messages import serve
from alpaca_gui.training.train import train

if __name__ == "__main__":
    sys.exit(serve(train))
