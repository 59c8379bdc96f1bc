"""The pipeline gives a record for every item, holds only a few at a time, and leaves no thread whatever happens."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.errors import BundleError
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.imaging.source import FileSource, LinkSource, MemorySource
from alpaca_gui.jobs import pipeline as module
from alpaca_gui.jobs.fetch import FetchLimits
from alpaca_gui.jobs.intake import Item
from alpaca_gui.jobs.pipeline import IN_FLIGHT_PER_WORKER, Limits, Pipeline, Result, default_workers
from alpaca_gui.resources import shipped_samples
from tests.jobs.conftest import RedClassifier
from tests.jobs.web import Web

PATIENCE_S = 60  # never reached where all is well

pytestmark = pytest.mark.timeout(60)


def _items(paths: list[Path]) -> list[Item]:
    return [Item(FileSource(path), key=number) for number, path in enumerate(paths)]


def _logits(results: list[Result]) -> list[float | None]:
    return [result.record.logit for result in results]


def _set_when_asked(cancel: threading.Event, web: Web) -> None:
    web.entered.wait(20)
    cancel.set()


def _names_of_threads() -> set[str]:
    return {thread.name.split("_")[0] for thread in threading.enumerate()}


def test_the_shipped_model_answers_in_order(bundle: ModelBundle) -> None:
    paths = [shipped_samples() / name for name in ("tiger.jpg", "drawn-alpaca.jpg", "lion.png")]
    with Pipeline(bundle) as pipeline:
        records = [result.record for result in pipeline.run(_items(paths), threading.Event())]
    assert [record.source.name for record in records] == [path.name for path in paths]
    tiger, alpaca, lion = (record.logit for record in records)
    assert tiger is not None
    assert alpaca is not None
    assert lion is not None
    assert tiger < -3 < lion < 1
    assert alpaca > 3
    assert (records[1].width, records[1].height, records[1].error) == (640, 640, None)


def test_the_same_pictures_give_the_same_logits_with_any_number_of_workers(bundle: ModelBundle) -> None:
    items = _items(sorted(shipped_samples().glob("*.png")))
    found = []
    for workers in (1, 3):
        with Pipeline(bundle, workers=workers) as pipeline:
            found.append(_logits(list(pipeline.run(items, threading.Event()))))
    assert found[0] == found[1]


@pytest.mark.usefixtures("red")
def test_order_is_kept_though_a_later_picture_is_done_first(
    bundle: ModelBundle, herd: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    later_done = threading.Event()

    class First(RedClassifier):
        def classify(self, picture: Picture) -> Evidence:
            evidence = super().classify(picture)
            if evidence.logit == 0:
                assert later_done.wait(PATIENCE_S)
            elif evidence.logit == 3:
                later_done.set()
            return evidence

    monkeypatch.setattr(module, "Classifier", First)
    with Pipeline(bundle, workers=2) as pipeline:
        assert _logits(list(pipeline.run(_items(herd), threading.Event()))) == list(range(20))


@pytest.mark.usefixtures("red")
def test_without_order_nothing_waits_for_a_slow_one_and_all_come(
    bundle: ModelBundle, herd: list[Path], web: Web
) -> None:
    slow = Item(LinkSource(web.address("/drip")), key=99)
    limits = Limits(fetch=FetchLimits(seconds=0.6))
    with Pipeline(bundle, workers=2, limits=limits) as pipeline:
        results = list(pipeline.run([slow, *_items(herd)], threading.Event(), ordered=False))
    assert sorted(result.item.key for result in results) == [*range(20), 99]
    assert results[-1].item.key == 99
    assert results[-1].record.error == "It could not be fetched within 0.6 seconds."


@pytest.mark.usefixtures("red")
@pytest.mark.parametrize("ordered", [True, False])
def test_a_broken_picture_never_stops_the_rest(bundle: ModelBundle, herd: list[Path], ordered: bool) -> None:
    for path in herd[::3]:
        path.write_bytes(b"not a picture")
    herd[4].unlink()
    items = [*_items(herd), Item(FileSource(herd[1]), "Refused.", 20)]
    with Pipeline(bundle, workers=2) as pipeline:
        results = list(pipeline.run(items, threading.Event(), ordered=ordered))
    by_key = {result.item.key: result.record for result in results}
    assert len(results) == len(by_key) == 21
    for key, record in by_key.items():
        failed = key % 3 == 0 or key in (4, 20)
        assert (record.logit, record.error is not None) == (None if failed else key, failed)
    assert by_key[20].error == "Refused."


@pytest.mark.usefixtures("red")
def test_a_link_is_fetched_and_its_record_holds_the_picture(bundle: ModelBundle, web: Web) -> None:
    links = [Item(LinkSource(web.address(page))) for page in ("/good.png", "/html", "/text")]
    with Pipeline(bundle) as pipeline:
        good, page, text = (result.record for result in pipeline.run(links, threading.Event()))
    assert isinstance(good.source, MemorySource)
    assert (good.source.location, good.width, good.error) == (web.address("/good.png"), 64, None)
    assert page.error == "The address leads to a web page, not to a picture."
    assert text.error is not None
    assert text.error.startswith("It is not a picture")


@pytest.mark.usefixtures("red")
def test_the_pixel_limit_holds(bundle: ModelBundle, herd: list[Path]) -> None:
    with Pipeline(bundle, limits=Limits(pixels=23)) as pipeline:
        (result,) = pipeline.run(_items(herd[:1]), threading.Event())
    assert result.record.error is not None
    assert result.record.error.startswith("It is too large: 6 x 4 pixels")


@pytest.mark.usefixtures("red")
@pytest.mark.parametrize("ordered", [True, False])
def test_only_a_few_items_are_held_however_many_there_are(bundle: ModelBundle, herd: list[Path], ordered: bool) -> None:
    taken, given, most = 0, 0, 0

    def endless() -> Iterator[Item]:
        nonlocal taken, most
        while taken < 300:
            taken += 1
            most = max(most, taken - given)
            yield Item(FileSource(herd[0]))

    with Pipeline(bundle, workers=2) as pipeline:
        for _ in pipeline.run(endless(), threading.Event(), ordered=ordered):
            given += 1
    assert given == 300
    # Those at work, one in the feeder's hand, one in the consumer's.
    assert most <= 2 * IN_FLIGHT_PER_WORKER + 2


@pytest.mark.usefixtures("red")
def test_cancelling_ends_the_run_early_and_leaves_no_thread(bundle: ModelBundle, herd: list[Path]) -> None:
    cancel = threading.Event()
    with Pipeline(bundle, workers=2) as pipeline:
        given = 0
        for _ in pipeline.run(_items(herd * 50), cancel):
            given += 1
            if given == 5:
                cancel.set()
        assert 5 <= given < 50
        assert "feed" not in _names_of_threads()
    assert not {"classify", "fetch"} & _names_of_threads()


@pytest.mark.usefixtures("red")
def test_a_cancelled_link_is_given_up_at_once(bundle: ModelBundle, web: Web) -> None:
    cancel = threading.Event()
    watch = threading.Thread(target=_set_when_asked, args=(cancel, web))
    watch.start()
    with Pipeline(bundle) as pipeline:
        assert list(pipeline.run([Item(LinkSource(web.address("/silent")))], cancel)) == []
    watch.join()


@pytest.mark.usefixtures("red")
@pytest.mark.parametrize("ordered", [True, False])
def test_closing_the_results_early_leaves_no_thread_and_the_pipeline_usable(
    bundle: ModelBundle, herd: list[Path], ordered: bool
) -> None:
    with Pipeline(bundle, workers=2) as pipeline:
        results = pipeline.run(_items(herd * 50), threading.Event(), ordered=ordered)
        next(results)
        results.close()
        assert "feed" not in _names_of_threads()
        assert len(list(pipeline.run(_items(herd), threading.Event(), ordered=ordered))) == 20


@pytest.mark.usefixtures("red")
def test_a_pipeline_that_was_never_used_closes(bundle: ModelBundle) -> None:
    Pipeline(bundle).close()
    with Pipeline(bundle) as pipeline:
        assert list(pipeline.run([], threading.Event())) == []


class Faulty(RedClassifier):
    """Has a mistake in it that one picture brings out."""

    def classify(self, picture: Picture) -> Evidence:
        evidence = super().classify(picture)
        if evidence.logit == 7:
            raise ZeroDivisionError("a mistake in the program")
        return evidence


@pytest.mark.parametrize("ordered", [True, False])
def test_a_mistake_in_a_worker_reaches_the_caller(
    bundle: ModelBundle, herd: list[Path], monkeypatch: pytest.MonkeyPatch, ordered: bool
) -> None:
    monkeypatch.setattr(module, "Classifier", Faulty)
    with Pipeline(bundle, workers=2) as pipeline:
        results = pipeline.run(_items(herd * 5), threading.Event(), ordered=ordered)
        with pytest.raises(ZeroDivisionError, match="a mistake in the program"):
            list(results)
        assert "feed" not in _names_of_threads()


def test_a_model_that_cannot_run_reaches_the_caller(
    bundle: ModelBundle, herd: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: ModelBundle) -> None:
        raise BundleError("LiteRT cannot run it.")

    monkeypatch.setattr(module, "Classifier", refuse)
    with Pipeline(bundle) as pipeline, pytest.raises(BundleError, match=r"LiteRT cannot run it\."):
        list(pipeline.run(_items(herd), threading.Event()))


@pytest.mark.usefixtures("red")
@pytest.mark.parametrize("ordered", [True, False])
def test_a_mistake_in_the_items_comes_after_what_was_taken_before(
    bundle: ModelBundle, herd: list[Path], ordered: bool
) -> None:
    def broken() -> Iterator[Item]:
        yield from _items(herd[:3])
        raise LookupError("no more")

    with Pipeline(bundle) as pipeline:
        results = pipeline.run(broken(), threading.Event(), ordered=ordered)
        assert sorted(next(results).item.key for _ in range(3)) == [0, 1, 2]
        with pytest.raises(LookupError):
            next(results)


def test_after_a_mistake_items_that_would_block_are_woken(
    bundle: ModelBundle, herd: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "Classifier", Faulty)
    woken = threading.Event()

    def waiting() -> Iterator[Item]:
        yield Item(FileSource(herd[7]))
        assert woken.wait(PATIENCE_S)

    with Pipeline(bundle) as pipeline:
        results = pipeline.run(waiting(), threading.Event(), ordered=False, unblock=woken.set)
        with pytest.raises(ZeroDivisionError):
            next(results)


@pytest.mark.usefixtures("red")
def test_every_worker_is_prepared_once(bundle: ModelBundle, herd: list[Path]) -> None:
    prepared: list[str] = []
    with Pipeline(
        bundle, workers=2, on_worker_start=lambda: prepared.append(threading.current_thread().name)
    ) as pipeline:
        list(pipeline.run(_items(herd), threading.Event()))
        list(pipeline.run(_items(herd), threading.Event()))
    assert 1 <= len(prepared) == len(set(prepared)) <= 2


def test_there_are_as_many_workers_as_cores_and_eight_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, workers in ((1, 1), (2, 2), (64, 8)):
        monkeypatch.setattr("os.sched_getaffinity", lambda _, cores=cores: set(range(cores)))
        assert default_workers() == workers
