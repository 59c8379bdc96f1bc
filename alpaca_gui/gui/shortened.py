"""Names that are too long for their place."""


def shortened(text: str, most: int) -> str:
    """Give ``text`` with at most ``most`` characters: where it has more, its middle is left out."""
    if len(text) <= most:
        return text
    return f"{text[: most - most // 2 - 1]}…{text[len(text) - most // 2 :]}"
