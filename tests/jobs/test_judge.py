"""A dataset is judged by the one pipeline, with out-of-fold logits where the model was trained on the picture."""

import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from alpaca_gui.engine.evidence import Evidence
from alpaca_gui.errors import AlpacaError, BundleError
from alpaca_gui.imaging.picture import Picture
from alpaca_gui.jobs import judge, pipeline
from alpaca_gui.jobs.child_job import ChildJob, run_child
from alpaca_gui.jobs.judge import JudgeAnswer, JudgeRequest, judge_dataset
from alpaca_gui.judging.known import fingerprint
from alpaca_gui.judging.measure import report
from alpaca_gui.judging.words import about_logits
from alpaca_gui.messages import Done, Failed, Message, Note, Step
from alpaca_gui.resources import shipped_model, shipped_samples
from tests.judging.herd import REDS, Redness, hashes, logit_of_red, make_herd, save_model, trained_on

MODULE = "alpaca_gui.jobs.judge"


@pytest.fixture
def herd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset; pipelines answer by redness."""
    monkeypatch.setattr(pipeline, "Classifier", Redness)
    return make_herd(tmp_path)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A bundle that does not say what it was trained on."""
    return save_model(tmp_path / "plain.model")


def _silent(_message: Message) -> None:
    """Hear nothing."""


def test_every_picture_gets_its_folders_label_and_the_models_logit(herd: Path, model: Path) -> None:
    found = judge_dataset(JudgeRequest(model, (herd,)), _silent)
    assert (found.model, found.yes, found.no, found.n_out_of_fold, found.n_seen) == ("plain", "red", "not red", 0, 0)
    for path, label, logit in zip(found.paths, found.labels, found.logits, strict=True):
        assert label == (path.parent.name == "red")
        assert logit == logit_of_red(int(path.stem))
    assert sorted(found.hashes) == hashes(herd)
    assert "nothing in its bundle says that it was trained on these pictures" in about_logits(found)


def test_two_folders_are_a_dataset_in_either_order(herd: Path, model: Path) -> None:
    for dataset in ((herd / "red", herd / "not red"), (herd / "not red", herd / "red")):
        assert judge_dataset(JudgeRequest(model, dataset), _silent).labels.tolist() == [1] * 4 + [0] * 5


def test_steps_and_left_out_files_are_told(herd: Path, model: Path) -> None:
    (herd / "red" / "broken.png").write_text("no picture")
    (herd / "not red" / "empty.jpg").touch()
    told: list[Message] = []
    found = judge_dataset(JudgeRequest(model, (herd,)), told.append)
    assert [step for step in told if isinstance(step, Step)] == [Step("Judging", n, 11) for n in range(12)]
    assert {each.path.name: each.sentence for each in found.left_out} == {
        "broken.png": "It is not a picture: its content is not JPEG, PNG, WebP, AVIF, HEIC, TIFF, BMP or GIF.",
        "empty.jpg": "The file is empty: 0 bytes.",
    }
    assert sum(isinstance(note, Note) for note in told) == 2
    assert found.n == 9


def test_exact_duplicates_count_each_time(herd: Path, model: Path) -> None:
    (herd / "red" / "again.png").write_bytes((herd / "red" / "250.png").read_bytes())
    found = judge_dataset(JudgeRequest(model, (herd,)), _silent)
    assert (found.n, len(set(found.hashes))) == (10, 9)


def test_out_of_fold_logits_replace_the_models_own_wherever_there_are_some(herd: Path, tmp_path: Path) -> None:
    plain = judge_dataset(JudgeRequest(save_model(tmp_path / "plain.model"), (herd,)), _silent)
    kept = list(plain.hashes[:5])
    logits = np.arange(15.0).reshape(5, 3)
    logits[3, 1:] = np.nan  # one seed never held it out
    logits[4] = np.nan  # trained on, and never held out at all
    model = save_model(tmp_path / "known.model", trained_on(["f" * 64, *kept], np.vstack([[9.0] * 3, logits])))
    found = judge_dataset(JudgeRequest(model, (herd,)), _silent)
    assert found.out_of_fold.tolist() == [True] * 4 + [False] * 5
    assert found.seen is not None
    assert found.seen.tolist() == [False] * 4 + [True] + [False] * 4
    assert found.logits[:4].tolist() == [1.0, 4.0, 7.0, 9.0]
    assert found.logits[4:].tolist() == plain.logits[4:].tolist()
    assert found.seed_logits is not None
    np.testing.assert_array_equal(found.seed_logits[:5], logits)
    assert np.isnan(found.seed_logits[5:]).all()
    said = about_logits(found)
    assert "4 of the 9 logits are out of fold" in said
    assert "the mean over 3 ways" in said
    assert "1 of the 9 logits are the model's own on pictures that it was trained on" in said
    assert [each.n for each in report(found).each_seed] == []  # the four held out are of one side


