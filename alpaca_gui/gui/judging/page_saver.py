"""Writes a report as a page of HTML, beside the window's thread: it decodes the pictures that the model gets wrong."""

from pathlib import Path

from alpaca_gui.errors import OutputError, reason
from alpaca_gui.files import whole_file
from alpaca_gui.imaging.source import printable
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.judging.page import page
from alpaca_gui.judging.report import Report


def save_page(path: Path, judgement: Judgement, report: Report) -> Path:
    """Write the page whole or not at all; gives its path.

    Raises
    ------
    OutputError
        When it cannot be written there.
    """
    text = page(judgement, report).encode()
    try:
        with whole_file(path) as stream:
            stream.write(text)
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise OutputError(f"The report cannot be written to {printable(str(path))}: {why}.") from error
    return path
