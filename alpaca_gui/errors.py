"""Every error that the program shows a person: its text is one finished sentence, without a traceback."""


class AlpacaError(Exception):
    """Base of the errors meant for a person; ``str(error)`` is the sentence to show."""


class PictureError(AlpacaError):
    """One picture cannot be used: empty, broken, gone, too large, not a picture. The other pictures go on."""


class BundleError(AlpacaError):
    """A model bundle cannot be opened or does not hold what it promises."""


class LibraryError(AlpacaError):
    """A library cannot be opened, read or written; what is in it stays as it is."""


class LibraryInUseError(LibraryError):
    """Another window or program has the library and writes to it."""


class TableError(AlpacaError):
    """A table made elsewhere cannot be read; nothing of it was taken."""


class FilterError(AlpacaError):
    """A typed filter cannot be read.

    Attributes
    ----------
    start, end
        The characters of the typed text that it is about: ``text[start:end]``.
    """

    def __init__(self, sentence: str, start: int, end: int) -> None:
        super().__init__(sentence)
        self.start, self.end = start, end


class OutputError(AlpacaError):
    """A result cannot be written where it should go."""


class CardError(AlpacaError):
    """A file is no verdict card, or one that cannot be read."""


class MissingPartError(AlpacaError):
    """An optional part of the program is not installed; the sentence says which command adds it."""


def reason(error: OSError) -> str:
    """The operating system's own words for ``error``, e.g. ``Permission denied``, without number and path."""
    return error.strerror or type(error).__name__
