"""The models that were ever used with a library: each record says which of them spoke."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from alpaca_gui.library.origin import storable, to_bytes, to_text


@dataclass(frozen=True, slots=True)
class UsedModel:
    """One model.

    Attributes
    ----------
    model_id
        See `alpaca_gui.engine.bundle.ModelBundle`; for logits that were brought in, ``import:`` and a hash.
    name
        What it is called.
    path
        Where its bundle lay when it was used last; None for logits that were brought in.
    concept
        What its yes means.
    backbone
        What its embeddings are of: models with the same one differ in their head only. Empty where it gives none.
    unlike_limit
        From where a picture counts as unlike the training pictures; None where the bundle does not tell.
    """

    model_id: str
    name: str
    path: Path | None
    concept: str
    backbone: str = ""
    unlike_limit: float | None = None


def model_number(connection: sqlite3.Connection, model: UsedModel) -> int:
    """Enter a model, or renew where it lies; gives its number."""
    path = b"" if model.path is None else to_bytes(str(model.path.absolute()))
    connection.execute(
        "INSERT INTO model (model_id, name, path, concept, backbone, unlike_limit) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (model_id) DO UPDATE SET path = excluded.path, name = excluded.name",
        (model.model_id, storable(model.name), path, storable(model.concept), model.backbone, model.unlike_limit),
    )
    (number,) = connection.execute("SELECT number FROM model WHERE model_id = ?", (model.model_id,)).fetchone()
    return int(number)


def used_models(connection: sqlite3.Connection) -> list[UsedModel]:
    """Give every model in the order of their numbers, which count from 1."""
    rows = connection.execute("SELECT model_id, name, path, concept, backbone, unlike_limit FROM model ORDER BY number")
    return [UsedModel(one, name, Path(to_text(path)) if path else None, *more) for one, name, path, *more in rows]
