"""Whatever is dropped or pasted ends as the right rows: files, folders, picture data, addresses, text."""

import base64
import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from pytestqt.qtbot import QtBot

from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.gui.signs import Sign
from tests.gui.driving import detail, draw, drop, files, names, settle, signs, until

HandOver = Callable[[MainWindow, QMimeData], None]


def paste(window: MainWindow, mime: QMimeData) -> None:
    """Put something on the clipboard and choose Paste."""
    QGuiApplication.clipboard().setMimeData(mime)
    window.menus.paste.trigger()


def drop_it(window: MainWindow, mime: QMimeData) -> None:
    """Drop something on the middle of the window."""
    drop(window, mime)


@pytest.fixture(params=[drop_it, paste], ids=["dropped", "pasted"])
def hand_over(request: pytest.FixtureRequest) -> HandOver:
    """Both ways to hand something over."""
    way: HandOver = request.param
    return way


def image() -> QImage:
    """A small picture, in Qt's hands."""
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0xFF8844)
    return picture


def png() -> bytes:
    """A small picture as the bytes of a PNG file."""
    stream = BytesIO()
    Image.new("RGB", (40, 30), "coral").save(stream, "PNG")
    return stream.getvalue()


class Server:
    """Serves one picture on this machine, and remembers what was asked for."""

    def __init__(self) -> None:
        asked: list[str] = []
        body = png()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                found = self.path == "/picture.png"
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", "image/png")
                self.send_header("Content-Length", str(len(body) if found else 0))
                self.end_headers()
                if found:
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.asked = asked
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def stop(self) -> None:
        """End the server's thread."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    """A web server on this machine."""
    one = Server()
    yield one
    one.stop()


def test_several_files_become_rows_in_their_order(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, hand_over: HandOver
) -> None:
    hand_over(window, files(*(draw(tmp_path / f"{letter}.png") for letter in "cab")))
    settle(qtbot, window, 3)
    assert names(window) == ["c.png", "a.png", "b.png"]


def test_a_deep_folder_is_searched_and_a_loop_of_links_survived(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    deepest = tmp_path / "top" / "/".join("abcdefgh")
    draw(tmp_path / "top" / "shallow.png")
    draw(deepest / "deep.png")
    (deepest / "back to the top").symlink_to(tmp_path / "top", target_is_directory=True)
    (tmp_path / "top" / "itself").symlink_to(tmp_path / "top" / "itself")
    (tmp_path / "top" / "notes.txt").write_text("not a picture")
    drop(window, files(tmp_path / "top"))
    settle(qtbot, window, 2)
    assert names(window) == ["shallow.png", "deep.png"]


def test_a_folder_without_pictures_says_so_on_its_row(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    drop(window, files(tmp_path / "empty"))
    settle(qtbot, window, 1)
    assert signs(window) == [Sign.FAILED]
    assert "no picture" in detail(window, "empty")


def test_picture_data_becomes_a_row(qtbot: QtBot, window: MainWindow, hand_over: HandOver) -> None:
    mime = QMimeData()
    mime.setData("image/png", png())
    hand_over(window, mime)
    settle(qtbot, window, 1)
    assert signs(window)[0] in (Sign.YES, Sign.NO, Sign.UNSURE)
    assert names(window)[0] in ("dropped picture", "pasted picture")


def test_picture_data_that_is_broken_says_so_on_its_row(qtbot: QtBot, window: MainWindow) -> None:
    mime = QMimeData()
    mime.setData("image/png", png()[:60])
    drop(window, mime)
    settle(qtbot, window, 1)
    assert signs(window) == [Sign.FAILED]


def test_an_image_of_qt_alone_becomes_a_row(qtbot: QtBot, window: MainWindow, hand_over: HandOver) -> None:
    mime = QMimeData()
    mime.setImageData(image())
    assert mime.formats() == ["application/x-qt-image"]
    hand_over(window, mime)
    settle(qtbot, window, 1)
    assert detail(window, names(window)[0]) == "40 × 30"


@pytest.mark.parametrize("held", [b"junk", QPixmap], ids=["bytes", "a pixmap"])
def test_an_image_of_qt_that_is_none_is_refused_in_the_status_bar(window: MainWindow, held: object) -> None:
    """A source that dies while it is asked, for one, leaves the type without the image."""
    mime = QMimeData()
    if isinstance(held, bytes):
        mime.setData("application/x-qt-image", held)
    else:
        mime.setImageData(QPixmap(4, 4))
    drop(window, mime)
    assert "no picture" in window.status.currentMessage()


def test_a_picture_out_of_a_browser_is_taken_as_its_data_and_nothing_is_fetched(
    qtbot: QtBot, window: MainWindow, server: Server
) -> None:
    mime = QMimeData()
    mime.setHtml(f'<meta charset="utf-8"><a href="{server.address}/page"><img src="{server.address}/picture.png"></a>')
    mime.setUrls([QUrl(f"{server.address}/page")])
    mime.setData("image/png", png())
    drop(window, mime)
    settle(qtbot, window, 1)
    assert signs(window)[0] is not Sign.FAILED
    assert server.asked == []


def test_a_picture_out_of_a_browser_without_data_is_fetched_from_its_own_address_not_from_the_page(
    qtbot: QtBot, window: MainWindow, server: Server
) -> None:
    mime = QMimeData()
    mime.setHtml(f'<a href="{server.address}/page"><img alt="x" src="{server.address}/picture.png"></a>')
    mime.setUrls([QUrl(f"{server.address}/page")])
    drop(window, mime)
    settle(qtbot, window, 1)
    assert names(window) == ["picture.png"]
    assert signs(window)[0] is not Sign.FAILED
    assert server.asked == ["/picture.png"]


def test_a_link_is_fetched_and_classified(
    qtbot: QtBot, window: MainWindow, server: Server, hand_over: HandOver
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl(f"{server.address}/picture.png")])
    hand_over(window, mime)
    settle(qtbot, window, 1)
    assert signs(window)[0] is not Sign.FAILED
    assert detail(window, "picture.png") == "40 × 30"
    assert server.asked == ["/picture.png"]


def test_a_link_to_nothing_says_so_on_its_row(qtbot: QtBot, window: MainWindow, server: Server) -> None:
    mime = QMimeData()
    mime.setText(f"{server.address}/gone.png")
    drop(window, mime)
    settle(qtbot, window, 1)
    assert signs(window) == [Sign.FAILED]
    assert "404" in detail(window, "gone.png")


def test_a_data_address_is_decoded_without_any_network(qtbot: QtBot, window: MainWindow, hand_over: HandOver) -> None:
    mime = QMimeData()
    mime.setText("data:image/png;base64," + base64.b64encode(png()).decode())
    hand_over(window, mime)
    settle(qtbot, window, 1)
    assert signs(window)[0] is not Sign.FAILED


def test_a_file_address_with_per_cent_signs_finds_its_file(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    draw(tmp_path / "100 % größer #1.png")
    mime = QMimeData()
    escaped = f"file://{tmp_path}/100%20%25%20gr%C3%B6%C3%9Fer%20%231.png"
    mime.setData("text/uri-list", f"{escaped}\r\n".encode())
    drop(window, mime)
    settle(qtbot, window, 1)
    assert names(window) == ["100 % größer #1.png"]
    assert signs(window)[0] is not Sign.FAILED


@pytest.mark.skipif(os.name == "nt", reason="Windows has only names that are Unicode")
def test_a_name_that_is_not_utf8_is_classified_and_noted(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.png"
    with open(path, "wb") as file:  # noqa: PTH123 - a Path cannot be made of these bytes on every system
        file.write(png())
    mime = QMimeData()
    mime.setData("text/uri-list", f"file://{tmp_path}/caf%E9.png\r\n".encode())
    drop(window, mime)
    settle(qtbot, window, 1)
    assert names(window) == [r"caf\xe9.png"]
    assert signs(window)[0] is not Sign.FAILED
    assert "UTF-8" in detail(window, r"caf\xe9.png")


@pytest.mark.parametrize("address", ["ftp://example.org/a.png", "sftp://example.org/a.png", "file://other/a.png"])
def test_other_addresses_are_refused_on_their_row(qtbot: QtBot, window: MainWindow, address: str) -> None:
    mime = QMimeData()
    mime.setData("text/uri-list", f"{address}\r\n".encode())
    drop(window, mime)
    settle(qtbot, window, 1)
    assert signs(window) == [Sign.FAILED]
    assert "not opened" in detail(window, "a.png")


def test_a_path_as_text_is_taken_for_the_file(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, hand_over: HandOver
) -> None:
    mime = QMimeData()
    mime.setText(f'  "{draw(tmp_path / "with blanks.png")}"\n')
    hand_over(window, mime)
    settle(qtbot, window, 1)
    assert names(window) == ["with blanks.png"]
    assert signs(window)[0] is not Sign.FAILED


def test_prose_makes_no_row_and_is_answered_in_the_status_bar(window: MainWindow, hand_over: HandOver) -> None:
    mime = QMimeData()
    mime.setText("An alpaca is smaller than a llama.")
    hand_over(window, mime)
    assert "no picture" in window.status.currentMessage()
    assert names(window) == []


def test_an_empty_clipboard_is_answered_in_the_status_bar(window: MainWindow) -> None:
    QGuiApplication.clipboard().clear()
    window.menus.paste.trigger()
    assert "no picture" in window.status.currentMessage()


def test_what_was_dropped_is_held_also_when_the_source_lets_go_of_it(qtbot: QtBot, window: MainWindow) -> None:
    mime = QMimeData()
    mime.setImageData(image())
    drop(window, mime)
    mime.clear()
    del mime
    until(qtbot, lambda: len(names(window)) == 1)
    settle(qtbot, window, 1)
    assert signs(window)[0] is not Sign.FAILED
