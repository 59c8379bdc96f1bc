"""The nearest embeddings are those that plain arithmetic finds, by whatever instructions the machine has."""

import math
import subprocess
import sys
from threading import Event

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from alpaca_gui.errors import LibraryError
from alpaca_gui.library import neighbours
from alpaca_gui.library.neighbours import nearest

Rows = NDArray[np.float16]


def embeddings(n: int, features: int = 64, seed: int = 0) -> Rows:
    """Like those of a network: not negative, many zeros."""
    values = np.random.default_rng(seed).normal(size=(n, features))
    return np.maximum(values, 0).astype(np.float16)


def by_hand(rows: Rows, query: Rows) -> list[float]:
    """Cosines in plain Python."""
    asked = [float(value) for value in query]
    found = []
    for row in rows.tolist():
        lengths = math.sqrt(math.fsum(a * a for a in row)) * math.sqrt(math.fsum(b * b for b in asked))
        found.append(math.fsum(a * b for a, b in zip(row, asked, strict=True)) / lengths if lengths else 0.0)
    return found


def check(rows: Rows, query: Rows, k: int, threads: int = 2) -> None:
    found = nearest(rows, query, k, threads=threads)
    cosines = by_hand(rows, query)
    assert found.cosines == pytest.approx([cosines[place] for place in found.places], abs=1e-12)
    assert found.cosines == pytest.approx(sorted(cosines, reverse=True)[: max(k, 0)], abs=5e-7)
    assert len(set(found.places.tolist())) == min(k, len(rows))


@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 9), st.integers(0, 45), st.integers(1, 3))
def test_finds_what_plain_arithmetic_finds(seed: int, n: int, features: int, k: int, threads: int) -> None:
    rows = embeddings(n, features, seed)
    check(rows, rows[n // 2], k, threads)


def test_finds_it_in_many_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = embeddings(500)
    whole = nearest(rows, rows[3], 20)
    monkeypatch.setattr(neighbours, "_CHUNK", 1000)
    in_chunks = nearest(rows, rows[3], 20, threads=3)
    assert (in_chunks.places == whole.places).all()
    assert (in_chunks.cosines == whole.cosines).all()
    check(rows, rows[3], 20)


def test_negative_numbers_and_lengths_that_differ_change_nothing() -> None:
    rows = (np.random.default_rng(1).normal(size=(300, 48)) * np.geomspace(1e-2, 1e3, 300)[:, None]).astype(np.float16)
    check(rows, rows[7], 300)


def test_a_machine_without_float16_instructions_finds_the_same() -> None:
    program = (
        "import numpy as np, simsimd",
        "from tests.library.test_neighbours import by_hand, check, embeddings",
        "for name, there in simsimd.get_capabilities().items():",
        "    if there and name != 'serial': simsimd.disable_capability(name)",
        "noise = np.random.default_rng(0).normal(size=(1500, 320))",
        "rows = (embeddings(1, 320) * (1 + 0.3 * noise)).astype(np.float16)",
        "rough = np.argsort(np.asarray(simsimd.cdist(rows[9:10], rows, metric='cosine'))[0])[:50]",
        "assert rough.tolist() != np.argsort(by_hand(rows, rows[9]))[::-1][:50].tolist(), 'it is not rough'",
        "for k in (1, 5, 50, 1500): check(rows, rows[9], k)",
        "print(*(name for name, there in simsimd.get_capabilities().items() if there))",
    )
    run = subprocess.run([sys.executable, "-c", "\n".join(program)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == ["serial"]


def test_the_kernels_that_add_up_in_float16_are_not_used() -> None:
    import simsimd

    nearest(embeddings(3), embeddings(1)[0], 1)
    assert not {"sapphire", "sve_f16"} & {name for name, there in simsimd.get_capabilities().items() if there}


def test_of_the_equally_near_the_earlier_comes_first() -> None:
    rows = np.repeat(embeddings(3), 400, axis=0)
    found = nearest(rows, rows[500], 410)
    assert found.places[:400].tolist() == list(range(400, 800))
    assert nearest(rows[np.arange(9000) % 1200], rows[0], 3).places.tolist() == [0, 1, 2]
    assert nearest(rows[np.arange(9000) % 2 * 800], rows[0], 4).places.tolist() == [0, 2, 4, 6]


def test_rows_that_may_not_be_found_are_not() -> None:
    rows = embeddings(30)
    keep = np.ones(30, bool)
    keep[[4, 9]] = False
    found = nearest(rows, rows[4], 30, keep=keep)
    assert sorted(found.places.tolist()) == [place for place in range(30) if place not in (4, 9)]
    assert nearest(rows, rows[4], 5, keep=np.zeros(30, bool)).places.size == 0


def test_nothing_is_found_among_nothing_or_when_nothing_is_wanted() -> None:
    rows = embeddings(4)
    for found in (nearest(rows[:0], rows[0], 3), nearest(rows, rows[0], 0), nearest(rows, rows[0], -1)):
        assert found.places.dtype == np.int64
        assert found.places.size == found.cosines.size == 0


def test_what_has_no_features_is_like_nothing() -> None:
    rows = embeddings(6)
    rows[2] = 0
    found = nearest(rows, rows[0], 6)
    assert found.places[-1] == 2
    assert found.cosines[-1] == 0
    assert nearest(rows, rows[2], 2).cosines.tolist() == [0, 0]
    assert nearest(np.zeros((3, 4), np.float16), np.zeros(4, np.float16), 2).places.tolist() == [0, 1]


def test_rows_that_are_not_finite_are_never_found_and_hide_no_other() -> None:
    rows = embeddings(2000)
    rows[::2, 5] = np.inf
    rows[1::4, 6] = np.nan
    found = nearest(rows, rows[3], 1000)
    assert found.places.tolist()[0] == 3
    assert sorted(found.places.tolist()) == list(range(3, 2000, 4))


def test_a_query_that_is_not_finite_or_of_another_length_is_refused() -> None:
    rows = embeddings(3)
    with pytest.raises(ValueError, match="not finite"):
        nearest(rows, np.full(64, 1e9), 1)
    with pytest.raises(ValueError, match="do not fit"):
        nearest(rows, rows[0, :5], 1)
    with pytest.raises(ValueError, match="do not fit"):
        nearest(rows, rows[0], 1, keep=np.ones(2, bool))


def test_a_search_that_is_cancelled_ends() -> None:
    cancel = Event()
    cancel.set()
    with pytest.raises(LibraryError, match="cancelled"):
        nearest(embeddings(3), embeddings(1)[0], 1, cancel=cancel)
