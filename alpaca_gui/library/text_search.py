"""Searching packed texts for bytes, with Arrow's kernels: they release the GIL, and nothing is copied for them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from alpaca_gui.library.packed_text import Offsets, PackedTexts

Mask = NDArray[np.bool_]
Keys = NDArray[np.int64]

_MANY: Final = 4_000_000
"""Bytes above which two threads search, half each."""
_LONG: Final = 32
"""Bytes a text above which RE2's search, slow to begin and quick to go on, beats Arrow's own (at 41 bytes 39 to 63 ms a
million)."""
_LONGEST: Final = 256
"""Bytes of a needle above which RE2 is not asked: it refuses patterns that are too large."""


def containing(texts: PackedTexts, needle: bytes, rows: Keys | None = None) -> Mask:
    """Tell which texts hold ``needle``: (n,), or (len(rows),) where only some are asked about."""
    re2 = texts.data.size > _LONG * len(texts) and len(needle) <= _LONGEST
    return _matching(texts, "match_substring_regex" if re2 else "match_substring", needle, rows)


def starting(texts: PackedTexts, needle: bytes, rows: Keys | None = None) -> Mask:
    """Tell which texts begin with ``needle``."""
    return _matching(texts, "starts_with", needle, rows)


def ending(texts: PackedTexts, needle: bytes, rows: Keys | None = None) -> Mask:
    """Tell which texts end with ``needle``."""
    return _matching(texts, "ends_with", needle, rows)


def sorting(*keys: PackedTexts) -> Keys:
    """Give the places of texts sorted by their bytes, equal ones by the next key's, and at last as they stand."""
    import pyarrow as pa  # noqa: PLC0415 - it takes a while to load
    import pyarrow.compute as pc  # noqa: PLC0415

    table = pa.table({str(number): _array(texts) for number, texts in enumerate(keys)})
    # Arrow's sort by several keys is stable.
    order = pc.sort_indices(table, sort_keys=[(name, "ascending") for name in table.column_names])
    return np.asarray(order.to_numpy(), np.int64)


def split_in_two(texts: PackedTexts, middles: Offsets) -> tuple[PackedTexts, NDArray[np.int32], PackedTexts]:
    """Cut each text in two at ``middles`` (n,), places in the buffer.

    Returns
    -------
    tuple
        The different first parts; which of them each text has, (n,); the second parts.
    """
    import pyarrow as pa  # noqa: PLC0415

    n = len(texts)
    cuts = np.empty(2 * n + 1, np.int64)
    cuts[::2], cuts[1::2] = texts.offsets, middles
    halves = _array(PackedTexts(texts.data, cuts))
    firsts, codes = different(_unpacked(halves.take(pa.array(np.arange(0, 2 * n, 2)))))
    return firsts, codes, _unpacked(halves.take(pa.array(np.arange(1, 2 * n, 2))))


def different(texts: PackedTexts) -> tuple[PackedTexts, NDArray[np.int32]]:
    """Give the different ones among texts in the order in which they come, and which of them each is, (n,)."""
    encoded = _array(texts).dictionary_encode()
    return _unpacked(encoded.dictionary), encoded.indices.to_numpy()


def taken(texts: PackedTexts, places: Keys) -> PackedTexts:
    """Give the texts of some places, (len(places),), packed anew."""
    import pyarrow as pa  # noqa: PLC0415

    return _unpacked(_array(texts).take(pa.array(places, pa.int64())))


def _matching(texts: PackedTexts, kernel: str, needle: bytes, rows: Keys | None) -> Mask:
    import pyarrow.compute as pc  # noqa: PLC0415

    if not needle:
        return np.ones(len(texts) if rows is None else rows.size, np.bool_)
    pattern = _literally(needle) if kernel == "match_substring_regex" else needle
    match: Callable[..., Any] = getattr(pc, kernel)

    def of_part(array: Any) -> Mask:
        return np.asarray(match(array, pattern).to_numpy(zero_copy_only=False), np.bool_)

    if rows is not None:
        texts = taken(texts, rows)
    array = _array(texts)
    if texts.data.size < _MANY:
        return of_part(array)
    cuts = (0, len(array) // 2, len(array))
    with ThreadPoolExecutor(2, "search text") as threads:
        return np.concatenate(list(threads.map(of_part, (array.slice(a, b - a) for a, b in pairwise(cuts)))))


def _literally(needle: bytes) -> bytes:
    r"""Give the regular expression of RE2 for bytes as they are; it reads binary texts as Latin-1, so ``\xff`` fits."""
    return b"".join(b"\\x%02x" % byte for byte in needle)


def _array(texts: PackedTexts) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    buffers = [None, pa.py_buffer(texts.offsets), pa.py_buffer(texts.data)]
    return pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(texts), buffers)


def _unpacked(array: Any) -> PackedTexts:
    _, places, bytes_ = array.buffers()
    offsets = np.frombuffer(places, np.int64)[: len(array) + 1]
    data = np.frombuffer(bytes_, np.uint8) if offsets[-1] else np.empty(0, np.uint8)
    return PackedTexts(data[: offsets[-1]], offsets)
