"""Judgements made up by hand: small pictures on the disk, with logits that are known."""

from pathlib import Path

import numpy as np
from PIL import Image

from alpaca_gui.gui.judging.behind import Shown
from alpaca_gui.judging.judgement import Judgement, LeftOut
from alpaca_gui.judging.measure import report
from alpaca_gui.judging.report import Report
from alpaca_gui.logit.verdict import Rule

LOGITS = {
    "yes": (-3.0, -0.2, 0.4, 1.0, 1.9, 2.5, 3.1, 4.2),
    "no": (2.6, 0.3, -0.4, -1.2, -1.3, -2.2, -3.6, -5.0),
}
"""Two yes's are taken for no, two no's for yes, when the threshold is 0."""


def judged(folder: Path, rule: Rule | None = None, *, out_of_fold: bool = True, model: str = "made-up") -> Judgement:
    """Judge eight drawn pictures a side, called ``yes-0.png`` and so on, with the logits of `LOGITS`."""
    paths = tuple(folder / side / f"{side}-{place}.png" for side in LOGITS for place in range(8))
    for place, path in enumerate(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (40, 30), (10 * place, 90, 200)).save(path)
    logits = np.array([logit for side in LOGITS.values() for logit in side])
    return Judgement(
        model=model,
        model_id="ab" * 32,
        yes="alpaca",
        no="not alpaca",
        rule=rule or Rule(),
        paths=paths,
        hashes=tuple(f"{place:064x}" for place in range(16)),
        labels=np.repeat(np.array([1, 0], dtype=np.int64), 8),
        logits=logits,
        out_of_fold=np.full(16, out_of_fold),
        left_out=(LeftOut(folder / "yes" / "words.jpg", "It is not a picture."),),
    )


def reported(judgement: Judgement) -> Report:
    """The report on it, as the child process computes it."""
    return report(judgement)


def names(judgement: Judgement, shown: Shown) -> list[str]:
    """Names of the pictures shown, without their suffix."""
    return [judgement.paths[int(place)].stem for place in shown.places]
