"""A contact sheet shows every picture on one page that needs nothing else, and does nothing that a name asks for."""

import base64
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from alpaca_gui.library.export import contact_sheet as module
from alpaca_gui.library.export.contact_sheet import Heading, contact_sheet
from alpaca_gui.library.export.rows import ExportedRecord
from alpaca_gui.logit.verdict import Rule
from tests.imaging.pictures import encoded
from tests.judging.test_page import HOSTILE, VOID, Reader

HERD = Heading("The herd", Rule(0.5, 1.0, 2.0), "alpaca", "not alpaca")


def _read(records: list[ExportedRecord], heading: Heading = HERD, *, sections: bool = True) -> Reader:
    written = "".join(contact_sheet(records, heading, sections=sections))
    written.encode("utf-8")  # no stray bytes of a name
    reader = Reader()
    reader.feed(written)
    reader.close()
    assert reader.open == []
    return reader


def _picture(folder: Path, name: str) -> str:
    (folder / name).write_bytes(encoded(Image.new("RGB", (400, 300), (200, 0, 0)), "PNG"))
    return str(folder / name)


def test_each_picture_says_logit_probability_decision_and_label(tmp_path: Path) -> None:
    path = _picture(tmp_path, "a.png")
    reader = _read([ExportedRecord(path, -2.0, 0.2689, "no", -2.5, 400, 300, label="yes", note="look\nagain")])
    for words in ("−2.0000", "p = 0.2689", "labelled alpaca", "(not as answered)", "a.png", "look\nagain"):
        assert any(words in each for each in reader.words), words
    assert "1 picture: 1 no. Yes means alpaca, no means not alpaca." in reader.words
    assert (
        "The answer is yes where the logit is above 0.5. It is unsure where the logit is less than 1 away from it."
        in reader.words
    )
    (image,) = reader.all("img")
    assert image["alt"] == "The picture a.png, answered not alpaca"
    data = base64.b64decode((image["src"] or "").removeprefix("data:image/jpeg;base64,"))
    assert max(Image.open(io.BytesIO(data)).size) == 320


def test_the_shape_says_the_decision_too(tmp_path: Path) -> None:
    shapes = {"yes": "circle", "no": "rect", "unsure": "path", None: "path"}
    for decision, shape in shapes.items():
        logit = None if decision is None else 1.0
        error = "It is broken." if decision is None else None
        reader = _read([ExportedRecord("/a", logit, decision=decision, error=error)], sections=False)
        (sign,) = reader.all("svg")
        assert len(reader.all(shape)) == 1
        assert (sign["class"], sign["fill"]) == (f"sign {decision or 'failed'}", "currentColor")


def test_sections_come_yes_unsure_no_failed_and_keep_the_order_inside(tmp_path: Path) -> None:
    decisions = ("no", None, "unsure", "yes", "no", "yes")
    records = [ExportedRecord(f"/{n}", 1.0 if d else None, decision=d) for n, d in enumerate(decisions)]
    reader = _read(records)
    titles = [each["title"] for each in reader.all("span") if each.get("class") == "quiet" and "title" in each]
    assert titles == ["/3", "/5", "/2", "/0", "/4", "/1"]
    heads = [words.strip() for words in reader.words if words.strip().endswith(")")]
    assert heads == ["Yes: alpaca (2)", "Unsure (1)", "No: not alpaca (2)", "Failed (1)"]
    in_order = _read(records, sections=False).all("span")
    assert [each["title"] for each in in_order if each.get("class") == "quiet" and "title" in each] == [
        f"/{number}" for number in range(6)
    ]


def test_a_picture_that_cannot_be_shown_has_its_sentence_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "bad.jpg").write_text("no picture")
    reader = _read(
        [
            ExportedRecord(str(tmp_path / "gone.jpg"), 3.0, decision="yes"),
            ExportedRecord(str(tmp_path / "bad.jpg"), 3.0, decision="yes"),
            ExportedRecord("https://x.example/a.jpg", 3.0, decision="yes"),
            ExportedRecord("a\0b", 3.0, decision="yes"),
            ExportedRecord(str(tmp_path / "worse.jpg"), error="The server said no."),
        ]
    )
    said = [words for words in reader.words if words.startswith("It cannot be shown.")]
    assert [words.removeprefix("It cannot be shown. ").split(":")[0] for words in said] == [
        "The file is gone",
        "It is not a picture",
        "It is on the web, and only its address is kept.",
        "The path cannot be used",
        "The server said no.",
    ]
    assert reader.all("img") == []


def test_a_name_is_only_ever_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\x1b") + HOSTILE.replace("/", ":")
    record = ExportedRecord(_picture(tmp_path, name), 3.0, decision="yes", label="no", note=HOSTILE, error=None)
    failed = ExportedRecord(HOSTILE, error=HOSTILE)
    reader = _read([record, failed], Heading(HOSTILE, Rule(), HOSTILE, HOSTILE))
    assert {tag for tag, _ in reader.elements}.isdisjoint({"script", "link", "iframe", "object", "embed", "base"})
    assert len(reader.all("img")) == 1
    assert all(not key.startswith("on") for _, attributes in reader.elements for key in attributes)
    for _, attributes in reader.elements:
        assert "href" not in attributes
        assert (attributes.get("src") or "data:").startswith("data:")
    assert any(r"\xff\x1b" in words for words in reader.words)
    policy = next(each["content"] for each in reader.all("meta") if each.get("http-equiv"))
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert "meta" in VOID


def test_pictures_are_decoded_one_by_one_as_the_page_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[Path] = []

    def image(path: Path, alt: str) -> str:
        decoded.append(path)
        return ""

    monkeypatch.setattr(module, "image", image)
    pieces: Iterator[str] = contact_sheet([ExportedRecord(f"/{n}", 1.0, decision="yes") for n in range(10_000)], HERD)
    while not decoded:
        next(pieces)
    next(pieces)
    assert len(decoded) == 2


def test_no_pictures_make_a_page_that_says_so() -> None:
    assert "0 pictures. Yes means alpaca, no means not alpaca." in _read([]).words
