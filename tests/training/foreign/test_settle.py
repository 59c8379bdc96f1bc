"""What a positive number means, and what the preprocessing is, is known or said, and never guessed. No TensorFlow."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.preprocess import FITS
from alpaca_gui.training.foreign.affine import Affine, chained
from alpaca_gui.training.foreign.model import Ending, ForeignModel, Kind, Scale, suggested_bundle
from alpaca_gui.training.foreign.request import BroughtIn, ImportRequest
from alpaca_gui.training.foreign.settle import mixture_so_far, settled

ONE = ForeignModel("one.keras", Kind.KERAS, 160, 120, 1, "(None, 1)", Ending.SIGMOID)
TWO = replace(ONE, name="two.h5", kind=Kind.H5, outputs=2, output_shape="(None, 2)", ending=Ending.SOFTMAX)
NAMED = replace(TWO, labels=("Alpaca", "Not alpaca"), scale=Scale.SIGNED, fit="crop", resampling="bilinear")
ASKED = ImportRequest(Path("one.keras"))
ALL = replace(*(ASKED,), yes="alpaca", no="llama", positive="yes", scale=Scale.UNIT, fit="squash", resampling="bicubic")


def test_everything_that_is_missing_is_asked_at_once_and_why() -> None:
    with pytest.raises(AlpacaError) as error:
        settled(ONE, ASKED)
    for words in ("--yes NAME --no NAME", "--positive yes", "by the alphabet", "--scale", "--fit", "--resampling"):
        assert words in str(error.value)
    assert ONE.asked == ("answers", "positive", "scale", "fit", "resampling")


@pytest.mark.parametrize("fit", FITS)
def test_each_way_to_fit_a_picture_in_is_offered_and_taken(fit: str) -> None:
    with pytest.raises(AlpacaError, match=f"--fit {fit}"):
        settled(ONE, ASKED)
    assert settled(ONE, replace(ALL, fit=fit)).preprocessing.fit == fit


def test_what_is_known_is_not_asked() -> None:
    assert NAMED.asked == ("yes_output",)
    how = settled(NAMED, replace(ASKED, yes="alpaca"))
    assert (how.yes, how.no) == ("alpaca", "Not alpaca")
    assert list(how.mixture) == [1, -1]
    assert (how.preprocessing.fit, how.preprocessing.scale, how.preprocessing.offset) == ("crop", 1 / 127.5, -1)
    other = settled(NAMED, replace(ASKED, yes_output=1))
    assert (other.yes, other.no, list(other.mixture)) == ("Not alpaca", "Alpaca", [-1, 1])


def test_a_yes_that_is_none_of_the_labels_is_asked_about() -> None:
    with pytest.raises(AlpacaError, match="'Alpaca' or 'Not alpaca'"):
        settled(NAMED, replace(ASKED, yes="sheep"))
    assert list(settled(NAMED, replace(ASKED, yes="sheep", no="goat", yes_output=0)).mixture) == [1, -1]


def test_the_switch_turns_the_sign_and_says_so() -> None:
    kept, turned = settled(ONE, ALL), settled(ONE, replace(ALL, positive="no"))
    assert (list(kept.mixture), list(turned.mixture)) == ([1], [-1])
    assert not any("sign was turned" in note for note in kept.notes)
    assert any("sign was turned" in note for note in turned.notes)
    assert any("The sigmoid belongs inside the loss" in note for note in kept.notes)


def test_a_preview_needs_nobody_to_have_said_what_positive_means() -> None:
    assert list(mixture_so_far(ONE, ASKED)) == [1]
    assert list(mixture_so_far(TWO, ASKED)) == [-1, 1]
    assert list(mixture_so_far(ONE, replace(ASKED, positive="no"))) == [-1]


def test_a_person_may_say_otherwise_than_the_file() -> None:
    how = settled(NAMED, replace(ASKED, yes="alpaca", scale=Scale.BYTES, fit="squash", resampling="bicubic"))
    assert (how.preprocessing.scale, how.preprocessing.fit, how.preprocessing.resampling) == (1, "squash", "bicubic")


def test_two_answers_of_one_name_are_refused() -> None:
    with pytest.raises(AlpacaError, match="cannot both be called 'llama'"):
        settled(ONE, replace(ALL, yes="llama"))


def test_a_model_of_any_size_needs_one() -> None:
    free = replace(ONE, width=None, height=None)
    with pytest.raises(AlpacaError, match="--size"):
        settled(free, ALL)
    with pytest.raises(AlpacaError, match="1 to 4096 pixels"):
        settled(free, replace(ALL, width=9000, height=10))


def test_they_go_to_the_child_and_back_unchanged() -> None:
    whole = replace(ALL, out=Path("/a/b.model"), pictures=(Path("p.png"),), yes_output=1, width=3, height=4)
    for request in (ASKED, whole):
        assert ImportRequest.from_dict(request.as_dict()) == request
    for model in (ONE, NAMED):
        assert ForeignModel.from_dict(model.as_dict()) == model
    made = BroughtIn("x.model", True, 1e-6, 10, ("a",))
    assert BroughtIn.from_dict(made.as_dict()) == made
    assert suggested_bundle(Path("/a/keras_model.h5")) == Path("/a/keras_model.model")


@pytest.mark.parametrize(
    ("steps", "scale"),
    [
        ([], None),
        ([("divide", 127.5), ("subtract", 1)], Scale.BYTES),
        ([("multiply", 1 / 255)], Scale.BYTES),
        ([("multiply", 1 / 255), ("subtract", [0.485, 0.456, 0.406]), ("divide", [0.229, 0.224, 0.225])], Scale.BYTES),
        ([("subtract", [103.9, 116.8, 123.7])], Scale.BYTES),
        ([("multiply", 2), ("subtract", 1)], Scale.UNIT),
        ([("multiply", 2), ("dance", 1)], Scale.UNIT),
        ([("divide", 0)], None),
    ],
)
def test_the_range_that_a_model_wants_is_told_by_its_first_steps(
    steps: list[tuple[str, float]], scale: Scale | None
) -> None:
    assert chained(steps).wanted is scale


@given(st.lists(st.tuples(st.sampled_from(["multiply", "add", "subtract"]), st.floats(-3, 3)), max_size=5))
def test_steps_are_composed_as_they_are_computed(steps: list[tuple[str, float]]) -> None:
    value = 7.25
    for operation, number in steps:
        value = {"multiply": value * number, "add": value + number, "subtract": value - number}[operation]
    affine: Affine = chained(steps)
    assert affine.scale * 7.25 + affine.offset == pytest.approx(value, abs=1e-9)
