"""The words on small changes: what becomes of a picture, and by which change, the same everywhere."""

import pytest

from alpaca_gui.explain.firm_words import State, firm_sentence, firm_words, state_of
from alpaca_gui.explain.firmness import Changed, Firmness
from alpaca_gui.explain.small_changes import small_changes
from alpaca_gui.logit.verdict import Rule

COUNT = len(small_changes())


def made_of(logit: float, *changed: float) -> Firmness:
    """A whole firmness: these logits, and for all other changes the picture's own."""
    logits = [*changed, *[logit] * (COUNT - len(changed))]
    changes = (Changed(one.name, one.words, value) for one, value in zip(small_changes(), logits, strict=True))
    return Firmness(logit, tuple(changes), None, logit)


@pytest.mark.parametrize(
    ("logits", "rule", "state", "said"),
    [
        ((3.0, 2.0), Rule(), State.STABLE, "It stays yes under all 16 small changes. Lowest +2.00 when mirrored, "),
        ((3.0, -2.0), Rule(), State.FLIPS, "It becomes no when it is mirrored. Lowest −2.00 when mirrored, "),
        ((-3.0, 2.0), Rule(), State.FLIPS, "It becomes yes when it is mirrored. Lowest −3.00 as it is, "),
        ((3.0, 0.5), Rule(0, 1), State.FLIPS, "It becomes unsure when it is mirrored. "),
        ((0.5, 3.0), Rule(0, 1), State.FLIPS, "It becomes yes when it is mirrored. "),
        ((0.5, -3.0), Rule(0, 1), State.FLIPS, "It becomes no when it is mirrored. "),
        ((0.5, 0.6), Rule(0, 1), State.STABLE, "It stays unsure under all 16 small changes. "),
        (
            (0.5, -0.5),
            Rule(0, 1),
            State.STABLE,
            "It stays unsure under all 16 small changes; it crosses the threshold when it is mirrored. Lowest −0.50 ",
        ),
        (
            (3.0, -2.0, 0.5),
            Rule(0, 1),
            State.FLIPS,
            "It becomes no when it is mirrored. It becomes unsure when it is cropped (left 6 %, top 9 %). ",
        ),
        (
            (0.5, -2.0, 2.0, -0.5),
            Rule(0, 1),
            State.FLIPS,
            "It becomes yes when it is cropped (left 6 %, top 9 %). It becomes no when it is mirrored. Lowest ",
        ),
        (
            (3.0, -1.0, 3.0, 3.0, 3.0, 3.0, 3.0, -2.0, -3.0),
            Rule(),
            State.FLIPS,
            "It becomes no when it is mirrored, saved as JPEG 60 or saved as JPEG 75. Lowest −3.00 when saved as ",
        ),
        ((3.0, *[-1.0] * 16), Rule(), State.FLIPS, "It becomes no under 16 changes: when it is mirrored, cropped ("),
    ],
)
def test_the_sentence_and_the_badge_say_what_becomes_of_it_and_by_which_change(
    logits: tuple[float, ...], rule: Rule, state: State, said: str
) -> None:
    found = made_of(*logits)
    assert state_of(found, rule) is state
    assert firm_sentence(found, rule).startswith(said)
    assert firm_words(found, rule) == f"{state.value}. {firm_sentence(found, rule)}"


def test_nothing_is_called_stable_before_all_is_tried() -> None:
    whole = made_of(3.0, 2.0, 1.0)
    for count in range(COUNT):
        part = Firmness(3.0, whole.changes[:count], None, 3.0)
        assert state_of(part, Rule()) is None
        assert "all" not in firm_sentence(part, Rule()).replace("small", "")
        assert firm_words(part, Rule()) == firm_sentence(part, Rule())
    assert state_of(whole, Rule()) is State.STABLE
