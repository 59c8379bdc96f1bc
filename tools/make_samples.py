"""Makes ``resources/samples``: pictures that anyone may have, with their sources and logits in SOURCES.md.

``python -m tools.make_samples STAMPS`` where STAMPS is the folder ``usr/share/tuxpaint/stamps`` of the Debian package
tuxpaint-stamps-default, installed or unpacked (``dpkg -x``). Run it again when the shipped model changes.
"""

import argparse
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from alpaca_gui.engine.bundle import load_bundle
from alpaca_gui.engine.classifier import Classifier
from alpaca_gui.errors import AlpacaError
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.logit.words import logit_text
from alpaca_gui.resources import shipped_model, shipped_samples
from tools.draw_alpaca import AlpacaPainter

SOURCES: Final = "SOURCES.md"
LICENCE: Final = "GPL-2.txt"
_GPL: Final = Path("/usr/share/common-licenses/GPL-2")
_CHILDSPLAY: Final = "Childsplay, Stas Zytkiewicz 2002-2005; adapted by Pere Pujal i Carabantes"
_MUDCHUTE: Final = "Caroline Ford, at Mudchute Park and Farm, England"
_MAMMALS: Final = Path("animals", "mammals")

DRAWN: Final = "drawn-alpaca.jpg"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A sample that comes out of the stamps: its name here, its file there, and who the package's changelog names."""

    name: str
    file: Path
    author: str


STAMPS: Final = (
    Stamp("sheep.png", _MAMMALS / "bovines" / "sheep.png", _MUDCHUTE),
    Stamp("ram.png", _MAMMALS / "bovines" / "ram.png", _CHILDSPLAY),
    Stamp("lamb.png", _MAMMALS / "bovines" / "sheep_lamb.png", _MUDCHUTE),
    Stamp("lion.png", _MAMMALS / "cats" / "lion.png", _CHILDSPLAY),
    Stamp("doe.png", _MAMMALS / "deer" / "doe.png", _CHILDSPLAY),
    Stamp("camel.png", _MAMMALS / "camel" / "camel.png", _CHILDSPLAY),
    Stamp("elephant.webp", _MAMMALS / "elephant.png", _CHILDSPLAY),
    Stamp("squirrel.webp", _MAMMALS / "rodents" / "squirrel.png", _CHILDSPLAY),
    Stamp("tiger.jpg", _MAMMALS / "cats" / "tiger.png", _CHILDSPLAY),
)

_INTRODUCTION: Final = f"""\
# Where the sample pictures come from

Made by `tools/make_samples.py`; the logits are those of the shipped model, by the program's own way of reading a
picture. Positive means alpaca. None of these pictures was trained on, and no photograph that was is among them.

- **Stamps**: cut-out animals of Tux Paint's rubber stamps, Debian package `tuxpaint-stamps-default` 2022.06.04-1,
  source <https://sourceforge.net/projects/tuxpaint>, copyright 2002-2022 Bill Kendrick and contributors, licence GPL-2
  (text in `{LICENCE}`). The authors are the ones that its changelog names. The transparent ground is laid over white
  when a picture is read.
- **Drawn**: a picture that `tools/draw_alpaca.py` computes; not a photograph. Made for this project, under its licence.

`sheep.png` is a plain mistake of the model, shown as such: a sheep is no alpaca, whatever the logit says.

| file | source | author | licence | what was done | logit |
| --- | --- | --- | --- | --- | --- |
"""


def main() -> int:
    """Make the samples; returns the exit status."""
    options = _options()
    try:
        make_samples(options.stamps, options.out)
    except (AlpacaError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def make_samples(stamps: Path, out: Path) -> None:
    """Write the pictures, the licence and SOURCES.md into ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    classifier = Classifier(load_bundle(shipped_model()))
    rows = [(stamp.name, _stamp_cells(stamp, _copy(stamps / stamp.file, out / stamp.name))) for stamp in STAMPS]
    AlpacaPainter().paint().save(out / DRAWN, quality=90)
    rows.append((DRAWN, "`tools/draw_alpaca.py` | this project | this project's | drawn"))
    shutil.copyfile(_GPL, out / LICENCE)
    logits = {name: classifier.classify(decode(FileSource(out / name))).logit for name, _ in rows}
    rows.sort(key=lambda row: logits[row[0]])
    lines = (f"| `{name}` | {cells} | {logit_text(logits[name])} |\n" for name, cells in rows)
    (out / SOURCES).write_text(_INTRODUCTION + "".join(lines), encoding="utf-8")


def _stamp_cells(stamp: Stamp, done: str) -> str:
    return f"stamp `{stamp.file.as_posix()}` | {stamp.author} | GPL-2 | {done}"


def _copy(source: Path, target: Path) -> str:
    """Bring a stamp over in the format that the target's name asks for; returns what was done, in words."""
    if target.suffix == source.suffix:
        shutil.copyfile(source, target)
        return "unchanged"
    with Image.open(source) as image:
        layered = image.convert("RGBA")
    if target.suffix == ".webp":
        layered.save(target, lossless=True)
        return "to lossless WebP"
    ground = Image.new("RGB", layered.size, "white")
    ground.paste(layered, mask=layered.getchannel("A"))
    ground.save(target, quality=92)
    return "laid over white, to JPEG (quality 92)"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stamps", type=Path, help="the folder usr/share/tuxpaint/stamps")
    parser.add_argument("--out", type=Path, default=shipped_samples(), help="the folder to write")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
