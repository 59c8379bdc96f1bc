"""What bringing in a model is asked for; the command line, the dialog and the child process share it."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from alpaca_gui.training.foreign.model import Scale

CHILD = "alpaca_gui.training.foreign.child"
"""Module of the child process. Its request is ``ImportRequest.as_dict()`` with ``work``: what is wanted.

``inspect`` gives a `ForeignModel` (``as_dict``); ``preview`` gives ``{"logits": [{"path", "logit"}, ...]}`` and writes
nothing; ``import`` writes the bundle and gives `BroughtIn` (``as_dict``).
"""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """One model to be brought in. What is None was not said, and is refused where it is not known otherwise.

    Attributes
    ----------
    path
        The file or folder.
    out
        The bundle to write; not needed for ``inspect`` and ``preview``.
    yes, no
        The two answers in words.
    positive
        ``yes`` or ``no``: what the model's own positive number means; for models that end in one number.
    yes_output
        0 or 1: which of two outputs means yes; for models that end in a pair.
    width, height
        Size of the input, for models that take any.
    scale, fit, resampling
        The preprocessing, as far as it is not inside the model.
    pictures
        Pictures to try the model on: shown by ``preview``, and compared, beside the program's samples, by ``import``.
    """

    path: Path
    out: Path | None = None
    yes: str = ""
    no: str = ""
    positive: str | None = None
    yes_output: int | None = None
    width: int | None = None
    height: int | None = None
    scale: Scale | None = None
    fit: str | None = None
    resampling: str | None = None
    pictures: tuple[Path, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return JSON values, for the child process; the reverse of `from_dict`."""
        paths = {"path": str(self.path), "out": None if self.out is None else str(self.out)}
        return {**asdict(self), **paths, "pictures": [str(path) for path in self.pictures]}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read what `as_dict` gave."""
        paths = {"path": Path(values["path"]), "out": Path(values["out"]) if values["out"] else None}
        scale = Scale(values["scale"]) if values["scale"] else None
        return cls(**{**values, **paths, "scale": scale, "pictures": tuple(Path(one) for one in values["pictures"])})


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """A bundle that was made.

    Attributes
    ----------
    out
        Where it is.
    exact_map
        Whether it has the exact map.
    parity
        Largest difference, in logits, between the runtime and the original framework.
    pictures
        How many pictures that was measured on.
    notes
        Sentences that a person should read: what was taken off, and what it has not.
    """

    out: str
    exact_map: bool
    parity: float
    pictures: int
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return JSON values; the reverse of `from_dict`."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read what `as_dict` gave."""
        return cls(**{**values, "notes": tuple(values["notes"])})
