"""Whatever a person hands over becomes items: paths and addresses read as they were meant, the rest refused."""

import os
import threading
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alpaca_gui.errors import PictureError
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource, LinkSource, MemorySource
from alpaca_gui.jobs.intake import DATA_LIMIT, Item, from_lines, from_text, looks_like_reference, take_in
from tests.imaging.pictures import encoded, quarters
from tests.nobody import as_nobody

ANY_TEXT = st.text(st.characters(), max_size=40)
NAMES = st.binary(min_size=1, max_size=30).filter(lambda raw: b"/" not in raw and b"\0" not in raw)
PICTURE = encoded(quarters(8, 6), "PNG")


def _path(item: Item) -> str:
    assert isinstance(item.source, FileSource)
    assert item.refusal is None
    return str(item.source.path)


@pytest.mark.parametrize(
    "text",
    [
        "/tmp/alpaca.jpg",
        "alpaca.jpg",
        "a:b.jpg",
        "Alpaca: the film.jpg",
        "note:x.png",
        " leading and trailing ",
        '"quoted".jpg',
        "-5",
        "#1.jpg",
        "~",
        "C:\\Users\\me\\alpaca.jpg",
        "\udcff.jpg",
        "a\nb.jpg",
        "mailto:alpaca@example.org",
        "javascript:alert(1)",
        "http:alpaca.jpg",
    ],
)
def test_a_path_from_the_command_line_is_kept_as_it_stands(text: str) -> None:
    assert _path(from_text(text)) == text


def test_a_windows_path_with_slashes_is_no_address() -> None:
    assert _path(from_text("C:/Users/alpaca.jpg")) == "C:/Users/alpaca.jpg"


@pytest.mark.parametrize("text", ["", "file://", "file://localhost"])
def test_an_empty_path_is_not_the_current_folder(text: str) -> None:
    item = from_text(text)
    assert item.refusal == "It names nothing: the path is empty."
    assert not isinstance(item.source, FileSource)


@pytest.mark.parametrize("text", ["https://example.org/a.jpg", "HTTP://example.org", "http://[::1]:80/a", "https://"])
def test_web_addresses_are_links(text: str) -> None:
    item = from_text(text)
    assert item.refusal is None
    assert item.source == LinkSource(text)


@pytest.mark.parametrize("text", ["ftp://example.org/a.jpg", "smb://host/a", "javascript://x", "chrome://flags"])
def test_other_addresses_are_refused(text: str) -> None:
    item = from_text(text)
    assert isinstance(item.source, LinkSource)
    assert item.refusal is not None
    assert "are not opened, only http and https." in item.refusal


@given(NAMES)
def test_a_file_address_gives_back_every_byte(name: bytes) -> None:
    for start in ("file://", "file:", "FILE://localhost", "file://LOCALHOST"):
        assert _path(from_text(start + quote_from_bytes(b"/herd/" + name))) == str(Path("/herd", os.fsdecode(name)))


def test_a_file_address_that_was_never_quoted_is_read_too() -> None:
    assert _path(from_text("file:///tmp/my alpaca ü.jpg")) == "/tmp/my alpaca ü.jpg"
    assert _path(from_text("file:///tmp/\udcff.jpg")) == "/tmp/\udcff.jpg"


@pytest.mark.parametrize("text", ["file://server/share/a.jpg", "file://evil\x1b(0/a"])
def test_a_file_of_another_machine_is_refused(text: str) -> None:
    item = from_text(text)
    assert item.refusal is not None
    assert item.refusal.startswith("It is a file of another machine (")
    assert item.refusal.isprintable()


def test_an_address_that_cannot_be_read_is_refused() -> None:
    assert from_text("file://[::1/a.jpg").refusal == "It is not an address that can be read."


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("data:image/png;base64,iVBORw0KGgo=", b"\x89PNG\r\n\x1a\n"),
        ("DATA:image/png;BASE64,iVBORw0KGgo%3D", b"\x89PNG\r\n\x1a\n"),
        ("data:,hello%20alpaca", b"hello alpaca"),
        ("data:image/gif", b""),
    ],
)
def test_a_data_address_carries_its_picture(address: str, data: bytes) -> None:
    item = from_text(address)
    assert isinstance(item.source, MemorySource)
    assert (item.source.data, item.refusal) == (data, None)


