"""Another model, another list and a model that breaks its promise, while the lesson is open: found by attacking it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.explain.lens import Lens
from alpaca_gui.gui.lesson.one_neuron import NO_WEIGHTS
from alpaca_gui.gui.main_window import MainWindow
from alpaca_gui.imaging.preprocess import Tensor
from tests.gui import driving
from tests.gui.lesson.conftest import open_lesson

pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support propagateSizeHints", "This plugin does not support raise"
)


def test_another_model_with_fewer_features_begins_anew(
    qtbot: QtBot, sampled: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = open_lesson(qtbot, sampled)
    assert "1,280" in lesson.page.own.text()
    QTest.keyClick(lesson.page.step.plot, Qt.Key.Key_End)

    def small(self: Lens, bundle: ModelBundle) -> None:
        original(self, bundle)
        self.weights = np.array([1.0, -2.0], np.float32)
        self.bias = 0.5

    def two(self: Classifier, tensor: Tensor) -> Evidence:
        return replace(run(self, tensor), embedding=np.array([3.0, 1.0], np.float32), logit=1.5)

    original, run = Lens.__init__, Classifier.run
    assert sampled.collection is not None
    bundle = sampled.collection.bundle
    assert bundle is not None
    with monkeypatch.context() as patch:
        patch.setattr(Lens, "__init__", small)
        patch.setattr(Classifier, "run", two)
        sampled.collection.answering.bundle = replace(bundle)
        sampled.collection.model_opened.emit(sampled.collection.bundle)
        driving.until(qtbot, lambda: "after all 2 it is +1.5000" in lesson.page.own.text())
        assert lesson.page.step.plot.value <= 2
        QTest.keyClick(lesson.page.step.plot, Qt.Key.Key_Home)
        assert "After the 0 weightiest features the sum is +0.50" in lesson.page.own.text()
        lesson.close()


@pytest.mark.parametrize("features", [3, 1280])
def test_a_sum_that_is_not_the_logit_is_not_taught(
    qtbot: QtBot, sampled: MainWindow, monkeypatch: pytest.MonkeyPatch, features: int
) -> None:
    run = Classifier.run

    def odd(self: Classifier, tensor: Tensor) -> Evidence:
        return replace(run(self, tensor), embedding=np.ones(features, np.float32), logit=0.25)

    with monkeypatch.context() as patch:
        patch.setattr(Classifier, "run", odd)
        lesson = open_lesson(qtbot, sampled)
        assert lesson.page.own.text() == NO_WEIGHTS
        lesson.close()


def test_what_is_said_of_the_list_stays_true_while_it_changes(qtbot: QtBot, sampled: MainWindow) -> None:
    lesson = open_lesson(qtbot, sampled)
    lesson.page.go_to(5)
    assert sampled.collection is not None
    present = sampled.collection.columns.present()
    assert f"of the {present.size} pictures in the list" in lesson.page.own.text()
    sampled.collection.changes.remove(present[-2:])
    driving.until(qtbot, lambda: f"of the {present.size - 2} pictures in the list" in lesson.page.own.text())