def test_a_card_that_names_these_very_pictures_is_believed_and_one_that_names_others_is_not(
    herd: Path, tmp_path: Path
) -> None:
    digests = tuple(hashes(herd))
    trained = save_model(tmp_path / "trained.model", sha256=fingerprint(digests))
    found = judge_dataset(JudgeRequest(trained, (herd,)), _silent)
    assert (found.n_out_of_fold, found.n_seen) == (0, 9)
    assert "the figures flatter it" in about_logits(found)
    other = save_model(tmp_path / "other.model", sha256=fingerprint(digests[1:]))
    assert judge_dataset(JudgeRequest(other, (herd,)), _silent).n_seen == 0


@pytest.mark.parametrize("side", list(REDS))
def test_a_side_without_a_readable_picture_is_refused(herd: Path, model: Path, side: str) -> None:
    for path in (herd / side).iterdir():
        path.write_bytes(b"")
    with pytest.raises(AlpacaError, match=f"There is no picture in .*{side} that can be read"):
        judge_dataset(JudgeRequest(model, (herd,)), _silent)


def test_a_file_that_is_gone_by_the_time_its_content_is_read_is_left_out(
    herd: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Removes(Redness):
        def classify(self, picture: Picture) -> Evidence:
            (herd / "red" / "250.png").unlink(missing_ok=True)
            return super().classify(picture)

    monkeypatch.setattr(pipeline, "Classifier", Removes)
    found = judge_dataset(JudgeRequest(model, (herd,)), _silent)
    assert [each.path.name for each in found.left_out] == ["250.png"]
    assert "any more" in found.left_out[0].sentence or "gone" in found.left_out[0].sentence


def test_cancelling_ends_it_and_leaves_no_thread(herd: Path, model: Path) -> None:
    cancel = threading.Event()

    def tell(message: Message) -> None:
        if isinstance(message, Step) and message.done == 2:
            cancel.set()

    with pytest.raises(AlpacaError, match=judge.CANCELLED):
        judge_dataset(JudgeRequest(model, (herd,)), tell, cancel)


def test_a_damaged_memory_of_the_training_is_refused(herd: Path, tmp_path: Path) -> None:
    class Damaged:
        def to_bytes(self) -> bytes:
            return b"no archive"

    model = save_model(tmp_path / "damaged.model", Damaged())  # type: ignore[arg-type]
    with pytest.raises(BundleError, match="cannot be read"):
        judge_dataset(JudgeRequest(model, (herd,)), _silent)


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """The shipped samples as a dataset: one alpaca, and others."""
    for side, names in {"animals": ("tiger.jpg", "sheep.png"), "mine": ("drawn-alpaca.jpg",)}.items():
        (tmp_path / "samples" / side).mkdir(parents=True)
        for name in names:
            (tmp_path / "samples" / side / name).write_bytes((shipped_samples() / name).read_bytes())
    return tmp_path / "samples"


@pytest.mark.parametrize("as_two", [True, False])
def test_a_child_process_judges_and_its_answer_is_read_back(samples: Path, as_two: bool) -> None:
    model = str(shipped_model())
    request = {"model": model, "other": model} if as_two else {"model": model}
    where = (
        {"yes_folder": str(samples / "mine"), "no_folder": str(samples / "animals")}
        if as_two
        else {"dataset": str(samples), "yes": "mine"}
    )
    answer = JudgeAnswer.from_values(run_child(MODULE, {**request, **where}))
    here = judge_dataset(JudgeRequest(shipped_model(), (samples,), "mine"), _silent)
    np.testing.assert_allclose(answer.judgement.logits, here.logits)
    assert answer.judgement.paths == here.paths
    assert answer.report.counts == report(here).counts
    assert (answer.comparison is not None) == as_two
    if answer.comparison is not None:
        assert (answer.comparison.n, answer.comparison.changed) == (3, ())


def test_what_the_child_cannot_do_it_says_in_a_sentence(samples: Path) -> None:
    job = ChildJob(MODULE, {"model": str(shipped_model()), "dataset": str(samples)})
    *_, last = job.messages()
    job.close()
    assert isinstance(last, Failed)
    assert "'animals' and 'mine' means yes is not clear" in last.sentence


@pytest.mark.slow
@pytest.mark.parametrize("kill", [True, False])
def test_a_child_ended_in_the_middle_gives_no_answer(samples: Path, kill: bool) -> None:
    picture = (shipped_samples() / "tiger.jpg").read_bytes()
    for number in range(3000):
        (samples / "animals" / f"{number}.jpg").write_bytes(picture)
    job = ChildJob(MODULE, {"model": str(shipped_model()), "dataset": str(samples), "yes": "mine"})
    told = []
    for message in job.messages():
        told.append(message)
        if isinstance(message, Step) and 0 < message.done < message.of / 2 and not job.cancelled:
            if kill:
                os.kill(job._child.pid, signal.SIGKILL)
                time.sleep(0.2)
            else:
                job.cancel()
    job.close()
    assert not any(isinstance(message, Done) for message in told)
    assert isinstance(told[-1], Failed) == kill
