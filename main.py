"""Starts the window from a checkout: ``python main.py [PATH...]``, the same as the installed ``alpaca-gui``."""

import sys

from alpaca_gui.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
