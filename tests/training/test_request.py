"""What a training is asked for comes through to the child whole, and what cannot be done is refused at once."""

from pathlib import Path

import pytest

from alpaca_gui.errors import AlpacaError
from alpaca_gui.training.request import FEWEST_FOLDS, MOST_SEED, Recipe, TrainingRequest, Weights


def request(folds: int = 5, seed: int = 42) -> TrainingRequest:
    """A request."""
    out = Path("c.model")
    return TrainingRequest(Path("a"), Path("b"), "a", "b", out, Recipe.COURSE, folds, seed, Weights.IMAGENET, Path("m"))


@pytest.mark.parametrize("model", [None, Path("m.model")])
def test_a_request_survives_the_way_to_the_child(model: Path | None) -> None:
    asked = TrainingRequest(Path("a"), Path("b"), "a", "b", Path("c"), model=model, thumbnails=model is None)
    for one in (asked, request()):
        assert TrainingRequest.from_dict(one.as_dict()) == one


@pytest.mark.parametrize("seed", [-1, MOST_SEED + 1])
def test_a_seed_that_no_generator_takes_is_refused(seed: int) -> None:
    with pytest.raises(AlpacaError, match=rf"seed should be a whole number from 0 to 4294967292, not {seed}\.$"):
        request(seed=seed)


@pytest.mark.parametrize("folds", [-5, 0, 1])
def test_too_few_folds_are_refused(folds: int) -> None:
    with pytest.raises(AlpacaError, match=rf"At least 2 folds are needed .*, not {folds}\.$"):
        request(folds=folds)


def test_no_pictures_go_into_a_model_unless_somebody_asks() -> None:
    assert not request().thumbnails
    before = {name: value for name, value in request().as_dict().items() if name != "thumbnails"}
    assert not TrainingRequest.from_dict(before).thumbnails


def test_the_limits_themselves_are_allowed() -> None:
    assert request(FEWEST_FOLDS, MOST_SEED).seed == MOST_SEED
    assert request(seed=0).seed == 0


def test_the_child_refuses_them_too() -> None:
    with pytest.raises(AlpacaError, match="folds"):
        TrainingRequest.from_dict({**request().as_dict(), "folds": 1})
