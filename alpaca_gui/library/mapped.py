"""The library's embeddings as one matrix on the disk, mapped into memory: made from the library, never the original."""

from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np

from alpaca_gui.errors import LibraryError, reason
from alpaca_gui.library.mapped_files import Kind, MappedFiles, Numbers, Rows, rising


class Held(NamedTuple):
    """n embeddings as they are at one moment; it stays as it is while the file grows.

    Attributes
    ----------
    numbers
        int64 (n,), rising: the numbers of the records in the library.
    rows
        float16 (n, features), mapped from the file: what is not looked at takes no memory.
    """

    numbers: Numbers
    rows: Rows


class MappedEmbeddings:
    """Embeddings beside a library, appended as the library grows. One writer; any thread may read meanwhile.

    Killed at any moment, what was appended before is there at the next start. Files that are missing, strange, of
    another kind or not of one another start anew; they hold nothing that the library could not give again.

    Parameters
    ----------
    path
        In a cache folder, which is made where it is missing. Two files are made, ``path.rows`` and ``path.numbers``.
    kind
        Whose embeddings these are.

    Raises
    ------
    LibraryError
        When the files cannot be read or written.
    """

    def __init__(self, path: Path, kind: Kind) -> None:
        self._files = MappedFiles(path, kind)
        self._features = kind.features
        self._writing, self._mapping = Lock(), Lock()
        self._numbers, self._held = self._nothing()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            numbers = self._files.numbers()
            if numbers is None:
                self._files.start_anew()
            else:
                self._numbers = numbers
        except OSError as error:
            raise self._trouble(error) from error

    def __len__(self) -> int:
        """Count the embeddings."""
        return self._numbers.size

    @property
    def last(self) -> int:
        """The highest number held, −1 where there is none: what the library has above it is still to be appended."""
        numbers = self._numbers
        return int(numbers[-1]) if numbers.size else -1

    @property
    def held(self) -> Held:
        """Numbers and rows that fit together, as of now; does not wait for an `append` that is at work.

        Raises
        ------
        LibraryError
            When the file cannot be mapped.
        """
        with self._mapping:
            numbers = self._numbers
            if numbers.size > self._held.numbers.size:
                try:
                    rows = self._files.map(numbers.size)
                except OSError as error:
                    raise self._trouble(error) from error
                except ValueError as error:  # shorter than what was written
                    raise LibraryError(
                        f"Another program changed {self._files.rows_path} while it was in use."
                    ) from error
                self._held = Held(numbers, rows)
            return self._held

    @property
    def numbers(self) -> Numbers:
        """The numbers alone; see `Held`."""
        return self._numbers

    @property
    def rows(self) -> Rows:
        """The embeddings alone; see `Held`."""
        return self.held.rows

    def append(self, numbers: Numbers, rows: Rows) -> None:
        """Add the embeddings ``rows`` (m, features) of the records ``numbers`` (m,), rising and above `last`.

        Raises
        ------
        LibraryError
            When they cannot be written, e.g. because the disk is full; what was held before still is.
        ValueError
            When they do not fit together or to what is held.
        """
        numbers, rows = np.ascontiguousarray(numbers, "<i8"), np.ascontiguousarray(rows, "<f2")
        if rows.shape != (numbers.size, self._features):
            raise ValueError(f"{numbers.size} numbers want rows of {self._features} features, not {rows.shape}")
        with self._writing:
            if not rising(np.concatenate(([self.last], numbers))):
                raise ValueError(f"the numbers must rise, from above {self.last}")
            if not numbers.size:
                return
            try:
                self._files.write(len(self), numbers, rows)
            except OSError as error:
                raise self._trouble(error) from error
            self._numbers = np.concatenate((self._numbers, numbers))

    def clear(self) -> None:
        """Start anew with nothing, e.g. because the library no longer has what is held here. What was given stays.

        Raises
        ------
        LibraryError
            When the files cannot be written.
        """
        with self._writing, self._mapping:
            self._numbers, self._held = self._nothing()
            try:
                self._files.start_anew()
            except OSError as error:
                raise self._trouble(error) from error

    def _nothing(self) -> tuple[Numbers, Held]:
        numbers: Numbers = np.empty(0, np.int64)
        return numbers, Held(numbers, np.empty((0, self._features), np.float16))

    def _trouble(self, error: OSError) -> LibraryError:
        return LibraryError(f"The embeddings cannot be kept in {self._files.rows_path}: {reason(error)}.")
