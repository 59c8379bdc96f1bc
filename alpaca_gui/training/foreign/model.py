"""What is known of a foreign model after looking at it, and so what still has to be asked."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self


class Kind(StrEnum):
    """What sort of file a model is."""

    KERAS = "keras"
    H5 = "h5"
    SAVED_MODEL = "saved_model"
    LITERT = "tflite"

    @property
    def words(self) -> str:
        """The kind for a person."""
        return _KINDS[self]


class Ending(StrEnum):
    """How a model ends, before anything is taken off."""

    LINEAR = "linear"
    SIGMOID = "sigmoid"
    SOFTMAX = "softmax"


class Scale(StrEnum):
    """The range of numbers that a model wants its pixels in."""

    BYTES = "0..255"
    UNIT = "0..1"
    SIGNED = "-1..1"

    @property
    def factors(self) -> tuple[float, float]:
        """Scale and offset for pixels of 0 to 255: ``pixel * scale + offset``."""
        return {Scale.BYTES: (1.0, 0.0), Scale.UNIT: (1 / 255, 0.0), Scale.SIGNED: (1 / 127.5, -1.0)}[self]


_KINDS: Final = {
    Kind.KERAS: "a Keras archive (.keras)",
    Kind.H5: "a Keras file in the older HDF5 format (.h5)",
    Kind.SAVED_MODEL: "a TensorFlow SavedModel",
    Kind.LITERT: "a LiteRT model (.tflite)",
}


@dataclass(frozen=True, slots=True)
class ForeignModel:
    """What looking at a model told; what it could not tell is None, and has to be asked.

    Attributes
    ----------
    name
        The file's name.
    kind
        What sort of file it is.
    width, height
        Size of its input in pixels; None where it takes any.
    outputs
        How many numbers it ends in: 1, or 2 for a pair that is subtracted.
    output_shape
        The shape in words, e.g. ``(None, 1)``.
    ending
        What its last layer does to the raw numbers; a sigmoid or softmax will be taken off.
    labels
        Names of the two answers in the order of its outputs, from a ``labels.txt``; empty where there is none.
    scale
        The range its input wants, where steps inside the model or its origin tell.
    fit, resampling
        How a picture is brought to its size, where its origin tells: see `Preprocessing`.
    exact_map
        Whether the mean of a map is exactly its logit: the way from its last feature map to its raw numbers is linear.
    inside
        Sentences on the preprocessing that is part of the model.
    notes
        Other sentences that a person should read.
    """

    name: str
    kind: Kind
    width: int | None
    height: int | None
    outputs: int
    output_shape: str
    ending: Ending
    labels: tuple[str, ...] = ()
    scale: Scale | None = None
    fit: str | None = None
    resampling: str | None = None
    exact_map: bool = False
    inside: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Which fields of an `ImportRequest` a person has to give: what positive means, always, and what is not known.

        The names are ``answers``, ``positive`` (one neuron) or ``yes_output`` (two), ``size``, ``scale``, ``fit`` and
        ``resampling``.
        """
        unknown = {
            "answers": not self.labels,
            "positive": self.outputs == 1,
            "yes_output": self.outputs == 2,
            "size": self.width is None or self.height is None,
            "scale": self.scale is None,
            "fit": self.fit is None,
            "resampling": self.resampling is None,
        }
        return tuple(name for name, asked in unknown.items() if asked)

    def as_dict(self) -> dict[str, Any]:
        """Return JSON values; the reverse of `from_dict`."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read what `as_dict` gave."""
        lists = {name: tuple(values[name]) for name in ("labels", "inside", "notes")}
        scale = None if values["scale"] is None else Scale(values["scale"])
        kinds = {"kind": Kind(values["kind"]), "ending": Ending(values["ending"])}
        return cls(**{**values, **lists, **kinds, "scale": scale})


def suggested_bundle(path: Path) -> Path:
    """Where the bundle of a foreign model might go: beside it, with the suffix ``.model``."""
    return path.with_name(f"{path.stem or path.name}.model")
