"""``alpaca-gui explain`` gives without a window what the window shows: as JSON, as a page, as a drawing, in words."""

import dataclasses
import io
import os
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from alpaca_gui.cli.main import main
from alpaca_gui.engine.bundle import ModelBundle, load_bundle, save_bundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.explain.card_file import read_card
from alpaca_gui.explain.lens import Lens
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.logit.sigmoid import sigmoid
from alpaca_gui.resources import shipped_model
from tests.cli.program import ALPACA, LION, SHEEP, TIGER, strict_json
from tests.imaging.pictures import animation, encoded, quarters
from tests.jobs.web import Web

Explain = Callable[..., tuple[int, str, str]]

KEYS = {
    *("format", "program", "picture", "model", "logit", "float32", "probability", "decision", "threshold", "band"),
    *("temperature", "answers", "bias", "cells", "cells_note", "lowest", "middle", "highest", "stable", "changes"),
    *("preprocessing", "nearest", "cells_exact", "estimate", "changes_exact", "changes_note", "preprocessing_notes"),
}


@pytest.fixture
def explain(capsys: pytest.CaptureFixture[str]) -> Explain:
    """Call ``alpaca-gui explain`` here."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["explain", *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def explained(explain: Explain, tmp_path: Path) -> Callable[..., Any]:
    """Explain, and give the JSON that is written."""

    def call(*arguments: str | Path) -> Any:
        out = tmp_path / "explained.json"
        assert explain(*arguments, "--out", out) == (0, "", "")
        return strict_json(out.read_bytes())

    return call


@pytest.fixture(scope="module")
def bundle() -> ModelBundle:
    return load_bundle(shipped_model())


def logit_of(bundle: ModelBundle, path: str | Path) -> float:
    return Classifier(bundle).classify(decode(FileSource(Path(path)))).logit


@pytest.mark.parametrize("path", [ALPACA, SHEEP, LION, TIGER])
def test_bias_and_cells_sum_to_the_logit_of_the_list(explained: Any, bundle: ModelBundle, path: str) -> None:
    values = explained(path)
    assert set(values) >= KEYS
    assert values["logit"] == logit_of(bundle, path)
    assert all(isinstance(value, float) for row in values["cells"] for value in row)
    assert values["bias"] + sum(map(sum, values["cells"])) == pytest.approx(values["logit"], abs=1e-4)
    assert np.array(values["cells"]).shape == Lens(bundle).look(FileSource(Path(path))).evidence.logit_map.shape  # type: ignore[union-attr]
    assert values["probability"] == float(sigmoid(values["logit"] / values["temperature"]))


def test_changes_and_preprocessing_are_names_and_logits(explained: Any, bundle: ModelBundle) -> None:
    values = explained(SHEEP)
    for key in ("changes", "preprocessing"):
        assert len({each["name"] for each in values[key]}) == len(values[key]) > 2
        assert all(set(each) == {"name", "logit"} for each in values[key])
    assert all(isinstance(each["logit"], float) for each in values["changes"])
    logits = [values["logit"], *(each["logit"] for each in values["changes"])]
    assert values["lowest"] <= min(logits[1:])
    assert values["highest"] >= max(logits[1:])
    assert values["lowest"] <= values["middle"] <= values["highest"]


def test_a_change_is_the_logit_of_the_changed_picture(explained: Any, bundle: ModelBundle) -> None:
    """Asked of the classifier itself: the mirror image, which no seed and no strength can change."""
    from alpaca_gui.imaging.alter import mirrored

    found = {each["name"]: each["logit"] for each in explained(SHEEP)["changes"]}
    mirror = Classifier(bundle).classify(mirrored(decode(FileSource(Path(SHEEP))))).logit
    assert any("mirror" in name and logit == pytest.approx(mirror, abs=1e-3) for name, logit in found.items())


def test_the_nearest_are_of_both_sides_and_sorted(explained: Any) -> None:
    nearest = explained(SHEEP)["nearest"]
    for side in ("yes", "no"):
        cosines = [each["cosine"] for each in nearest[side]]
        assert cosines == sorted(cosines, reverse=True)
        assert len(cosines) > 2
        assert {each["label"] for each in nearest[side]} == {side}


def test_threshold_and_band_move_the_decision_and_no_logit(explained: Any) -> None:
    plain, moved = explained(SHEEP), explained(SHEEP, "--threshold", "9", "--band", "0")
    assert (plain["decision"], moved["decision"]) == ("yes", "no")
    assert (moved["threshold"], moved["band"]) == (9.0, 0.0)
    same = ("logit", "bias", "cells", "changes", "preprocessing", "lowest", "highest")
    assert all(plain[key] == moved[key] for key in same)


def test_the_drawing_is_1600_pixels_wide_and_holds_the_card(explain: Explain, tmp_path: Path) -> None:
    out = tmp_path / "explained.png"
    assert explain(SHEEP, "--out", out) == (0, "", "")
    with Image.open(out) as image:
        assert image.width == 1600
        assert image.height > 1200
    assert read_card(out).picture == "sheep.png"
    assert main(["verify", str(out), SHEEP]) == 0
    assert explain(SHEEP, "--out", out)[0] == 0  # over one that this program made


class _Page(HTMLParser):
    """What a page would load, its words, and its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "img", "br", "wbr", "input", "image"):
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            if name in ("src", "href", "srcset", "action", "data"):
                self.addresses.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("meta", "img", "br", "wbr", "input", "image"):
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_is_whole_in_itself_and_says_what_the_numbers_say(
    explain: Explain, explained: Any, tmp_path: Path
) -> None:
    out = tmp_path / "explained.html"
    assert explain(LION, "--out", out) == (0, "", "")
    text = out.read_text("utf-8")
    page, values = _Page(text), explained(LION)
    assert page.open == []
    assert "script" not in page.tags
    assert all(address.startswith("data:image/") for address in page.addresses)
    assert "url(" not in text
    assert "prefers-color-scheme: dark" in text
    cells = len(values["cells"]) * len(values["cells"][0])
    assert len(re.findall(r"<title>Row \d of 9, column \d of 9: [+−]\d", text)) == cells
    for logit in (values["logit"], *(each["logit"] for each in values["changes"])):
        assert f"{logit:+.4f}".replace("-", "−") in page.words
    assert f"bias {values['bias']:+.4f}".replace("-", "−") in page.words
    assert values["picture"]["sha256"] in page.words


