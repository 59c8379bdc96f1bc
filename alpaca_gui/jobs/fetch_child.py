"""The child process of `alpaca_gui.jobs.fetch`: writes what an address holds to its standard output.

``python -m alpaca_gui.jobs.fetch_child LIMIT``, with the address on standard input; ends with 1 and one sentence on
standard error where it cannot.
"""

import http.client
import sys
import urllib.error
import urllib.parse
import urllib.request
from typing import BinaryIO, Final

import alpaca_gui

_KEPT: Final = "%/:?@!$&'()*+,;=~[]"
_CHUNK: Final = 1 << 16
_SOCKET_TIMEOUT_S: Final = 30


def copy(url: str, limit: int, out: BinaryIO) -> None:
    """Copy what is at ``url`` to ``out``.

    Raises
    ------
    ValueError
        With the sentence to show, when it cannot be had or is larger than ``limit`` bytes.
    """
    request = urllib.request.Request(_in_ascii(url), headers={"User-Agent": f"alpaca-gui/{alpaca_gui.__version__}"})  # noqa: S310
    try:
        with _opener().open(request, timeout=_SOCKET_TIMEOUT_S) as answer:
            _check(answer, limit)
            _copy_body(answer, limit, out)
    except urllib.error.HTTPError as error:
        raise ValueError(f"The server answered {error.code} ({_one_line(error.reason)}).") from error
    except urllib.error.URLError as error:
        raise ValueError(f"The server cannot be reached: {_one_line(error.reason)}.") from error
    except (http.client.HTTPException, OSError, UnicodeError) as error:
        raise ValueError(f"The server's answer cannot be read: {_one_line(error) or type(error).__name__}.") from error


def _one_line(words: object) -> str:
    return " ".join(str(words).split())


def _opener() -> urllib.request.OpenerDirector:
    """Only http and https, redirects among them included: no file, ftp or data address can be reached."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPRedirectHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPErrorProcessor,
        urllib.request.UnknownHandler,
    ):
        opener.add_handler(handler())
    return opener


def _in_ascii(url: str) -> str:
    """Write spaces and letters beyond ASCII, as a person may type them, the way they go over the wire."""
    try:
        parts = urllib.parse.urlsplit(url)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except ValueError as error:
        raise ValueError("It is not an address that can be read.") from error
    path, query = (urllib.parse.quote(part, safe=_KEPT, errors="replace") for part in (parts.path, parts.query))
    return urllib.parse.urlunsplit((parts.scheme, host, path, query, ""))


def _check(answer: http.client.HTTPResponse, limit: int) -> None:
    if answer.headers.get_content_type() in ("text/html", "application/xhtml+xml"):
        raise ValueError("The address leads to a web page, not to a picture.")
    if answer.length is not None and answer.length > limit:
        raise ValueError(_too_large(limit))


def _copy_body(answer: http.client.HTTPResponse, limit: int, out: BinaryIO) -> None:
    size = 0
    while chunk := answer.read1(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise ValueError(_too_large(limit))
        out.write(chunk)
    if answer.length:  # what was announced and never came
        raise ValueError("The connection was lost before the whole picture had come.")


def _too_large(limit: int) -> str:
    return f"It is too large to fetch: the limit is {limit / 1e6:g} MB."


def main() -> int:
    """Run the child; return its exit code."""
    url = sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
    try:
        copy(url, int(sys.argv[1]), sys.stdout.buffer)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
