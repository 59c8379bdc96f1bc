"""``python -m alpaca_gui`` is ``alpaca-gui``."""

import sys

from alpaca_gui.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
