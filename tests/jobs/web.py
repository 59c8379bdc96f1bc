"""A small web server on this machine, with pages that behave and pages that do not."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import urlsplit

from tests.imaging.pictures import encoded, quarters

PICTURE: Final = encoded(quarters(), "PNG")


class Web(ThreadingHTTPServer):
    """The server; knows what was asked for, and can let go of every answer that drips."""

    daemon_threads = False
    block_on_close = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: list[str] = []
        self.closing = threading.Event()
        self.entered = threading.Event()

    def address(self, path: str) -> str:
        """Give the whole address of a page."""
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: half of the tests hang up in the middle."""


@contextmanager
def running_web() -> Iterator[Web]:
    """Run the server for a test."""
    web = Web()
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01}, name="web")
    thread.start()
    try:
        yield web
    finally:
        web.closing.set()
        web.shutdown()
        thread.join()
        web.server_close()


class _Answers(BaseHTTPRequestHandler):
    server: Web
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.entered.set()
        page = urlsplit(self.path).path.strip("/").replace("-", "_").replace(".png", "")
        getattr(self, f"page_{page}", self.page_missing)()
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""

    def start(self, code: int = 200, **headers: str) -> None:
        self.send_response(code)
        for name, value in {"Connection": "close", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def page_missing(self) -> None:
        self.start(404)

    def page_good(self) -> None:
        self.start(Content_Type="image/png", Content_Length=str(len(PICTURE)))
        self.wfile.write(PICTURE)

    def page_no_length(self) -> None:
        self.start(Content_Type="image/png")
        self.wfile.write(PICTURE)

    def page_chunked(self) -> None:
        self.start(Transfer_Encoding="chunked")
        for start in range(0, len(PICTURE), 50):
            part = PICTURE[start : start + 50]
            self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def page_html(self) -> None:
        self.start(Content_Type="text/html; charset=utf-8")
        self.wfile.write(b"<html>alpacas</html>")

    def page_text(self) -> None:
        self.start(Content_Type="text/plain")
        self.wfile.write(b"no picture")

    def page_announced(self) -> None:
        self.start(Content_Length="999999999999")
        self.wfile.write(PICTURE)

    def page_endless(self) -> None:
        self.start()
        while not self.server.closing.is_set():
            self.wfile.write(bytes(65536))

    def page_drip(self) -> None:
        self.start()
        while not self.server.closing.wait(0.02):
            self.wfile.write(b".")
            self.wfile.flush()

    def page_silent(self) -> None:
        self.server.closing.wait(30)

    def page_cut(self) -> None:
        self.start(Content_Type="image/png", Content_Length=str(len(PICTURE)))
        self.wfile.write(PICTURE[:-20])

    def page_cut_chunk(self) -> None:
        self.start(Transfer_Encoding="chunked")
        self.wfile.write(b"ffff\r\nonly so much")

    def page_hang_up(self) -> None:
        self.close_connection = True

    def page_nonsense(self) -> None:
        self.wfile.write(b"alpaca alpaca alpaca\r\n\r\n")

    def page_rude(self) -> None:
        self.wfile.write(b"HTTP/1.1 500 \x1b[31mred\x07\r\nContent-Length: 0\r\n\r\n")

    def page_to_good(self) -> None:
        self.start(302, Location="/good.png")

    def page_to_file(self) -> None:
        self.start(302, Location="file:///etc/passwd")

    def page_to_ftp(self) -> None:
        self.start(302, Location="ftp://127.0.0.1/a.png")

    def page_to_data(self) -> None:
        self.start(302, Location="data:image/png,x")

    def page_round(self) -> None:
        self.start(302, Location=self.path)
