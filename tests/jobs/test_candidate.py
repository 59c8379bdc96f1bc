"""A taught model is kept under a name that a person can read, over nobody else's file, or is gone without a trace."""

import errno
import os
import time
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.errors import OutputError
from alpaca_gui.jobs.candidate import Candidate, stem_of
from alpaca_gui.library.place import taught_models

NOON = datetime(2026, 11, 25, 14, 3, 59)


def _made() -> Candidate:
    one = Candidate()
    one.path.parent.mkdir(parents=True, exist_ok=True)
    one.path.write_bytes(b"a model")
    one.preview.write_bytes(b"what changes")
    return one


def _files() -> list[str]:
    return sorted(path.name for path in taught_models().rglob("*") if path.is_file())


def test_it_is_kept_under_the_name_of_its_teacher_and_the_time() -> None:
    path = _made().keep("alpaca", NOON)
    assert path == taught_models() / "alpaca taught 2026-11-25 14.03.model"
    assert path.read_bytes() == b"a model"
    assert _files() == [path.name]


def test_it_never_takes_another_files_place() -> None:
    paths = [_made().keep(name, NOON) for name in ("alpaca", "alpaca", "ALPACA")]
    assert [path.name for path in paths] == [
        "alpaca taught 2026-11-25 14.03.model",
        "alpaca taught 2026-11-25 14.03 (2).model",
        "ALPACA taught 2026-11-25 14.03 (3).model",  # which some file systems would take for the first
    ]


def test_a_lesson_after_a_lesson_does_not_make_the_name_longer() -> None:
    for name in ("alpaca taught 2026-11-25 14.03", "alpaca taught 2026-11-25 14.03 (2)", "alpaca-taught-3", "alpaca"):
        assert stem_of(name) == "alpaca"
    assert stem_of(" taught 2026-11-25 14.03") == " taught 2026-11-25 14.03"


@given(st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=300))
def test_a_name_of_any_length_leaves_room_for_the_date(name: str) -> None:
    stem = stem_of(name)
    assert stem
    assert len(os.fsencode(f"{stem} taught 2026-11-25 14.03 (999).model")) < 255


def test_a_name_with_stray_bytes_stays_as_it_is() -> None:
    path = _made().keep("zo\udcff\nné", NOON)
    assert path.exists()
    assert path.name.startswith("zo\udcff\nné taught")


def test_thrown_away_it_is_gone() -> None:
    one = _made()
    one.throw_away()
    one.throw_away()
    assert _files() == []


def test_where_it_cannot_be_kept_it_stays_a_candidate_and_leaves_no_empty_file(monkeypatch: pytest.MonkeyPatch) -> None:
    one = _made()

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=r"The new model cannot be kept in .*: Permission denied\."):
        one.keep("alpaca", NOON)
    assert _files() == sorted([one.path.name, one.preview.name])


def test_a_candidate_that_is_gone_is_a_sentence() -> None:
    one = _made()
    one.path.unlink()
    with pytest.raises(OutputError, match="No such file"):
        one.keep("alpaca", NOON)
    assert _files() == [one.preview.name]


def test_what_a_killed_window_has_left_is_removed_when_it_is_old() -> None:
    old, young = _made(), _made()
    long_ago = time.time() - 3 * 24 * 3600
    for path in (old.path, old.preview):
        os.utime(path, (long_ago, long_ago))
    kept = young.keep("alpaca", NOON)
    os.utime(kept, (long_ago, long_ago))
    Candidate()
    assert _files() == [kept.name]
