"""A picture comes from the web within its limits, or one sentence says why not; nothing waits longer than it must."""

import gc
import io
import os
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from alpaca_gui.errors import PictureError
from alpaca_gui.imaging.source import LinkSource
from alpaca_gui.jobs.fetch import FetchLimits, fetch
from alpaca_gui.jobs.fetch_child import copy
from tests.jobs.web import PICTURE, Web

A_LOT = 50_000_000
LOST = "The connection was lost before the whole picture had come."


def _never() -> bool:
    return False


def _set_when_asked(cancel: threading.Event, web: Web) -> None:
    web.entered.wait(20)
    cancel.set()


def _copied(url: str, limit: int = A_LOT) -> bytes:
    out = io.BytesIO()
    copy(url, limit, out)
    return out.getvalue()


def _sentence(url: str, limit: int = A_LOT) -> str:
    with warnings.catch_warnings():
        # urllib leaves a connection open when it follows a redirect to nowhere; the child process then ends anyway.
        warnings.simplefilter("ignore", ResourceWarning)
        with pytest.raises(ValueError, match=r"^[A-Z].*\.$") as caught:
            copy(url, limit, io.BytesIO())
        sentence = str(caught.value)
        del caught
        gc.collect()
    assert "\n" not in sentence
    assert "\r" not in sentence
    return sentence


@pytest.mark.parametrize("page", ["/good.png", "/no-length", "/chunked", "/to-good"])
def test_a_picture_comes_whole(web: Web, page: str) -> None:
    assert _copied(web.address(page)) == PICTURE


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("/nothing-here.png", "The server answered 404 (Not Found)."),
        ("/html", "The address leads to a web page, not to a picture."),
        ("/cut", LOST),
        ("/to-ftp", "The server cannot be reached: unknown url type: ftp."),
    ],
)
def test_what_goes_wrong_is_said(web: Web, page: str, sentence: str) -> None:
    assert _sentence(web.address(page)) == sentence


@pytest.mark.parametrize("page", ["/cut-chunk", "/hang-up", "/nonsense", "/rude", "/round"])
def test_whatever_a_server_does_ends_in_a_sentence(web: Web, page: str) -> None:
    assert _sentence(web.address(page)).startswith("The server")


@pytest.mark.parametrize("page", ["/to-file", "/to-data"])
def test_no_detour_leads_to_this_machine_s_files(web: Web, page: str) -> None:
    assert _sentence(web.address(page)).startswith("The server answered 302 (Found - Redirection to url")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/a", "data:image/png,x"])
def test_only_the_web_can_be_asked(url: str) -> None:
    assert _sentence(url).startswith("The server cannot be reached: unknown url type")


@pytest.mark.parametrize("page", ["/announced", "/endless"])
def test_too_much_is_refused_announced_or_not(web: Web, page: str) -> None:
    out = io.BytesIO()
    with pytest.raises(ValueError, match=r"It is too large to fetch: the limit is 0\.2 MB\."):
        copy(web.address(page), 200_000, out)
    assert len(out.getvalue()) <= 200_000


def test_the_limit_counts_to_the_last_byte(web: Web) -> None:
    for page in ("/good.png", "/no-length"):
        assert _copied(web.address(page), len(PICTURE)) == PICTURE
        assert "too large" in _sentence(web.address(page), len(PICTURE) - 1)


def test_nobody_answers() -> None:
    assert _sentence("http://127.0.0.1:1/a.png").startswith("The server cannot be reached: ")


@pytest.mark.parametrize(
    "url", ["http://[::1/a.png", "http://", "http://127.0.0.1:alpaca/", "http://\udcff/", "http://a\0b/"]
)
def test_an_address_that_is_none(url: str) -> None:
    _sentence(url)


def test_an_address_as_a_person_types_it(web: Web) -> None:
    assert _copied(web.address("/good.png?of=ein kleines Lama ü&x=%20#top")) == PICTURE
    assert web.asked == ["/good.png?of=ein%20kleines%20Lama%20%C3%BC&x=%20"]


def test_the_fetched_picture_knows_its_name_and_address(web: Web) -> None:
    url = web.address("/good.png?size=2")
    picture = fetch(LinkSource(url), _never)
    assert (picture.data, picture.name, picture.location) == (PICTURE, "good.png", url)


def test_the_child_s_sentence_reaches_the_person(web: Web) -> None:
    with pytest.raises(PictureError, match=r"^The server answered 404 \(Not Found\)\.$"):
        fetch(LinkSource(web.address("/nothing-here")), _never)


def test_a_rude_server_s_words_cannot_command_the_terminal(web: Web) -> None:
    with pytest.raises(PictureError) as caught:
        fetch(LinkSource(web.address("/rude")), _never)
    assert str(caught.value).isprintable()
    assert r"\x1b[31mred" in str(caught.value)


@pytest.mark.parametrize("page", ["/drip", "/silent"])
@pytest.mark.timeout(30)
def test_a_server_that_dawdles_is_left_in_time(web: Web, page: str) -> None:
    start = time.monotonic()
    with pytest.raises(PictureError, match=r"It could not be fetched within 0\.5 seconds\."):
        fetch(LinkSource(web.address(page)), _never, FetchLimits(seconds=0.5))
    assert time.monotonic() - start < 10
    assert psutil.Process().children() == []


@pytest.mark.timeout(30)
def test_cancelling_ends_it_at_once_and_leaves_no_process(web: Web) -> None:
    cancel = threading.Event()
    timer = threading.Thread(target=_set_when_asked, args=(cancel, web))
    timer.start()
    with pytest.raises(PictureError, match=r"Fetching it was cancelled\."):
        fetch(LinkSource(web.address("/silent")), cancel.is_set)
    timer.join()
    assert psutil.Process().children() == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/\0", "http://127.0.0.1:1/" + "x" * 300_000, "http://\ud800/"])
def test_an_address_that_no_command_line_could_hold_ends_in_a_sentence(url: str) -> None:
    with pytest.raises(PictureError, match=r"\.$"):
        fetch(LinkSource(url), _never)


def test_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(12, os.strerror(12))

    monkeypatch.setattr("subprocess.Popen", full)
    with pytest.raises(PictureError, match=r"It could not be fetched: Cannot allocate memory\."):
        fetch(LinkSource("http://127.0.0.1:1/"), _never)


@pytest.fixture
def in_a_strangers_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Go where files lie that are called like parts of Python; tells whether one of them was run."""
    for name in ("http", "urllib", "ssl", "socket", "alpaca_gui", "email"):
        (tmp_path / f"{name}.py").write_text("open('was run', 'w')")
    monkeypatch.chdir(tmp_path)
    return (tmp_path / "was run").exists


def test_nothing_in_the_current_folder_is_run(web: Web, in_a_strangers_folder: Callable[[], bool]) -> None:
    assert fetch(LinkSource(web.address("/good.png")), _never).data == PICTURE
    assert not in_a_strangers_folder()
