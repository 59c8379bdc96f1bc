"""All pictures on one page of HTML that needs nothing else, written piece by piece."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alpaca_gui.imaging.source import FileSource
from alpaca_gui.judging.page.gallery import image, not_shown
from alpaca_gui.judging.page.markup import CLOSING, opening, paragraph, text
from alpaca_gui.judging.page.style import STYLE
from alpaca_gui.library.export.rows import ExportedRecord, HeldRecord
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.logit.words import MINUS, logit_text, probability_text

_STYLE: Final = """
svg.sign { display: inline-block; width: .8em; height: .8em; vertical-align: -.05em; }
.decision { font-weight: 600; }
.sign.yes, .decision.yes { color: var(--yes); }
.sign.no, .decision.no { color: var(--no); }
.sign.unsure, .decision.unsure { color: var(--unsure); }
.sign.failed, .decision.failed { color: var(--failed); }
.picture .note { border-top: 1px solid var(--line); margin-top: .4rem; padding-top: .4rem; white-space: pre-line; }
@media print { .pictures { grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .5rem; } }
"""

_SHAPES: Final = {
    "yes": '<circle cx="8" cy="8" r="8"/>',
    "no": '<rect x="1" y="1" width="14" height="14"/>',
    "unsure": '<path d="M8,0 L16,8 L8,16 L0,8 Z"/>',
    "failed": '<path stroke="currentColor" stroke-width="4" d="M2,2 L14,14 M2,14 L14,2"/>',
}
"""The shapes that the window draws: disc, square, diamond, cross."""

_SECTIONS: Final = ("yes", "unsure", "no", "failed")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a contact sheet says of all its pictures: a title, the rule, and what the model calls its sides."""

    title: str
    rule: Rule
    yes: str = "yes"
    no: str = "no"

    def side(self, word: str | None) -> str:
        """What a decision or a label is called."""
        return {"yes": self.yes, "no": self.no, "unsure": "unsure"}.get(word or "", "not classified")


def contact_sheet(records: Sequence[ExportedRecord], heading: Heading, *, sections: bool = True) -> Iterator[str]:
    """Give the page in pieces, one a picture, so that no more than one thumbnail is in memory.

    Parameters
    ----------
    records
        What is shown, in this order.
    heading
        What stands above.
    sections
        Yes, unsure, no and failed under headings of their own; otherwise all in the given order.
    """
    yield opening(heading.title, STYLE + _STYLE)
    yield f"<h1>{text(heading.title)}</h1>"
    yield paragraph(_summary(records, heading))
    yield paragraph(_about_rule(heading.rule), "quiet")
    if not sections:
        yield from _pictures(records, heading)
    else:
        for kind in _SECTIONS:
            found = [record for record in records if _kind(record) == kind]
            if found:
                yield f"<h2>{_sign(kind)} {text(_section(kind, heading))} ({len(found):,})</h2>"
                yield from _pictures(found, heading)
    yield CLOSING


def _summary(records: Sequence[ExportedRecord], heading: Heading) -> str:
    kinds = [_kind(record) for record in records]
    counts = ", ".join(f"{kinds.count(kind):,} {kind}" for kind in _SECTIONS if kind in kinds)
    pictures = f"{len(records):,} picture{'' if len(records) == 1 else 's'}"
    words = f" Yes means {heading.yes}, no means {heading.no}." if heading.yes != "yes" else ""
    return f"{pictures}{': ' if counts else ''}{counts}.{words}"


def _about_rule(rule: Rule) -> str:
    threshold = f"{rule.threshold:g}".replace("-", MINUS)
    band = f" It is unsure where the logit is less than {rule.band:g} away from it." if rule.band else ""
    return f"The answer is yes where the logit is above {threshold}.{band}"


def _section(kind: str, heading: Heading) -> str:
    name = heading.side(kind)
    return "Failed" if kind == "failed" else kind.capitalize() + ("" if name == kind else f": {name}")


def _kind(record: ExportedRecord) -> str:
    return record.decision if record.decision in ("yes", "no", "unsure") else "failed"


def _pictures(records: Sequence[ExportedRecord], heading: Heading) -> Iterator[str]:
    yield '<ul class="pictures">'
    for record in records:
        yield _picture(record, heading)
    yield "</ul>"


def _picture(record: ExportedRecord, heading: Heading) -> str:
    kind, name = _kind(record), Path(record.path).name or record.path
    answer = heading.side(record.decision)
    labelled = f"<br>labelled {text(heading.side(record.label))}" if record.label else ""
    if record.label and record.decision in ("yes", "no") and record.label != record.decision:
        labelled += ' <span class="mark">(not as answered)</span>'
    note = f'<div class="note">{_lines(record.note)}</div>' if record.note else ""
    return (
        f'<li class="picture">{_image(record, f"The picture {name}, answered {answer}")}<div class="said">'
        f'{_reading(record, heading)}<span class="decision {kind}">{_sign(kind)} {text(answer)}</span>{labelled}<br>'
        f'<span class="quiet" title="{text(record.path)}">{text(name)}</span>{note}</div></li>\n'
    )


def _reading(record: ExportedRecord, heading: Heading) -> str:
    if record.logit is None:
        return ""
    probability = probability_text(record.logit / heading.rule.temperature)
    return (
        f'<span class="logit" title="logit">{text(logit_text(record.logit))}</span> '
        f'<span class="quiet">p = {text(probability)}</span><br>'
    )


def _image(record: ExportedRecord, alt: str) -> str:
    if record.error is not None:
        return not_shown(record.error)
    if isinstance(record, HeldRecord) and record.held is not None:
        return image(record.held, alt)
    if "://" in record.path:
        return not_shown("It is on the web, and only its address is kept.")
    return image(FileSource(Path(record.path)), alt)


def _lines(note: str) -> str:
    """A note keeps its lines; everything else in it is made harmless."""
    return "\n".join(text(line) for line in note.splitlines())


def _sign(kind: str) -> str:
    box = 'viewBox="0 0 16 16" fill="currentColor" aria-hidden="true"'
    return f'<svg class="sign {kind}" {box}>{_SHAPES[kind]}</svg>'
