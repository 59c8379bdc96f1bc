"""The watch over Qt really sees what a test leaves behind, or no test that leaks would ever fail."""

import time

import pytest
from PySide6.QtCore import QObject, QSettings, QThread, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests import leaks


@pytest.fixture
def watch(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> leaks.QtWatch:
    return leaks.QtWatch(monkeypatch, grace_s=0.01)


def test_a_running_timer_is_found_with_the_line_that_started_it_and_stopped(watch: leaks.QtWatch) -> None:
    timer = QTimer()
    timer.start(1000)
    (sentence,) = watch.left()
    assert "QTimer" in sentence
    assert "test_leaks_of_qt.py" in sentence
    assert not timer.isActive()


def test_a_timer_that_went_with_its_owner_is_not_counted(watch: leaks.QtWatch) -> None:
    owner = QObject()
    timer = QTimer(owner)
    timer.start(1000)
    owner.deleteLater()
    assert watch.left() == []


def test_a_running_thread_is_found(watch: leaks.QtWatch) -> None:
    thread = QThread()
    thread.start()
    try:
        (sentence,) = watch.left()
        assert "QThread" in sentence
    finally:
        thread.quit()
        thread.wait()


def test_work_in_a_pool_is_found(watch: leaks.QtWatch) -> None:
    pool = QThreadPool()
    pool.start(lambda: time.sleep(0.3))
    (sentence,) = watch.left()
    assert "QThreadPool" in sentence
    pool.waitForDone()


def test_an_open_window_is_found_and_closed(watch: leaks.QtWatch) -> None:
    window = QLabel()
    window.setWindowTitle("forgotten")
    window.show()
    (sentence,) = watch.left()
    assert "forgotten" in sentence
    assert watch.left() == []


def test_a_window_that_qtbot_closes_is_no_leak(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()


def test_settings_are_kept_in_the_home_of_the_test(qapp: QApplication, home_of_its_own: object) -> None:
    settings = QSettings("Alpaca", "Alpaca")
    assert settings.fileName().startswith(str(home_of_its_own))
    assert settings.allKeys() == []
