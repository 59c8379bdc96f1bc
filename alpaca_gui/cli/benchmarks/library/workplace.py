"""Where a library is made and measured: a temporary folder that stands in for a person's caches, too."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alpaca_gui.cli.benchmarks.display import display_settings
from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.library.library import Library
from alpaca_gui.library.place import SUFFIX, derived_folder

_COPY: Final = "columns.npz"


@dataclass(frozen=True, slots=True)
class Workplace:
    """A folder for a library and for what children write.

    Attributes
    ----------
    folder
        The folder; gone at the end.
    bundle
        The model that speaks.
    samples
        Pictures that can be read.
    """

    folder: Path
    bundle: ModelBundle
    samples: tuple[Path, ...]

    @property
    def environment(self) -> Mapping[str, str]:
        """What a child that shows a window needs, so that it writes in here and nowhere else."""
        names = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
        return {**display_settings(), **{name: str(self.folder / name.lower()) for name in names}}

    def forget_copy(self, library: Path) -> None:
        """Take away the copy of a library's columns, as if the program had been killed before it was written."""
        for copy in [*self.folder.rglob(_COPY), _derived(library) / _COPY]:
            copy.unlink(missing_ok=True)

    def forget_all(self) -> None:
        """Take away what was derived from libraries outside of this folder, where caches cannot be moved."""
        for library in self.folder.glob(f"*{SUFFIX}"):
            shutil.rmtree(_derived(library), ignore_errors=True)


@contextmanager
def workplace(bundle: ModelBundle, samples: tuple[Path, ...]) -> Iterator[Workplace]:
    """Give a folder to work in."""
    with tempfile.TemporaryDirectory(prefix="alpaca-bench-", ignore_cleanup_errors=True) as name:
        yield Workplace(Path(name), bundle, samples)


def _derived(library: Path) -> Path:
    with Library(library, write=False) as opened:
        return derived_folder(opened.library_id)
