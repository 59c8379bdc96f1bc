"""Sentences beside the figures, for people who do not program."""


def temperature_words(temperature: float) -> str:
    """Say what the temperature is and does."""
    if temperature == 1.0:
        return "Temperature 1: the probability is the sigmoid of the raw logit."
    return (
        f"Temperature {temperature:.3g}: the probability is the sigmoid of the logit divided by it, so that 80 % is "
        "right about 80 times in 100. The logit that is shown stays raw, and no decision changes."
    )


def doubt_words(count: int) -> str:
    """Say what the suspicious labels are, on the button that shows them."""
    return "1 label in doubt" if count == 1 else f"{count:,} labels in doubt"
