"""The embeddings of a library are mapped as they are in it, also after it was copied or put back."""

import shutil
from pathlib import Path
from threading import Event

import numpy as np

from alpaca_gui.library.edits import label_edit, removal_edit
from alpaca_gui.library.embeddings import embedding_of, labelled_embeddings, mapped_embeddings, pictures_of
from alpaca_gui.library.library import Library
from tests.library.making import MODEL, outcome, paths


def _add(library: Library, contents: list[str]) -> None:
    number = library.use_model(MODEL)
    first = library.add(paths(len(contents)))
    library.keep([outcome(first + place, 1.0, one) for place, one in enumerate(contents)], number, MODEL.backbone)


def _assert_mapped(library: Library) -> None:
    """Fail where the mapped rows are not those that the library has."""
    mapped = mapped_embeddings(library, MODEL.backbone, Event())
    assert mapped is not None
    pictures = pictures_of(library, MODEL.backbone, mapped.numbers)
    with library.reading() as connection:
        (count,) = connection.execute("SELECT count(*) FROM embedding").fetchone()
    assert len(mapped) == count
    for picture, row in zip(pictures.tolist(), mapped.rows, strict=True):
        wanted = embedding_of(library, picture, MODEL.backbone)
        assert wanted is not None
        np.testing.assert_array_equal(row, wanted)


def test_what_a_library_got_since_is_appended(tmp_path: Path) -> None:
    with Library(tmp_path / "some.library") as library:
        assert mapped_embeddings(library, MODEL.backbone, Event()) is None
        _add(library, ["a", "b"])
        _assert_mapped(library)
        _add(library, ["b", "c", "d"])
        _assert_mapped(library)
        library.done_reading()


def test_two_libraries_of_one_origin_do_not_take_each_others_embeddings(tmp_path: Path) -> None:
    first, second = tmp_path / "some.library", tmp_path / "put back.library"
    with Library(first) as library:
        _add(library, [f"both {number}" for number in range(20)])
        _assert_mapped(library)
        library.done_reading()
    shutil.copyfile(first, second)
    with Library(first) as one, Library(second) as other:
        for step in range(3):
            _add(one, [f"one {step} {number}" for number in range(3)])
            _assert_mapped(one)
            # Keys make the vectors; these are other ones under the same numbers.
            number = other.use_model(MODEL)
            first_key = other.add(paths(3))
            kept = [outcome(first_key + place, 1.0, f"other {step} {place}") for place in range(3)]
            for entry in kept:
                entry.record.evidence.embedding[:] = -entry.key  # type: ignore[union-attr, index]
            other.keep(kept, number, MODEL.backbone)
            _assert_mapped(other)
            _assert_mapped(one)
        one.done_reading()
        other.done_reading()


def test_numbers_that_are_too_large_for_their_place_become_the_largest(tmp_path: Path) -> None:
    with Library(tmp_path / "some.library") as library:
        library.add(paths(1))
        kept = outcome(0, 1.0)
        assert kept.record.evidence is not None
        assert kept.record.evidence.embedding is not None
        kept.record.evidence.embedding[:3] = 1e9, -1e9, 2.5
        (picture,) = library.keep([kept], library.use_model(MODEL), MODEL.backbone)
        found = embedding_of(library, picture, MODEL.backbone)
        assert found is not None
        assert found[:3].tolist() == [65504.0, -65504.0, 2.5]
        library.done_reading()


def test_labelled_contents_come_once_with_the_latest_label_and_without_what_was_removed(tmp_path: Path) -> None:
    with Library(tmp_path / "some.library") as library:
        _add(library, ["a", "a", "b", "c"])
        library.apply(label_edit(np.array([0]), 1, "alpaca"))
        library.apply(label_edit(np.array([1, 2, 3]), 0, "alpaca"))
        library.apply(label_edit(np.array([2]), 1, "llama"))
        library.apply(removal_edit(np.array([3])))
        found = labelled_embeddings(library, "alpaca", MODEL.backbone)
        assert found.labels.tolist() == [0, 0]
        assert found.embeddings.shape == (2, 8)
        assert len(set(found.hashes)) == 2
        assert labelled_embeddings(library, "alpaca", "another").embeddings.size == 0
        assert labelled_embeddings(library, "llama", MODEL.backbone).labels.tolist() == [1]
        library.done_reading()