@pytest.mark.parametrize("address", ["data:image/png;base64,no base 64", "data:;base64,A", "data:x,\udcff"])
def test_a_broken_data_address_is_refused(address: str) -> None:
    assert from_text(address).refusal == "Its data address is broken and cannot be decoded."


def test_a_data_address_without_end_is_refused() -> None:
    refusal = from_text("data:," + "x" * DATA_LIMIT).refusal
    assert refusal == "Its data address is too long: 100,000,006 characters."


@given(ANY_TEXT)
@example("file:///\ud800")
@example("~nobody-of-this-name/a.jpg")
@example("file://[")
@example("http://\0")
def test_any_text_gives_items_that_can_be_named_and_refused_but_never_a_crash(text: str) -> None:
    for item in [from_text(text), *from_lines(text)]:
        assert item.source.name.isprintable()
        if not isinstance(item.source, LinkSource) and item.refusal is None:
            with pytest.raises(PictureError):
                decode(item.source)


@given(st.lists(st.text(st.characters(exclude_characters="\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=15)))
def test_pasted_lines_are_read_one_by_one(lines: list[str]) -> None:
    wanted = [line.strip().strip('"') for line in lines]
    wanted = [line for line in wanted if line and not line.startswith(("#", "~"))]
    found = from_lines("\r\n".join(line for line in lines if not line.strip().strip('"').startswith("~")))
    assert [item.source.location for item in found] == [from_text(line).source.location for line in wanted]


def test_pasted_lines_lose_what_people_and_programs_put_around_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/alpaca")
    text = '  /a.jpg \n\n# a comment\r\n"/b c.jpg"\n~/d.jpg\n~no-such-person/e.jpg\nfile:///f%20g.jpg'
    wanted = ["/a.jpg", "/b c.jpg", "/home/alpaca/d.jpg", "~no-such-person/e.jpg", "/f g.jpg"]
    assert [_path(item) for item in from_lines(text)] == wanted


@pytest.mark.parametrize(
    "line", ["/tmp/a", "a.jpg", "C:\\a", "https://x.org", "data:image/png,x", ' "a.HEIC" ', "./a", "~/a", "herd/a.jpg"]
)
def test_a_path_or_address_is_told_from_prose(line: str) -> None:
    assert looks_like_reference(line)


@pytest.mark.parametrize(
    "line", ["", "  ", '""', "Look at this alpaca!", "note: feed the herd", "alpaca", "and/or", "see https://x.org"]
)
def test_prose_is_told_from_a_path(line: str) -> None:
    assert not looks_like_reference(line)


def _taken(*items: Item) -> list[tuple[str, str | None]]:
    return [(item.source.location, item.refusal) for item in take_in(items, threading.Event())]


def test_folders_are_spread_out_in_their_place(tmp_path: Path) -> None:
    for name in ("herd/b.png", "herd/a.png", "z.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(PICTURE)
    given_items = [from_text(str(tmp_path / name)) for name in ("z.png", "herd", "gone.png")]
    assert [Path(path).name for path, _ in _taken(*given_items, from_text("https://x.org/l.png"))] == [
        *("z.png", "a.png", "b.png", "gone.png", "l.png")
    ]


def test_a_folder_without_pictures_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hum")
    assert _taken(from_text(str(tmp_path))) == [(str(tmp_path), "There is no picture in this folder.")]


def test_a_folder_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    with as_nobody(locked):
        assert _taken(from_text(str(locked))) == [(str(locked), "The folder cannot be read: Permission denied.")]


def test_what_was_refused_already_is_not_looked_at(tmp_path: Path) -> None:
    assert _taken(Item(FileSource(tmp_path), "No.")) == [(str(tmp_path), "No.")]


@pytest.mark.parametrize("text", ["a\0b", "x" * 5000, "\ud800"])
def test_a_path_that_cannot_be_is_left_to_the_decoder(text: str) -> None:
    assert _taken(from_text(text)) == [(text, None)]


class _Later(threading.Event):
    """Set from the second time on that somebody asks."""

    asked = 0

    def is_set(self) -> bool:
        self.asked += 1
        return self.asked > 1


def test_a_search_that_was_given_up_does_not_call_the_folder_empty(tmp_path: Path) -> None:
    assert list(take_in([from_text(str(tmp_path))], _Later())) == []


def test_cancelling_ends_it(tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    assert list(take_in([from_text(str(tmp_path))], cancel)) == []
