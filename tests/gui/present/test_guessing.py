"""Guess, then reveal: what is counted, and who is right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.gui.present.guessing import Game, Guesses, Score, Stage
from alpaca_gui.logit.verdict import Decision


def game_with(key: int, yes: int, no: int) -> Game:
    game = Game()
    for side in [True] * yes + [False] * no:
        game.guess(key, yes=side)
    return game


@pytest.mark.parametrize(
    ("yes", "no", "answer"),
    [(0, 0, None), (3, 1, Decision.YES), (1, 2, Decision.NO), (2, 2, Decision.UNSURE)],
)
def test_most_people_decide_what_people_say(yes: int, no: int, answer: Decision | None) -> None:
    assert Guesses(yes, no).answer is answer


def test_everything_is_revealed_in_order_and_the_other_way_round() -> None:
    assert [stage.following for stage in Stage] == [Stage.DECISION, Stage.MAP, Stage.SCORE, None]
    assert [stage.before for stage in Stage] == [None, Stage.GUESS, Stage.DECISION, Stage.MAP]


def test_the_last_guess_is_taken_back_and_only_of_this_picture() -> None:
    game = game_with(1, 2, 1)
    game.guess(2, yes=True)
    game.take_back(1)
    assert game.of(1) == Guesses(2, 1)
    game.take_back(2)
    assert game.of(2) == Guesses()
    game.take_back(1)
    assert game.of(1) == Guesses(2, 0)


def test_a_picture_that_nobody_guessed_at_is_no_round() -> None:
    game = Game()
    game.reveal(1, Decision.YES, 1)
    assert game.score == Score()
    assert game.score.words() == "Nobody has guessed yet."


def test_who_is_right_is_the_labels_word() -> None:
    game = game_with(1, 3, 0)
    game.reveal(1, Decision.NO, 1)
    game.guess(2, yes=False)
    game.reveal(2, Decision.NO, 0)
    game.guess(3, yes=True)
    game.reveal(3, Decision.YES, None)
    assert game.score == Score(rounds=3, labelled=2, people=2, model=1, agreed=2)
    assert game.score.words() == "People 2 of 2 · model 1 of 2 · agreed on 2 of 3"


def test_being_unsure_is_not_being_right() -> None:
    game = game_with(1, 1, 1)
    game.reveal(1, Decision.UNSURE, 1)
    assert (game.score.people, game.score.model, game.score.agreed) == (0, 0, 1)


def test_revealing_again_does_not_count_twice() -> None:
    game = game_with(1, 1, 0)
    game.reveal(1, Decision.YES, 1)
    game.reveal(1, Decision.YES, 1)
    assert game.score.rounds == 1


def test_without_labels_only_agreement_is_told() -> None:
    game = game_with(1, 1, 0)
    game.reveal(1, Decision.NO, None)
    assert game.score.words() == "People and model agreed on 0 of 1"


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(Decision), st.sampled_from([None, 0, 1])), max_size=30))
def test_nobody_is_right_more_often_than_there_are_labels(rounds: list[tuple[bool, Decision, int | None]]) -> None:
    game = Game()
    for key, (yes, model, truth) in enumerate(rounds):
        game.guess(key, yes=yes)
        game.reveal(key, model, truth)
    score = game.score
    assert score.rounds == len(rounds)
    assert score.labelled == sum(truth is not None for _, _, truth in rounds)
    assert max(score.people, score.model) <= score.labelled
    assert score.people == sum(int(yes) == truth for yes, _, truth in rounds)
