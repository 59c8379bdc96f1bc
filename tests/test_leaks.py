"""The watch over Python threads really sees one, or no test that leaks would ever fail."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests import leaks


def test_a_thread_that_still_runs_is_found() -> None:
    before = leaks.threads()
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait, name="forgotten")
    thread.start()
    try:
        assert leaks.threads_left(before, grace_s=0.01) == [thread]
    finally:
        stop.set()
        thread.join()


def test_a_thread_that_ends_within_the_grace_is_not_counted() -> None:
    before = leaks.threads()
    threading.Thread(target=threading.Event().wait, args=(0.05,)).start()
    assert leaks.threads_left(before) == []


def test_a_thread_that_is_being_started_at_this_moment_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    before = leaks.threads()
    go_on = threading.Event()
    slow = threading.Thread(target=int, name="slow to start")
    begin: Callable[..., Any] = threading._start_new_thread  # type: ignore[attr-defined]

    def begin_late(function: Any, arguments: tuple[Any, ...]) -> Any:
        late = function.__self__ is slow
        return begin(lambda: go_on.wait() and function(*arguments), ()) if late else begin(function, arguments)

    monkeypatch.setattr(threading, "_start_new_thread", begin_late)
    threading.Thread(target=slow.start, name="starts it").start()
    while slow not in threading.enumerate():
        time.sleep(0.001)
    try:
        assert slow in leaks.threads_left(before, grace_s=0.01)
    finally:
        go_on.set()
    assert leaks.threads_left(before) == []
