"""Small pieces of HTML and SVG, with every text made harmless."""

from collections.abc import Iterable
from html import escape
from typing import Final

from alpaca_gui.imaging.source import printable


def text(words: str) -> str:
    """Make any text safe inside an element or a quoted attribute: names of files may hold anything."""
    return escape(printable(words), quote=True)


def paragraph(words: str, kind: str = "") -> str:
    """A paragraph, of a class of the style sheet where one is named."""
    return f"<p{_class(kind)}>{text(words)}</p>"


def table(
    caption: str, heads: Iterable[str], rows: Iterable[tuple[str, ...]], wrong: Iterable[tuple[int, int]] = ()
) -> str:
    """A table whose first column names the rows; the other cells are numbers.

    Parameters
    ----------
    caption, heads, rows
        Texts, made safe here.
    wrong
        Row and column, counted from 0 without the first column, of the cells that count mistakes.
    """
    marked = set(wrong)
    head = "".join(f'<th scope="col"{_class("number" if n else "")}>{text(each)}</th>' for n, each in enumerate(heads))
    body = "".join(
        f'<tr><th scope="row">{text(row[0])}</th>'
        + "".join(_cell(cell, (y, x) in marked) for x, cell in enumerate(row[1:]))
        + "</tr>"
        for y, row in enumerate(rows)
    )
    return (
        f'<div class="scroll"><table><caption>{text(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(cell: str, wrong: bool) -> str:
    return f"<td{_class('number wrong' if wrong else 'number')}>{text(cell)}</td>"


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""What a browser lets the page load: nothing but what is inside it."""


def document(title: str, style: str, body: str) -> str:
    """A whole page."""
    return f"{opening(title, style)}{body}{CLOSING}"


def opening(title: str, style: str) -> str:
    """What comes before the body of a page that is written piece by piece; `CLOSING` comes after it."""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
    )


CLOSING: Final = "\n</main>\n</body>\n</html>\n"