def test_without_a_file_a_summary_is_printed(explain: Explain, bundle: ModelBundle) -> None:
    code, out, err = explain(SHEEP)
    assert (code, err) == (0, "")
    assert out.startswith("sheep.png: yes, probability 0.9")
    assert f"= logit {logit_of(bundle, SHEEP):+.4f}\n" in out
    assert "With other preprocessing:" in out


def test_a_card_can_be_had_too_and_is_true(explain: Explain, tmp_path: Path) -> None:
    for name in ("card.png", "card.pdf"):
        assert explain(SHEEP, "--card", tmp_path / name, "--threshold", "0.5")[0] == 0
        assert main(["verify", str(tmp_path / name), SHEEP, "--threshold", "0.5"]) == 0


def test_a_picture_on_the_web_is_explained_as_the_file_is(
    explain: Explain, explained: Any, web: Web, tmp_path: Path
) -> None:
    from tests.jobs.web import PICTURE

    (tmp_path / "good.png").write_bytes(PICTURE)
    there, here = explained(web.address("/good.png")), explained(tmp_path / "good.png")
    assert there == here
    code, out, err = explain(web.address("/missing.png"))
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_a_picture_that_cannot_be_read_is_one_sentence_and_1_and_leaves_no_file(
    explain: Explain, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_text("no picture")
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(Path(ALPACA).read_bytes()[:2000])
    os.mkfifo(tmp_path / "pipe")
    for path in (
        broken,
        cut,
        tmp_path / "gone.jpg",
        tmp_path,
        tmp_path / "pipe",
        "",
        "ftp://a/b.png",
        "gone\n\x1b.jpg",
    ):
        code, out, err = explain(path, "--out", tmp_path / "out.png")
        assert (code, out, err.count("\n")) == (1, "", 1), path
        assert err.endswith(".\n")
        assert "\x1b" not in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.jpg", "cut.jpg", "pipe"]


def test_a_file_that_cannot_be_written_is_one_sentence_and_2(explain: Explain, tmp_path: Path) -> None:
    photograph = tmp_path / "mine.png"
    photograph.write_bytes(encoded(quarters(), "PNG"))
    (tmp_path / "folder.json").mkdir()
    for arguments in (
        ("--out", tmp_path / "out.gif"),
        ("--out", tmp_path / "out"),
        ("--card", tmp_path / "card.html"),
        ("--out", photograph),
        ("--out", tmp_path / "gone" / "out.json"),
        ("--out", tmp_path / "folder.json"),
        ("--out", tmp_path / ("x" * 300) / "out.json"),
        ("--card", tmp_path / "mine.png" / "card.png"),
        ("--model", tmp_path / "gone.model"),
    ):
        code, out, err = explain(SHEEP, *arguments)
        assert (code, out, err.count("\n")) == (2, "", 1), arguments
        assert err.startswith("alpaca-gui: ")
        assert err.endswith(".\n")
    assert photograph.read_bytes() == encoded(quarters(), "PNG")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.json", "mine.png"]


def test_a_full_disk_leaves_no_half_of_a_file(
    explain: Explain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("alpaca_gui.files.os.fsync", no_room)
    code, _, err = explain(SHEEP, "--out", tmp_path / "out.html")
    assert code == 2
    assert "No space left on device" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "wrong", [[], [SHEEP, ALPACA], ["--threshold", "nan", SHEEP], ["--band=-1", SHEEP], ["--speed", SHEEP]]
)
def test_wrong_usage_ends_with_2(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["explain", *wrong])
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: alpaca-gui explain")


@pytest.mark.parametrize("name", ["羊駝.png", "two\nlines <b>&amp;\"'.png", "\udcff.png", "x" * 240 + ".png"])
def test_any_name_is_harmless_in_every_form(explain: Explain, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(encoded(quarters(), "PNG"))
    for suffix in (".json", ".html", ".png"):
        code, out, _ = explain(path, "--out", tmp_path / f"out{suffix}")
        assert (code, out) == (0, "")
    _Page((tmp_path / "out.html").read_bytes().decode("utf-8"))
    assert strict_json((tmp_path / "out.json").read_bytes())["picture"]["name"].isprintable()


@pytest.mark.parametrize("size", [(2000, 3), (3, 2000), (1, 1)])
def test_pictures_of_odd_shapes_are_explained_in_every_form(
    explain: Explain, tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "odd.png"
    path.write_bytes(encoded(quarters(*size), "PNG"))
    for suffix in (".json", ".html", ".png"):
        assert explain(path, "--out", tmp_path / f"out{suffix}") == (0, "", "")


def test_a_note_is_said_beside(explain: Explain, tmp_path: Path) -> None:
    path = tmp_path / "moving.gif"
    path.write_bytes(animation("GIF"))
    code, _, err = explain(path, "--out", tmp_path / "out.json")
    assert (code, err) == (0, f"{path}: Only the first of 3 frames was read.\n")


def test_the_drawing_shows_the_picture_and_its_map(explain: Explain, tmp_path: Path) -> None:
    """The frame on the left holds the picture, which is white with one red quarter, and the map's blue and orange."""
    path = tmp_path / "picture.png"
    path.write_bytes(encoded(quarters(800, 600), "PNG"))
    explain(path, "--out", tmp_path / "out.png")
    with Image.open(io.BytesIO((tmp_path / "out.png").read_bytes())) as image:
        seen = np.asarray(image.convert("RGB")).astype(int)[130:710, 74:854]
    corners = [seen[10:270, 10:370], seen[10:270, 410:770], seen[310:570, 10:370]]
    red, green, blue = (corner.reshape(-1, 3).mean(axis=0) for corner in corners)
    assert (red.argmax(), green.argmax(), blue.argmax()) == (0, 1, 2)


def test_a_model_without_an_exact_map_says_so_and_draws_its_estimate(
    explain: Explain, bundle: ModelBundle, tmp_path: Path
) -> None:
    """And without what it was trained on, as many that were brought in."""
    model = tmp_path / "no map.model"
    save_bundle(model, dataclasses.replace(bundle.card, exact_map=False), {"model.tflite": bundle.litert})
    for name in ("out.json", "out.html", "out.png"):
        assert explain(SHEEP, "--model", model, "--out", tmp_path / name, "--card", tmp_path / "card.png")[0] == 0
    values = strict_json((tmp_path / "out.json").read_bytes())
    assert (values["bias"], values["cells"], values["nearest"]) == (None, None, None)
    assert values["cells_note"].startswith("This model has no exact map")
    assert values["cells_exact"] is False
    page = (tmp_path / "out.html").read_text("utf-8")
    assert "This model has no exact map" in page
    assert "does not tell what it was trained on" in page
    assert "What each part adds" not in page
    assert "The map is exact" not in page
    assert "The map is no exact one. Estimated: each of 7 × 7 parts" in page
    assert page.count("covering it lowers the logit by") + page.count("covering it raises the logit by") == 49
    assert main(["verify", str(tmp_path / "card.png"), SHEEP, "--model", str(model)]) == 0
    assert "This model has no exact map" in explain(SHEEP, "--model", model)[1]


def test_the_estimate_is_what_covering_each_part_takes_away(
    explain: Explain, explained: Any, bundle: ModelBundle, tmp_path: Path
) -> None:
    """Done again here with NumPy, and never taken for the exact map: it stands beside it, with how it was made."""
    model = tmp_path / "no map.model"
    save_bundle(model, dataclasses.replace(bundle.card, exact_map=False), {"model.tflite": bundle.litert})
    values, exact = explained(SHEEP, "--model", model), explained(SHEEP)
    assert exact["estimate"] is None
    assert (exact["cells_exact"], exact["cells_note"]) == (True, None)
    classifier, tensor = Classifier(bundle), Lens(bundle).look(FileSource(Path(SHEEP))).tensor
    grey = bundle.card.preprocessing.scaled(np.full((1, 1, 1, 3), 128, np.uint8))
    edges = [round(260 * place / 7) for place in range(8)]
    for row, column in ((0, 0), (2, 3), (6, 6)):
        covered = tensor.copy()
        covered[:, edges[row] : edges[row + 1], edges[column] : edges[column + 1]] = grey
        fall = values["logit"] - classifier.run(covered).logit
        assert values["estimate"]["cells"][row][column] == pytest.approx(fall, abs=1e-4)
    assert values["estimate"]["how"].startswith("Estimated: each of 7 × 7 parts")
    assert "do not sum to the logit" in values["estimate"]["how"]
    assert f"{values['estimate']['how']}\n" in explain(SHEEP, "--model", model)[1]


def test_a_large_pictures_changes_say_that_they_are_estimated(explained: Any, tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    large.write_bytes(encoded(quarters(1200, 1000), "PNG"))
    values = explained(large)
    assert values["changes_exact"] is False
    assert values["changes_note"].startswith("Estimated: the picture is large, so a copy of ")
    small = explained(SHEEP)
    assert small["changes_exact"] is True
    assert small["changes_note"].startswith("Exact")


def test_a_variant_without_a_logit_says_why(explained: Any) -> None:
    for path in (SHEEP, ALPACA):
        values = explained(path)
        missing = {each["name"] for each in values["preprocessing"] if each["logit"] is None}
        assert set(values["preprocessing_notes"]) == missing
        assert all(said.endswith(".") for said in values["preprocessing_notes"].values())
    assert "draft decoding" in explained(SHEEP)["preprocessing_notes"]


def test_a_sum_that_float32_cannot_hold_to_four_decimals_says_so(
    explained: Any, bundle: ModelBundle, tmp_path: Path
) -> None:
    from alpaca_gui.engine.head_weights import head_weights, with_head

    weights, bias = head_weights(bundle.litert)
    model = tmp_path / "loud.model"
    save_bundle(model, bundle.card, {"model.tflite": with_head(bundle.litert, weights * 3e4, bias * 3e4)})
    values = explained(SHEEP, "--model", model)
    missed = values["bias"] + sum(map(sum, values["cells"])) - values["logit"]
    assert 1e-4 < abs(missed) < 1e-6 * abs(values["logit"]) * 10
    assert values["cells_note"].startswith(f"The sum misses the logit by {abs(missed):.1g}: float32")


def test_links_in_a_circle_and_a_folder_that_is_not_there_are_said_at_once(explain: Explain, tmp_path: Path) -> None:
    (tmp_path / "round.json").symlink_to("round.json")
    code, out, err = explain(SHEEP, "--out", tmp_path / "round.json")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.endswith("round.json cannot be written: Too many levels of symbolic links.\n")
    code, out, err = explain(tmp_path / "never read.png", "--out", tmp_path / "gone" / "out.json")
    assert (code, out) == (2, "")
    assert err.endswith(f"out.json cannot be written: there is no folder {tmp_path / 'gone'}.\n")


def test_the_picture_by_another_of_its_names_is_not_written_over(explain: Explain, tmp_path: Path) -> None:
    (tmp_path / "mine.png").write_bytes(Path(SHEEP).read_bytes())
    (tmp_path / "hard.html").hardlink_to(tmp_path / "mine.png")
    (tmp_path / "soft.json").symlink_to("mine.png")
    for name in ("hard.html", "soft.json"):
        code, _, err = explain(tmp_path / "mine.png", "--out", tmp_path / name)
        assert code == 2
        assert "names the picture itself" in err
    assert (tmp_path / "mine.png").read_bytes() == Path(SHEEP).read_bytes()


def test_the_help_tells_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("explain", "verify"):
        with pytest.raises(SystemExit) as caught:
            main([command, "--help"])
        assert caught.value.code == 0
        assert "Exit code: 0" in capsys.readouterr().out


def test_the_picture_and_the_other_file_are_never_named_as_the_file_to_write(explain: Explain, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(Path(SHEEP).read_bytes())
    for options in (
        [str(picture), "--out", str(picture)],
        [str(picture), "--card", f"{tmp_path}/./picture.png"],
        [str(picture), "--out", str(tmp_path / "a.png"), "--card", str(tmp_path / "a.png")],
    ):
        code, _out, err = explain(*options)
        assert code == 2
        assert "names the picture itself" in err or "name the same file" in err
        assert picture.read_bytes() == Path(SHEEP).read_bytes()
        assert not (tmp_path / "a.png").exists()
