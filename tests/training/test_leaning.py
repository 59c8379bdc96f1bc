"""The leaning head is a ridge on features and class scores at once, and is calm where the plain one is loud."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from alpaca_gui.engine.classes import Classes
from alpaca_gui.errors import AlpacaError
from alpaca_gui.training import leaning
from alpaca_gui.training.leaning import faint_noes, prior_covariance, prototypes, train_leaning

FEATURES, CLASSES = 24, 12
LABELS = np.array([1] * 20 + [0] * 30)


def _classes() -> Classes:
    rng = np.random.default_rng(1)
    return Classes(rng.normal(size=(FEATURES, CLASSES)).astype(np.float32), rng.normal(size=CLASSES).astype(np.float32))


def _embeddings() -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    rng = np.random.default_rng(2)
    rows = np.abs(rng.normal(size=(LABELS.size, FEATURES))) * rng.uniform(0.1, 3, FEATURES)
    rows[:, 0] += LABELS
    return rows


def test_the_metric_is_ridge_on_features_and_scores_side_by_side() -> None:
    """Both ways of writing it give the same logits: one matrix, or twice the columns in scikit-learn."""
    x, classes = _embeddings(), _classes()
    mean, metric = x.mean(axis=0), np.linalg.cholesky(prior_covariance(x, classes))
    folded = LogisticRegression(C=0.3, solver="newton-cholesky", tol=1e-12).fit((x - mean) @ metric, LABELS)
    variance = x.var(axis=0)
    contrasts = classes.weights.astype(np.float64) - classes.weights.mean(axis=1, keepdims=True, dtype=np.float64)
    scores = (x - mean) @ contrasts
    scores *= leaning.LEANING / np.sqrt(scores.var(axis=0).mean()) * np.sqrt(FEATURES / CLASSES)
    beside = np.hstack([(x - mean) / np.sqrt(variance + variance.mean()), scores])
    wide = LogisticRegression(C=0.3, solver="newton-cholesky", tol=1e-12).fit(beside, LABELS)
    np.testing.assert_allclose(folded.decision_function((x - mean) @ metric), wide.decision_function(beside), atol=1e-6)


def test_its_logits_are_those_of_scikit_learn_with_the_faint_noes_written_out() -> None:
    x, classes = _embeddings(), _classes()
    faint = faint_noes(x, LABELS, classes)
    assert 0 < len(faint) < CLASSES
    mean, metric = x.mean(axis=0), np.linalg.cholesky(prior_covariance(x, classes))
    rows = (np.vstack([x, faint]) - mean) @ metric
    truth = np.concatenate([LABELS, np.zeros(len(faint), dtype=np.int64)])
    counts = np.concatenate([np.ones(LABELS.size), np.full(len(faint), leaning.FAINT / CLASSES)])
    other = LogisticRegression(C=leaning.C, solver="newton-cholesky", tol=1e-12)
    expected = other.fit(rows, truth, sample_weight=counts).decision_function((x - mean) @ metric)
    np.testing.assert_allclose(train_leaning(x, LABELS, classes).logits(x), expected, atol=1e-3)


def test_a_class_that_the_yes_side_resembles_stands_in_for_nothing() -> None:
    x, classes = _embeddings(), _classes()
    scores = x[LABELS == 1] @ classes.weights + classes.biases
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    expected = prototypes(x, classes)[shares.mean(axis=0) < leaning.RESEMBLANCE]
    np.testing.assert_allclose(faint_noes(x, LABELS, classes), expected)


def test_a_prototype_is_a_picture_of_its_class_by_the_classes_own_weights() -> None:
    x, classes = _embeddings(), _classes()
    scores = prototypes(x, classes) @ classes.weights + classes.biases
    usual = x.mean(axis=0) @ classes.weights + classes.biases
    assert (np.diag(scores) > usual - 1e-9).all()
    assert (prototypes(x, classes) >= 0).all()


def test_a_feature_that_hardly_ever_speaks_is_not_made_loud() -> None:
    """One that is 0 but for a whisper on the yes side shouts on a strange picture; the head must not obey."""
    x = _embeddings()
    x[:, 5] = 0.0
    x[:2, 5] = 1e-3
    head = train_leaning(x, LABELS, _classes())
    strange = x.mean(axis=0)
    calm = head.logits(strange[np.newaxis])[0]
    strange[5] = 5.0
    assert abs(head.logits(strange[np.newaxis])[0] - calm) < 5


@settings(max_examples=10)  # each trains a head
@given(st.floats(0.01, 100))
def test_pictures_that_all_count_the_same_share_give_the_same_order(count: float) -> None:
    x = _embeddings()
    head = train_leaning(x, LABELS, _classes(), np.full(LABELS.size, count))
    assert np.isfinite(head.logits(x)).all()


def test_the_same_features_give_the_same_head() -> None:
    first, second = (train_leaning(_embeddings(), LABELS, _classes()) for _ in range(2))
    assert (first.weights == second.weights).all()
    assert first.bias == second.bias


def test_features_that_never_change_are_no_hindrance() -> None:
    head = train_leaning(np.ones((LABELS.size, FEATURES)), LABELS, _classes())
    assert np.isfinite(head.weights).all()


def test_classes_of_other_features_are_refused() -> None:
    with pytest.raises(AlpacaError, match="24 features, its classes weigh 23"):
        train_leaning(_embeddings(), LABELS, Classes(_classes().weights[1:], _classes().biases))


def test_one_answer_alone_cannot_be_trained_on() -> None:
    with pytest.raises(AlpacaError, match="both answers"):
        train_leaning(_embeddings(), np.ones_like(LABELS), _classes())
