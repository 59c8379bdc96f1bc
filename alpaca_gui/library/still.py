"""Columns as they are at one moment, for a thread that works on while the window goes on changing its own."""

from alpaca_gui.library.columns import Columns
from alpaca_gui.library.text_column import TextColumn


def still(columns: Columns) -> Columns:
    """Give a copy of columns that nothing changes, some hundredths of a second a million rows.

    What only grows is shared: locations, sentences. Sources that are held in memory are not taken along: the library
    has what is shown.
    """
    copy = Columns()
    arrays = {name: array.copy() for name, array in columns.snapshot().items()}
    copy.take(arrays, TextColumn.from_buffer(*columns.path.buffers()))
    copy.models[:] = columns.models
    copy.unlike_limits.update(columns.unlike_limits)
    copy.errors, copy.remarks = columns.errors, columns.remarks
    copy.names.update(columns.names)
    return copy
