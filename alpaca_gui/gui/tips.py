"""Tool tips that show a text as it is. Qt takes one that looks like HTML for HTML, and a file's name may look so."""

from html import escape


def tip_text(text: str) -> str:
    """Give ``text`` as a tool tip; its line breaks stay."""
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>"
