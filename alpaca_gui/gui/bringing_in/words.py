"""What is said of a table before it is brought in, and after."""

from alpaca_gui.jobs.bringing_in import LookedAt


def records_text(count: int) -> str:
    """``1 record``, ``2,000 records``."""
    return f"{count:,} record{'' if count == 1 else 's'}"


def summary(looked: LookedAt) -> str:
    """Say what is in a table, in some sentences."""
    tried = len(looked.first)
    labelled = "none with a label" if not looked.labelled else f"{looked.labelled:,} with a label"
    words = [f"{records_text(len(looked.imported))}, {labelled}."]
    if tried:
        words.append(f"Of the first {tried:,} pictures {looked.found:,} {'is' if looked.found == 1 else 'are'} found.")
    if looked.known:
        words.append("The library has this very table already: its records would stand there twice.")
    return " ".join(words)


def refused(looked: LookedAt) -> str:
    """Say which rows are refused and why, one a line; empty where none is."""
    imported = looked.imported
    if not imported.refused:
        return ""
    rest = imported.refused - len(imported.sentences)
    head = f"{imported.refused:,} row{'' if imported.refused == 1 else 's'} refused:"
    return "\n".join([head, *imported.sentences, *([f"… and {rest:,} more."] if rest else [])])
