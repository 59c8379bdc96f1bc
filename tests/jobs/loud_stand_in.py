"""A child process whose libraries print while they are imported, on standard output too."""

import os
import sys

from alpaca_gui.messages import serve
from tests.jobs.stand_in import play

if __name__ == "__main__":
    os.write(1, b'a library says hello\n{"kind": "Note"}\n\xff\xfe not UTF-8\n')
    sys.exit(serve(play))
