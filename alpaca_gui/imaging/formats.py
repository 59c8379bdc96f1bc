"""The kinds of picture that are read, and how their first bytes tell them apart. Content decides, never the suffix."""

from typing import Final

FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF", "BMP", "GIF")
"""Pillow's names of the formats that may be opened; the long tail of its other readers stays shut.

MPO is not among them: Pillow registers no reader of that name, its JPEG reader answers for it.
"""

NAMES: Final = "JPEG, PNG, WebP, AVIF, HEIC, TIFF, BMP or GIF"
"""The same for a person."""

SUFFIXES: Final = frozenset(
    (
        *(".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".apng", ".webp", ".avif", ".avifs"),
        *(".heic", ".heics", ".heif", ".heifs", ".hif", ".tif", ".tiff", ".bmp", ".dib", ".gif"),
    )
)
"""Lower-case suffixes by which a file inside a folder is taken for a picture without opening it."""

SIGNATURE_LENGTH: Final = 16
"""So many first bytes are enough for `looks_like_picture`."""

_SIGNATURES: Final = (
    *(b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"),
    *(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
)
_SUFFIX_BY_BEGINNING: Final = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG", ".png"),
    (b"GIF8", ".gif"),
    (b"II", ".tif"),
    (b"MM", ".tif"),
    (b"RIFF", ".webp"),
    (b"BM", ".bmp"),
)
_BRANDS: Final = frozenset(
    (b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1")
)


def looks_like_picture(head: bytes) -> bool:
    """Tell from a file's first `SIGNATURE_LENGTH` bytes whether it is one of `FORMATS`."""
    if head.startswith(_SIGNATURES):
        return True
    if head[:4] == b"RIFF":
        return head[8:12] == b"WEBP"
    if head[:2] == b"BM":
        return head[6:10] == b"\0\0\0\0"
    return head[4:8] == b"ftyp" and head[8:12] in _BRANDS


def suffix_of(head: bytes) -> str:
    """Give the usual suffix of a picture from its first `SIGNATURE_LENGTH` bytes; empty where they are of none."""
    if not looks_like_picture(head):
        return ""
    usual = [suffix for beginning, suffix in _SUFFIX_BY_BEGINNING if head.startswith(beginning)]
    return usual[0] if usual else ".avif" if head[8:12] in (b"avif", b"avis") else ".heic"
