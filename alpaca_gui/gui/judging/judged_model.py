"""Judged pictures as Qt's views want them: a look-up, never work."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt

from alpaca_gui.gui.picture_model import DETAIL, KEY, LOGIT, SIGN
from alpaca_gui.gui.places_model import PlacesModel
from alpaca_gui.gui.signs import Sign
from alpaca_gui.gui.tips import tip_text
from alpaca_gui.imaging.source import FileSource, Source, printable
from alpaca_gui.judging.judgement import Judgement
from alpaca_gui.logit.verdict import judge
from alpaca_gui.logit.words import logit_text, sentence

Remark = Callable[[int], str]
"""What to add about the picture at a place."""


class JudgedModel(PlacesModel):
    """Shows some pictures of a `Judgement`; their keys are their places in it.

    Parameters
    ----------
    judgement
        What the pictures are taken from.
    remark
        What to add to a picture's second line.
    """

    def __init__(self, judgement: Judgement, remark: Remark | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.judgement = judgement
        self._remark = remark
        self.look_ups = {
            Qt.ItemDataRole.DisplayRole: self.name,
            Qt.ItemDataRole.ToolTipRole: self._tip,
            Qt.ItemDataRole.AccessibleTextRole: self._spoken,
            KEY: int,
            SIGN: self.sign,
            LOGIT: self.logit,
            DETAIL: self.detail,
        }

    def source(self, key: int) -> Source:
        """Where the picture at a place comes from."""
        return FileSource(self.judgement.paths[key])

    def name(self, key: int) -> str:
        """The file's own name."""
        return self.source(key).name

    def logit(self, key: int) -> float:
        """The raw logit."""
        return float(self.judgement.logits[key])

    def sign(self, key: int) -> Sign:
        """The decision with the model's own rule."""
        return Sign(int(judge(self.logit(key), self.judgement.rule).decision))

    def detail(self, key: int) -> str:
        """The second line of a row: the label as yes or no, and what else there is to know."""
        return " · ".join(("labelled yes" if self.judgement.labels[key] == 1 else "labelled no", *self._facts(key)))

    def whole_detail(self, key: int) -> str:
        """The same with the label in the model's words, where there is room."""
        return " · ".join((f"labelled {self._label(key)}", *self._facts(key)))

    def _facts(self, key: int) -> list[str]:
        fold = self._fold(key)
        remark = self._remark(key) if self._remark is not None else ""
        return [part for part in (remark, fold) if part]

    def _fold(self, key: int) -> str:
        if self.judgement.out_of_fold[key]:
            return "out of fold"
        seen = self.judgement.seen
        return "seen in training" if seen is not None and seen[key] else ""

    def _label(self, key: int) -> str:
        yes = bool(self.judgement.labels[key] == 1)
        return f"yes, {printable(self.judgement.yes)}" if yes else f"no, {printable(self.judgement.no)}"

    def reading(self, key: int) -> str:
        """The logit in words."""
        verdict = judge(self.logit(key), self.judgement.rule)
        return f"logit {logit_text(verdict.logit)}: {sentence(verdict)}"

    def _tip(self, key: int) -> str:
        return tip_text(
            "\n".join([printable(str(self.judgement.paths[key])), self.reading(key), self.whole_detail(key)])
        )

    def _spoken(self, key: int) -> str:
        return f"{self.name(key)}: {self.sign(key).word}, logit {logit_text(self.logit(key))}. {self.whole_detail(key)}"
