"""Embeddings that were computed once are kept, so that the next training on the same pictures takes no time."""

import zipfile
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.engine.backbone import backbone_id
from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.npz import from_npz, to_npz
from alpaca_gui.files import whole_file
from alpaca_gui.training.weights import cache_folder

MOST_ROWS: Final = 60_000
"""Rows that are kept for one backbone, about 300 MB; what was not used lately goes first."""

Embeddings = NDArray[np.float32]


class KeptEmbeddings:
    """The embeddings of pictures by one backbone, by the SHA-256 of the pictures' bytes.

    The cache is a help and no more: one that cannot be read counts as empty, one that cannot be written is let be.

    Parameters
    ----------
    bundle
        Its backbone and preprocessing say which embeddings these are; its head does not matter.
    folder
        Where they are kept.
    """

    def __init__(self, bundle: ModelBundle, folder: Path | None = None) -> None:
        self._path = (folder or cache_folder() / "embeddings") / f"{backbone_id(bundle)}.npz"
        self._rows = _read(self._path)
        self._changed = False

    def get(self, digest: str) -> Embeddings | None:
        """Give the embedding (features,) of a picture where it is known, and remember that it was used."""
        row = self._rows.pop(digest, None)
        if row is not None:
            self._rows[digest] = row
        return row

    def put(self, digest: str, embedding: Embeddings) -> None:
        """Keep an embedding (features,)."""
        self._rows[digest] = embedding
        self._changed = True

    def save(self) -> None:
        """Write what is new to the disk, where that can be done."""
        if not self._changed:
            return
        names = list(self._rows)[-MOST_ROWS:]
        arrays = {"names": np.array(names, dtype="S"), "rows": np.stack([self._rows[name] for name in names])}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(self._path) as stream:
                stream.write(to_npz(arrays, zipfile.ZIP_STORED))
        except OSError:
            return  # no room, or no right to write: the next training computes them again
        self._changed = False


def _read(path: Path) -> dict[str, Embeddings]:
    try:
        names, rows = from_npz(path.read_bytes(), "names", "rows")
        if names.dtype.kind != "S" or rows.dtype != np.float32 or names.shape != rows.shape[:-1] or rows.ndim != 2:
            return {}
    except (OSError, ValueError):
        return {}  # none yet, or not ours: they are computed again
    return {name.decode("ascii", "replace"): row for name, row in zip(names.tolist(), rows, strict=True)}
