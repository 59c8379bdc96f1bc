"""The shipped model is what its card says: one graph, three outputs, positive means alpaca, and as good as written."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from alpaca_gui.engine.bundle import ModelBundle, save_bundle
from alpaca_gui.imaging.preprocess import Preprocessing
from alpaca_gui.logit.metrics import measure
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.resources import shipped_model
from alpaca_gui.training.weights import SHA256
from tests.training.conftest import Judged, RunModule

REFERENCE = "alpaca_gui.training.reference"

pytestmark = pytest.mark.slow


def _twenty(judged: Judged) -> list[int]:
    """Twenty photographs spread over the whole set, of both answers."""
    spread = np.linspace(0, len(judged.evidence) - 1, 20).round().astype(int)
    assert 5 < judged.dataset.labels[spread].sum() < 15
    return [int(number) for number in spread]


@pytest.mark.tensorflow
def test_its_logits_are_those_of_the_keras_model_within_a_thousandth(judged: Judged, run_module: RunModule) -> None:
    chosen = _twenty(judged)
    paths = [judged.dataset.paths[number] for number in chosen]
    done = run_module(REFERENCE, "--bundle", shipped_model(), *paths)
    assert done.returncode == 0, done.stderr
    reference = json.loads(done.stdout)
    assert reference["paths"] == [str(path) for path in paths]
    ours = [judged.evidence[number].logit for number in chosen]
    np.testing.assert_allclose(ours, reference["logits"], rtol=0, atol=1e-3)
    assert np.ptp(ours) > 5


def test_the_mean_of_the_logit_map_is_the_logit(judged: Judged) -> None:
    for number in _twenty(judged):
        evidence = judged.evidence[number]
        assert evidence.logit_map is not None
        assert evidence.logit_map.shape == (7, 7)
        assert float(evidence.logit_map.mean(dtype=np.float64)) == pytest.approx(evidence.logit, abs=1e-4)


def test_its_embedding_and_its_head_are_those_of_a_logistic_regression(judged: Judged) -> None:
    """Trained by scikit-learn on the runtime's embeddings, it gives the runtime's logits."""
    embeddings = np.array([evidence.embedding for evidence in judged.evidence], dtype=np.float64)
    assert embeddings.shape == (len(judged.evidence), 1280)
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, tol=1e-8, max_iter=10_000))
    expected = model.fit(embeddings, judged.dataset.labels).decision_function(embeddings)
    logits = [evidence.logit for evidence in judged.evidence]
    np.testing.assert_allclose(logits, expected, rtol=0, atol=1e-2)


def test_positive_means_alpaca(judged: Judged, bundle: ModelBundle) -> None:
    logits = np.array([evidence.logit for evidence in judged.evidence])
    in_alpaca = np.array([path.parent.name == "alpaca" for path in judged.dataset.paths])
    assert bundle.card.yes == "alpaca"
    assert bundle.card.no == "not alpaca"
    assert logits[in_alpaca].mean() > 1
    assert logits[~in_alpaca].mean() < -1
    assert np.array_equal(judged.dataset.labels == 1, in_alpaca)


def test_its_card_holds_the_rule_and_the_preprocessing(bundle: ModelBundle) -> None:
    assert bundle.card.rule == Rule(threshold=0.0, band=1.0, temperature=1.0)
    assert bundle.card.preprocessing == Preprocessing(224, 224, "squash", "bilinear", 1 / 127.5, -1.0)
    assert bundle.card.exact_map
    assert bundle.card.backbone["weights"]["sha256"] == SHA256
    assert bundle.card.training_data["pictures"] == {"alpaca": 142, "not alpaca": 185}
    assert bundle.card.training_data["licence"].startswith("CC BY 2.0")
    assert "from_logits=True" in bundle.card.head["loss"]


def test_the_figures_on_its_card_meet_the_limits(bundle: ModelBundle) -> None:
    figures = bundle.card.out_of_fold
    assert figures["accuracy"] >= 0.965
    assert figures["log_loss"] <= 0.11
    assert (figures["n"], figures["folds"], len(figures["seeds"])) == (327, 5, 3)
    for name in ("accuracy", "log_loss", "brier", "auc"):
        assert figures[name] == pytest.approx(math.fsum(each[name] for each in figures["each_seed"]) / 3)


def test_the_figures_on_its_card_come_out_again_by_another_way(judged: Judged, bundle: ModelBundle) -> None:
    """The runtime's embeddings, folds and fit of scikit-learn: nothing of it is the code that wrote the card."""
    embeddings = np.array([evidence.embedding for evidence in judged.evidence], dtype=np.float64)
    labels = judged.dataset.labels
    found = []
    for seed in range(3):
        logits = np.empty(labels.size)
        for kept, held in StratifiedKFold(5, shuffle=True, random_state=seed).split(embeddings, labels):
            model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))
            logits[held] = model.fit(embeddings[kept], labels[kept]).decision_function(embeddings[held])
        found.append(measure(logits, labels))
    assert np.mean([each.accuracy for each in found]) == pytest.approx(bundle.card.out_of_fold["accuracy"], abs=0.01)
    assert np.mean([each.log_loss for each in found]) == pytest.approx(bundle.card.out_of_fold["log_loss"], abs=0.015)


def test_the_card_names_the_photographs_that_are_here(judged: Judged, bundle: ModelBundle) -> None:
    assert bundle.card.training_data["sha256"] == judged.dataset.fingerprint()


@pytest.mark.tensorflow
def test_the_reference_times_predict_and_keeps_stdout_to_its_answer(run_module: RunModule, samples: list[Path]) -> None:
    done = run_module(REFERENCE, "--bundle", shipped_model(), "--predict-times", *samples[:2])
    assert done.returncode == 0, done.stderr
    times = json.loads(done.stdout)
    assert [len(times[name]) for name in ("logits", "predict_ms", "predict_pipeline_ms")] == [2, 2, 2]
    assert min(times["predict_ms"]) > 0


@pytest.mark.tensorflow
def test_the_reference_says_what_is_wrong_with_a_bundle(
    run_module: RunModule, bundle: ModelBundle, tmp_path: Path, samples: list[Path]
) -> None:
    poor = tmp_path / "poor.model"
    save_bundle(poor, bundle.card, {"model.tflite": bundle.litert})
    done = run_module(REFERENCE, "--bundle", poor, samples[0])
    assert (done.returncode, done.stdout) == (1, "")
    assert "poor.model has no model.keras in it." in done.stderr
