"""The head is the optimum of a convex problem, found with the loss from logits."""

from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from tests.training.made_up import LABELS, made_up_embeddings

pytestmark = pytest.mark.tensorflow


def test_its_logits_are_those_of_scikit_learn(child_facts: dict[str, Any]) -> None:
    embeddings = made_up_embeddings()
    other = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, tol=1e-10, max_iter=10_000))
    expected = other.fit(embeddings, LABELS).decision_function(embeddings)
    assert np.ptp(expected) > 2
    np.testing.assert_allclose(child_facts["logits"], expected, atol=1e-2)


def test_the_same_features_give_the_same_head(child_facts: dict[str, Any]) -> None:
    assert child_facts["again"] == child_facts["logits"]


def test_the_loss_takes_logits(child_facts: dict[str, Any]) -> None:
    assert child_facts["losses"] == [{"from_logits": True}]


def test_classes_far_apart_give_finite_logits_on_their_sides(child_facts: dict[str, Any]) -> None:
    logits = np.array(child_facts["separable"])
    assert np.isfinite(logits).all()
    assert ((logits > 0) == (LABELS == 1)).all()


def test_every_fold_has_its_share_of_both_answers(child_facts: dict[str, Any]) -> None:
    folds = np.array(child_facts["folds"])
    for label in (0, 1):
        sizes = np.bincount(folds[label == LABELS], minlength=5)
        assert sizes.max() - sizes.min() <= 1
    assert child_facts["folds"] != child_facts["other_folds"]


def test_no_head_sees_the_pictures_that_it_judges(child_facts: dict[str, Any]) -> None:
    folds = np.array(child_facts["folds"])
    assert len(child_facts["seen"]) == 5
    for fold, seen in enumerate(child_facts["seen"]):
        assert seen == np.flatnonzero(folds != fold).tolist()


def test_a_model_below_the_limits_is_refused_with_its_figures(child_facts: dict[str, Any]) -> None:
    too_wrong, too_sure, broken, good = child_facts["refusals"]
    assert "0.9640" in too_wrong
    assert "nothing was written" in too_wrong
    assert "0.1110" in too_sure
    assert broken
    assert good is None
