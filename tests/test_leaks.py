"""The watch over Python threads really sees one, or no test that leaks would ever fail."""

import threading

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
