"""A model is taught from a library's labels without touching it, and what would change is known for every record."""

import errno
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from alpaca_gui.engine.backbone import backbone_of
from alpaca_gui.engine.bundle import ModelBundle, load_bundle, save_bundle
from alpaca_gui.errors import AlpacaError, LibraryError, OutputError
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.jobs import teach as module
from alpaca_gui.jobs.child import child_command, child_environment
from alpaca_gui.jobs.child_job import ChildJob, run_child
from alpaca_gui.jobs.preview import Preview
from alpaca_gui.jobs.teach import Lesson, teach_library, write_lesson
from alpaca_gui.jobs.teach_answer import MODULE, TeachAnswer, TeachRequest
from alpaca_gui.library.edits import NO_LABEL, removal_edit
from alpaca_gui.library.library import Library
from alpaca_gui.library.models import UsedModel
from alpaca_gui.library.state import State
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.messages import Done, Message, Step
from alpaca_gui.training.teach import Taught, teach
from alpaca_gui.training.teach_labels import Labelled
from tests.jobs.taught_library import fill, label, old_logits, small_library
from tests.training.teaching import labelled


def _quiet(_message: Message) -> None:
    pass


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the library lies."""
    return tmp_path / "herd.library"


@pytest.fixture
def pictures(path: Path, bundle: ModelBundle) -> Labelled:
    """Sixty pictures in the library, forty of them labelled."""
    return small_library(path, bundle)


def _lesson(path: Path, bundle: ModelBundle, rule: Rule | None = None) -> Lesson:
    with Library(path, write=False) as library:
        return teach_library(library, bundle, bundle.card.concept, rule, _quiet)


def _request(path: Path, bundle: ModelBundle, folder: Path, **other: object) -> TeachRequest:
    request = TeachRequest(
        path, bundle.path, bundle.model_id, bundle.card.concept, folder / "new" / "candidate.model", folder / "new.npy"
    )
    return replace(request, **other)  # type: ignore[arg-type]


def _said(answer: Taught, pictures: Labelled) -> np.ndarray:
    """What the new head says of the pictures, one by one and without a library."""
    return np.array([answer.head.logits(row[np.newaxis].astype(np.float32))[0] for row in pictures.embeddings])


# What is learnt from.


def test_every_record_gets_the_logit_that_the_new_head_gives_its_own_embedding(
    path: Path, bundle: ModelBundle, pictures: Labelled
) -> None:
    lesson = _lesson(path, bundle)
    assert (lesson.taught.labels, lesson.taught.known_before) == (40, 327)
    assert lesson.preview.keys.tolist() == list(range(60))
    np.testing.assert_allclose(lesson.preview.after, _said(lesson.taught, pictures), atol=1e-4)


def test_keys_are_those_of_the_records_whatever_order_their_contents_came_in(
    path: Path, bundle: ModelBundle, pictures: Labelled
) -> None:
    """Records that arrive later may show contents that are known: keys, contents and embeddings count differently."""
    order = np.array([50, 3, 3, 17, 59])
    shown = Labelled(
        tuple(np.array(pictures.hashes)[order].tolist()), pictures.labels[order], pictures.embeddings[order]
    )
    with Library(path) as library:
        library.add([FileSource(Path("/gone/waits.png"))])
        first = fill(library, bundle, shown, Path("/again"))
        new = labelled(bundle, 4, seed=11)
        last = fill(library, bundle, new, Path("/new"))
        with library.writing() as connection:  # embedded again later than others
            connection.execute("UPDATE embedding SET number = number + 5000 WHERE picture IN (4, 18, 62)")
    lesson = _lesson(path, bundle)
    keys, after = lesson.preview.keys.tolist(), lesson.preview.after
    assert keys == [*range(60), *range(first, first + 5), *range(last, last + 4)]  # and not the one that waits
    np.testing.assert_array_equal(after[60:65], after[order])
    np.testing.assert_allclose(after[65:], _said(lesson.taught, new), atol=1e-4)


def test_two_records_of_one_content_are_one_label_and_the_latest_counts(
    path: Path, bundle: ModelBundle, pictures: Labelled
) -> None:
    first = pictures.embeddings[:1]
    with Library(path) as library:
        copy = fill(library, bundle, Labelled(pictures.hashes[:1], pictures.labels[:1], first), Path("/copy"))
        label(library, bundle.card.concept, [copy], 1 - int(pictures.labels[0]))
    lesson = _lesson(path, bundle)
    assert lesson.taught.labels == 40
    where = lesson.taught.card.training_data["pictures"]
    label(library := Library(path), bundle.card.concept, [0], int(pictures.labels[0]))
    library.close()
    now = _lesson(path, bundle).taught.card.training_data["pictures"]
    yes, no = bundle.card.yes, bundle.card.no
    by_one = 1 if pictures.labels[0] else -1
    assert (now[yes] - where[yes], now[no] - where[no]) == (by_one, -by_one)


def test_labels_that_were_withdrawn_or_whose_records_were_removed_are_not_learnt(
    path: Path, bundle: ModelBundle, pictures: Labelled
) -> None:
    with Library(path) as library:
        label(library, bundle.card.concept, [0, 1, 2], NO_LABEL)
        library.apply(removal_edit(np.array([5, 6, 45])))
    lesson = _lesson(path, bundle)
    assert lesson.taught.labels == 35
    assert not {5, 6, 45} & set(lesson.preview.keys.tolist())


def test_labels_about_something_else_are_nothing_to_learn_from(
    path: Path, bundle: ModelBundle, pictures: Labelled
) -> None:
    with Library(path, write=False) as library, pytest.raises(AlpacaError, match="is labelled about a zebra"):
        teach_library(library, bundle, "a zebra", None, _quiet)


def test_a_library_without_records_is_nothing_to_learn_from(path: Path, bundle: ModelBundle) -> None:
    Library(path).close()
    with pytest.raises(AlpacaError, match="nothing to learn from"):
        _lesson(path, bundle)


# What would change.


def test_only_what_a_model_has_spoken_of_is_compared(path: Path, bundle: ModelBundle, pictures: Labelled) -> None:
    with Library(path) as library:
        library.set_state(np.array([0]), State.CANCELLED)
        brought_in = library.use_model(UsedModel("import:x", "a table", None, bundle.card.concept))
        with library.writing() as connection:
            connection.execute("UPDATE record SET model = ? WHERE number = 2", (brought_in,))
            connection.execute("DELETE FROM embedding WHERE picture = 3")
    lesson = _lesson(path, bundle)
    assert lesson.preview.keys.tolist() == list(range(2, 60))
    assert np.flatnonzero(np.isnan(lesson.preview.after)).tolist() == [0]
    assert lesson.preview.changes(lesson.before, lesson.after).left_out == 1


def test_embeddings_of_another_backbone_say_nothing(path: Path, bundle: ModelBundle, pictures: Labelled) -> None:
    with Library(path) as library, library.writing() as connection:
        connection.execute("UPDATE embedding SET backbone = 'another' WHERE picture > 50")
    lesson = _lesson(path, bundle)
    assert np.isnan(lesson.preview.after[50:]).all()
    assert not np.isnan(lesson.preview.after[:50]).any()


def test_the_new_model_keeps_the_threshold_and_band_that_the_records_are_read_with(
    path: Path, bundle: ModelBundle, pictures: Labelled, tmp_path: Path
) -> None:
    rule = Rule(1.25, 0.5, 3.0)
    lesson = _lesson(path, bundle, rule)
    write_lesson(lesson, tmp_path / "new.model")
    kept = load_bundle(tmp_path / "new.model").card.rule
    assert (kept.threshold, kept.band) == (1.25, 0.5)
    assert (lesson.before, lesson.after) == (rule, kept)
    assert kept.temperature == pytest.approx(_lesson(path, bundle).after.temperature)  # fitted, and no one's choice
    before = lesson.taught.compared.before
    right = (old_logits(bundle, pictures.embeddings)[:40] > 1.25) == (pictures.labels[:40] == 1)
    assert before.right == int(right.sum())


# The child process.


def test_the_child_writes_the_model_and_what_it_changes_while_a_window_holds_the_library(
    path: Path, bundle: ModelBundle, pictures: Labelled, tmp_path: Path
) -> None:
    told: list[Message] = []
    band = float(np.median(np.abs(old_logits(bundle, pictures.embeddings))))  # half are unsure, and some will not be
    request = _request(path, bundle, tmp_path, rule=Rule(0.0, band, 1.0))
    with Library(path) as window:
        change = window.fact("change")
        job = ChildJob(MODULE, request.as_dict())
        told += job.messages()
        job.close()
        assert window.fact("change") == change  # nothing was written in it
        window.set_note(0, "the window goes on writing")
    assert isinstance(told[-1], Done)
    answer = TeachAnswer.from_values(told[-1].values)
    new, preview = load_bundle(request.out), Preview.read(request.preview)
    assert (answer.out, answer.model_id, answer.taught_from) == (request.out, new.model_id, "alpaca")
    assert backbone_of(new) == backbone_of(bundle)
    found = preview.changes(answer.before, answer.after)
    assert answer.counts.tolist() == found.counts.tolist()
    assert answer.counts.sum() == 60
    assert answer.changed == found.changed > 0
    np.testing.assert_allclose(preview.before, old_logits(bundle, pictures.embeddings))
    stages = [message.stage for message in told if isinstance(message, Step)]
    assert stages[0] == "Reading the labels"
    assert stages[-1] == "Writing the new model"


def test_the_answer_comes_back_as_it_was(path: Path, bundle: ModelBundle, pictures: Labelled, tmp_path: Path) -> None:
    values = module.work(_request(path, bundle, tmp_path).as_dict(), _quiet)
    answer = TeachAnswer.from_values(values)
    assert answer.as_dict() == values
    assert answer.compared.after.accuracy.low < answer.compared.after.accuracy.value


def test_a_request_comes_back_as_it_was(path: Path, bundle: ModelBundle, tmp_path: Path) -> None:
    for rule in (None, Rule(0.5, 0.25, 2.0)):
        request = _request(path, bundle, tmp_path, rule=rule)
        assert TeachRequest.from_dict(request.as_dict()) == request


def test_labels_that_a_window_writes_at_this_moment_do_not_disturb(
    path: Path, bundle: ModelBundle, pictures: Labelled, tmp_path: Path
) -> None:
    """Another process writes without a pause; what is read is of one moment, and both come to their end."""
    program = (
        "import sys, numpy as np\n"
        "from pathlib import Path\n"
        "from alpaca_gui.library.edits import label_edit\n"
        "from alpaca_gui.library.library import Library\n"
        "with Library(Path(sys.argv[1])) as library:\n"
        "    print('begun', flush=True)\n"
        "    for turn in range(10**9):\n"
        "        library.apply(label_edit(np.array([40 + turn % 20]), turn // 20 % 2, sys.argv[2]))\n"
    )
    command = [sys.executable, "-P", "-c", program, str(path), bundle.card.concept]
    with subprocess.Popen(command, env=child_environment(), stdout=subprocess.PIPE, text=True) as writer:
        try:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "begun\n"
            lesson = _lesson(path, bundle)
            assert writer.poll() is None
        finally:
            writer.kill()
    assert 40 <= lesson.taught.labels <= 60
    np.testing.assert_allclose(lesson.preview.after, _said(lesson.taught, pictures), atol=1e-4)


def test_a_model_that_was_replaced_meanwhile_is_not_taught(
    path: Path, bundle: ModelBundle, pictures: Labelled, tmp_path: Path
) -> None:
    other = tmp_path / "mine.model"
    save_bundle(other, replace(bundle.card, no="something else"), bundle.parts)
    with pytest.raises(AlpacaError, match="there is another model now"):
        module.work(_request(path, bundle, tmp_path, model=other).as_dict(), _quiet)
    assert module.work(_request(path, bundle, tmp_path, model=other, model_id=None).as_dict(), _quiet)["no"] == (
        "something else"
    )


@pytest.mark.parametrize("gone", ["library", "model"])
def test_what_is_gone_is_said(path: Path, bundle: ModelBundle, tmp_path: Path, pictures: Labelled, gone: str) -> None:
    request = _request(path, bundle, tmp_path, **{gone: tmp_path / "gone"})
    with pytest.raises(AlpacaError, match=rf"There is no {gone} at .*gone\."):
        run_child(MODULE, request.as_dict())
    assert not request.out.exists()


def test_what_is_no_library_is_said(tmp_path: Path, bundle: ModelBundle) -> None:
    (tmp_path / "notes.txt").write_text("a shopping list, and long enough to look like something. " * 50)
    with pytest.raises(LibraryError):
        module.work(_request(tmp_path / "notes.txt", bundle, tmp_path).as_dict(), _quiet)


@pytest.fixture(scope="session")
def lesson(bundle: ModelBundle) -> Lesson:
    """A model that was taught, and a preview of two records."""
    taught = teach(bundle, labelled(bundle, 30), _quiet)
    preview = Preview(np.array([3, 9]), np.array([1.5, -2.0]), np.array([0.5, 0.25]))
    return Lesson(taught, preview, bundle.card.rule, taught.card.rule)


def test_a_full_disk_leaves_nothing_behind(lesson: Lesson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    out, preview = tmp_path / "new" / "a.model", tmp_path / "new" / "a.npy"
    for failing in (1, 2):  # the first file that is written, and the second
        calls = iter(range(10))

        def sync(descriptor: int, calls: object = calls, failing: int = failing) -> None:
            if next(calls) == failing - 1:  # type: ignore[call-overload]
                full(descriptor)

        monkeypatch.setattr(os, "fsync", sync)
        with pytest.raises(OutputError, match="No space left on device"):
            write_lesson(lesson, out, preview)
        assert list(out.parent.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said(lesson: Lesson, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be written"):
        write_lesson(lesson, tmp_path / "file" / "models" / "a.model")


def test_a_child_that_is_killed_in_the_middle_leaves_the_library_as_it_was(
    path: Path, bundle: ModelBundle, pictures: Labelled, tmp_path: Path
) -> None:
    request = _request(path, bundle, tmp_path)
    child = subprocess.Popen(
        child_command(MODULE), env=child_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(json.dumps(request.as_dict()) + "\n")
    child.stdin.flush()
    assert "Reading the labels" in child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert not request.out.exists()
    with Library(path) as library:
        assert len(library) == 60
        assert (library.load(bundle.card.concept).label >= 0).sum() == 40


# The file of what changes.


def test_a_preview_is_read_as_it_was_written(tmp_path: Path) -> None:
    one = Preview(np.array([3, 9]), np.array([1.5, -2.0]), np.array([np.nan, 0.25]))
    one.write(tmp_path / "a.npy")
    again = Preview.read(tmp_path / "a.npy")
    for name in ("keys", "before", "after"):
        np.testing.assert_array_equal(getattr(again, name), getattr(one, name))


@pytest.mark.parametrize("content", [b"", b"\x93NUMPY", b"PK\x03\x04 no zip", b"hello", None])
def test_a_preview_that_is_damaged_or_gone_is_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.npy"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AlpacaError, match=r"What changes cannot be read any more: .+\.$"):
        Preview.read(path)


def test_a_preview_of_another_form_is_a_sentence(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.zeros((3, 2)))
    with pytest.raises(AlpacaError, match="another program has changed the file"):
        Preview.read(tmp_path / "a.npy")
