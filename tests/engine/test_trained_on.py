"""What a model was trained on is kept without its pictures, and read without trust."""

import contextlib
import io
import pickle
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpaca_gui.engine.trained_on import TrainedOn
from alpaca_gui.errors import BundleError


def _trained_on(n: int = 3) -> TrainedOn:
    rng = np.random.default_rng(0)
    return TrainedOn(
        tuple(f"{number:064x}" for number in range(n)),
        rng.integers(0, 2, n).astype(np.uint8),
        rng.normal(size=(n, 2)),
        rng.normal(size=(n, 5)).astype(np.float16),
    )


def test_everything_comes_back_as_it_was() -> None:
    held = _trained_on()
    back = TrainedOn.from_bytes(held.to_bytes())
    assert back.hashes == held.hashes
    for name in ("labels", "logits", "embeddings"):
        np.testing.assert_array_equal(getattr(back, name), getattr(held, name))


def test_the_same_values_give_the_same_bytes() -> None:
    assert _trained_on().to_bytes() == _trained_on().to_bytes()


@given(st.data())
def test_a_damaged_part_is_refused_or_still_what_it_was(data: st.DataObject) -> None:
    whole = bytearray(_trained_on().to_bytes())
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(BundleError):  # the only kind of error it may be
        assert TrainedOn.from_bytes(bytes(whole)).labels.tolist() == _trained_on().labels.tolist()


def test_arrays_that_do_not_fit_together_are_refused() -> None:
    held = _trained_on()
    odd = TrainedOn(held.hashes[:2], held.labels, held.logits, held.embeddings)
    with pytest.raises(BundleError, match="do not fit"):
        TrainedOn.from_bytes(odd.to_bytes())


def test_arrays_that_would_fill_the_memory_are_refused_unread() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("hashes", "labels", "logits", "embeddings"):
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                for _ in range(300):
                    member.write(bytes(1 << 20))
    with pytest.raises(BundleError, match="the limit is"):
        TrainedOn.from_bytes(held.getvalue())


def test_a_pickle_in_it_is_never_opened() -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return pytest.fail, ("a pickle was opened",)

    held = io.BytesIO()
    np.savez(held, hashes=np.array([Trap()], dtype=object), labels=[1], logits=[[0.0]], embeddings=[[0.0]])
    for data in (held.getvalue(), pickle.dumps(Trap())):
        with pytest.raises(BundleError, match="cannot be read"):
            TrainedOn.from_bytes(data)
