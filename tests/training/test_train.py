"""From two folders to a bundle, and what is said of folders that are hard."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alpaca_gui.engine.bundle import KERAS, LITERT, load_bundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.engine.head_weights import head_weights
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.messages import Message, Note, Step
from alpaca_gui.resources import shipped_model
from alpaca_gui.training.duplicates import find_duplicates
from alpaca_gui.training.folds import stratified_folds
from alpaca_gui.training.request import Recipe
from alpaca_gui.training.train import train
from tests.training.folders import NO, YES, draw, request_for, two_folders


class _Heard(list[Message]):
    def notes(self) -> str:
        return "\n".join(message.text for message in self if isinstance(message, Note))


def _train(root: Path, out: Path, **changes: Any) -> tuple[dict[str, Any], _Heard]:
    heard = _Heard()
    return train({**request_for(root, out).as_dict(), **changes}, heard.append), heard


def test_the_bundle_answers_for_its_own_two_folders(tmp_path: Path) -> None:
    root = two_folders(tmp_path / "shapes")
    values, _ = _train(root, tmp_path / "shapes.model")
    bundle = load_bundle(tmp_path / "shapes.model")
    assert (bundle.card.yes, bundle.card.no) == (YES, NO)
    assert bundle.card.exact_map
    assert KERAS in bundle.parts
    classifier = Classifier(bundle)
    for folder, sign in ((YES, 1), (NO, -1)):
        for path in sorted((root / folder).iterdir())[:4]:
            evidence = classifier.classify(decode(FileSource(path)))
            assert evidence.logit * sign > 0, path
            assert evidence.logit_map is not None
            assert float(evidence.logit_map.mean()) == pytest.approx(evidence.logit, abs=1e-4)
    assert values["figures"]["n"] == 24
    assert values["figures"]["accuracy"] > 0.8


def test_the_other_folder_can_be_the_yes_and_turns_every_sign(tmp_path: Path) -> None:
    root = two_folders(tmp_path / "shapes")
    _train(root, tmp_path / "a.model")
    turned = {"yes_folder": str(root / NO), "no_folder": str(root / YES), "yes": NO, "no": YES}
    _train(root, tmp_path / "b.model", **turned)
    (weights, bias), (other, other_bias) = (
        head_weights(load_bundle(tmp_path / name).litert) for name in ("a.model", "b.model")
    )
    np.testing.assert_allclose(other, -weights, atol=1e-4)
    assert other_bias == pytest.approx(-bias, abs=1e-3)


def test_the_same_seed_gives_the_same_bytes_and_another_one_other_folds(tmp_path: Path) -> None:
    root = two_folders(tmp_path / "shapes")
    for name in ("first", "second"):
        _train(root, tmp_path / f"{name}.model")
    assert (tmp_path / "first.model").read_bytes() == (tmp_path / "second.model").read_bytes()
    _train(root, tmp_path / "third.model", seed=7)
    first, third = (load_bundle(tmp_path / f"{name}.model").trained_on() for name in ("first", "third"))
    assert first is not None
    assert third is not None
    assert (first.logits != third.logits).any()
    assert (load_bundle(tmp_path / "third.model").litert) == load_bundle(tmp_path / "first.model").litert


def test_the_card_tells_how_to_train_it_again(tmp_path: Path) -> None:
    root = two_folders(tmp_path / "shapes", yes=11)
    _train(root, tmp_path / "shapes.model", seed=3, folds=4)
    card = load_bundle(tmp_path / "shapes.model").card
    assert card.recipe["name"] == "head"
    assert card.recipe["command"].endswith("--recipe head --folds 4 --seed 3")
    assert card.recipe["seeds"] == [3, 4, 5]
    assert card.training_data["pictures"] == {YES: 11, NO: 12}
    assert card.out_of_fold["n"] == 23
    assert card.backbone == load_bundle(shipped_model()).card.backbone


def test_the_embeddings_in_the_bundle_give_the_out_of_fold_logits_again(tmp_path: Path) -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    root = two_folders(tmp_path / "shapes")
    _train(root, tmp_path / "shapes.model")
    held = load_bundle(tmp_path / "shapes.model").trained_on()
    assert held is not None
    labels = held.labels.astype(np.int64)
    alike = find_duplicates(held.hashes, held.embeddings.astype(np.float32))
    dealt = stratified_folds(labels, 42, 5, alike.groups)
    rows = held.embeddings.astype(np.float64)
    for fold in range(5):
        kept = dealt != fold
        other = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, solver="newton-cholesky", tol=1e-10))
        expected = other.fit(rows[kept], labels[kept]).decision_function(rows[~kept])
        np.testing.assert_allclose(held.logits[~kept, 0], expected, atol=0.05)  # embeddings are kept with 16 bits


def test_a_second_training_finds_the_embeddings_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = two_folders(tmp_path / "shapes")
    first, _ = _train(root, tmp_path / "first.model")
    from alpaca_gui.training import examine

    monkeypatch.setattr(examine, "decode", lambda *_: pytest.fail("a picture was decoded again"))
    second, _ = _train(root, tmp_path / "second.model", model=None)
    assert second["figures"] == first["figures"]


def test_a_cache_that_is_broken_or_cannot_be_written_is_no_hindrance(tmp_path: Path, home_of_its_own: Path) -> None:
    root = two_folders(tmp_path / "shapes")
    first, _ = _train(root, tmp_path / "first.model")
    cache = next((home_of_its_own / ".cache" / "alpaca-gui" / "embeddings").iterdir())
    cache.write_bytes(cache.read_bytes()[:1000])
    assert _train(root, tmp_path / "second.model")[0]["figures"] == first["figures"]
    shutil.rmtree(cache.parent)
    cache.parent.write_bytes(b"a file where the folder should be")
    assert _train(root, tmp_path / "third.model")[0]["figures"] == first["figures"]


def test_fewer_than_ten_pictures_a_side_are_refused(tmp_path: Path) -> None:
    root = two_folders(tmp_path / "shapes", yes=9)
    with pytest.raises(AlpacaError, match=rf"'{YES}' has 9 different pictures .* at least 10"):
        _train(root, tmp_path / "no.model")
    assert not (tmp_path / "no.model").exists()


def test_copies_do_not_make_ten_pictures_of_nine(tmp_path: Path) -> None:
    root = two_folders(tmp_path / "shapes", no=9)
    for number in range(5):
        shutil.copy(root / NO / "000.png", root / NO / f"copy {number}.png")
    with pytest.raises(AlpacaError, match=rf"'{NO}' has 9 different"):
        _train(root, tmp_path / "no.model")


def test_broken_pictures_are_listed_and_left_out(tmp_path: Path) -> None:
    root = two_folders(tmp_path / "shapes")
    (root / YES / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 and no more")
    (root / YES / "notes.txt").write_text("not a picture")
    (root / NO / "empty.png").touch()
    values, heard = _train(root, tmp_path / "shapes.model")
    assert [Path(path).name for path, _ in values["left_out"]] == ["broken.jpg", "notes.txt", "empty.png"]
    assert all(sentence.endswith(".") for _, sentence in values["left_out"])
    assert "3 files were left out" in heard.notes()
    assert "notes.txt: It is not a picture" in heard.notes()
    assert values["figures"]["n"] == 24


def test_a_side_whose_pictures_are_broken_is_refused_with_the_reason(tmp_path: Path) -> None:
    root = two_folders(tmp_path / "shapes", yes=0)
    for number in range(12):
        (root / YES).mkdir(exist_ok=True)
        (root / YES / f"{number}.jpg").write_bytes(b"nothing")
    with pytest.raises(AlpacaError, match=r"has 0 different pictures .* 12 files were left out"):
        _train(root, tmp_path / "no.model")


def test_the_same_picture_on_both_sides_is_said_and_never_judged_by_a_head_that_saw_it(tmp_path: Path) -> None:
    root = two_folders(tmp_path / "shapes")
    shutil.copy(root / YES / "003.png", root / NO / "stray.png")
    shutil.copy(root / YES / "004.png", root / YES / "again.png")
    _, heard = _train(root, tmp_path / "shapes.model")
    assert f"on both sides, so one of its labels is wrong: {YES}/003.png = {NO}/stray.png" in heard.notes()
    assert f"1 picture is there more than once: {YES}/004.png = {YES}/again.png" in heard.notes()
    held = load_bundle(tmp_path / "shapes.model").trained_on()
    assert held is not None
    for digest in {one for one in held.hashes if held.hashes.count(one) > 1}:
        rows = held.logits[[place for place, one in enumerate(held.hashes) if one == digest]]
        assert np.ptp(rows, axis=0) == pytest.approx(0, abs=1e-9), "both were judged by the same heads"


def test_a_picture_saved_anew_is_found_by_its_looks(tmp_path: Path) -> None:
    from PIL import Image

    root = two_folders(tmp_path / "shapes")
    Image.open(root / YES / "005.png").resize((192, 192)).save(root / YES / "larger.png")
    _, heard = _train(root, tmp_path / "shapes.model")
    assert f"nearly the same: {YES}/005.png = {YES}/larger.png" in heard.notes()


def test_sides_of_very_different_size_are_told_and_handled(tmp_path: Path) -> None:
    root = two_folders(tmp_path / "shapes", yes=10, no=60)
    values, heard = _train(root, tmp_path / "shapes.model")
    assert f"6.0 times as many pictures of '{NO}' as of '{YES}'" in heard.notes()
    assert values["figures"]["n"] == 70
    assert values["figures"]["log_loss"] < 0.45, "guessing the share of yes would give 0.41, a coin 0.69"


def test_pictures_all_alike_are_judged_and_the_doubt_is_said(tmp_path: Path) -> None:
    root = tmp_path / "shapes"
    for number in range(12):
        draw(root / YES / f"{number}.png", True, 1)
        draw(root / NO / f"{number}.png", False, 2)
        for side in (YES, NO):
            with (root / side / f"{number}.png").open("ab") as stream:
                stream.write(bytes([number]))  # the same picture in a file of other bytes
    _, heard = _train(root, tmp_path / "shapes.model")
    assert "cannot be kept apart" in heard.notes()


@pytest.mark.parametrize("folds", [0, 1, 13])
def test_folds_that_cannot_be_made_are_refused(tmp_path: Path, folds: int) -> None:
    with pytest.raises(AlpacaError, match=r"[Ff]olds"):
        _train(two_folders(tmp_path / "shapes"), tmp_path / "no.model", folds=folds)


def test_one_folder_for_both_answers_is_refused(tmp_path: Path) -> None:
    root = two_folders(tmp_path / "shapes")
    with pytest.raises(AlpacaError, match="same folder"):
        _train(root, tmp_path / "no.model", no_folder=str(root / YES))


def test_a_model_that_could_not_be_written_is_not_trained(tmp_path: Path) -> None:
    root = two_folders(tmp_path / "shapes")
    heard = _Heard()
    for out in (tmp_path / "gone" / "a.model", tmp_path):
        with pytest.raises(AlpacaError, match="cannot be written"):
            train(request_for(root, out).as_dict(), heard.append)
    assert not heard


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid"), reason="folders are protected otherwise")
def test_no_room_for_the_model_is_said_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = two_folders(tmp_path / "shapes")

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(AlpacaError, match="No space left"):
        _train(root, out / "a.model")
    assert not list(out.iterdir())


def test_every_picture_is_counted_while_it_is_looked_at(tmp_path: Path) -> None:
    _, heard = _train(two_folders(tmp_path / "shapes"), tmp_path / "shapes.model")
    looked = [message for message in heard if isinstance(message, Step) and message.of == 24]
    assert [message.done for message in looked] == list(range(1, 25))


def test_a_model_of_ones_own_can_be_the_backbone_of_the_next(tmp_path: Path) -> None:
    root = two_folders(tmp_path / "shapes")
    first, _ = _train(root, tmp_path / "first.model")
    second, _ = _train(root, tmp_path / "second.model", model=str(tmp_path / "first.model"))
    assert second["figures"] == first["figures"]
    assert load_bundle(tmp_path / "second.model").parts[LITERT] == load_bundle(tmp_path / "first.model").parts[LITERT]


def test_the_best_recipe_makes_a_bundle_too(tmp_path: Path) -> None:
    values, _ = _train(two_folders(tmp_path / "shapes"), tmp_path / "shapes.model", recipe=Recipe.BEST.value)
    assert load_bundle(tmp_path / "shapes.model").card.recipe["name"] == "best"
    assert values["figures"]["accuracy"] > 0.8
