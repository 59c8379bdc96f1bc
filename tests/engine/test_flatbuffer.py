"""Surgery on LiteRT files: what cannot be read is refused. That it is exact is shown in tests/training/foreign."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.flatbuffer import end_of, with_one_logit
from alpaca_gui.engine.litert_file import input_name
from alpaca_gui.errors import BundleError


def test_a_model_of_several_outputs_is_refused_with_their_shapes(shipped: ModelBundle) -> None:
    with pytest.raises(BundleError, match=r"3 outputs: .*\(1, 1\)"):
        end_of(shipped.litert)


def test_the_name_of_the_input_is_read_from_the_signature(shipped: ModelBundle) -> None:
    assert input_name(shipped.litert) == "picture"
    assert input_name(b"nothing of the kind") == "picture"


@pytest.mark.parametrize("data", [b"", b"TFL3", b"\0\0\0\0TFL3", b"\x1c\0\0\0TFL3" + b"\0" * 64, b"PK\x03\x04" * 9])
def test_what_is_no_litert_model_is_said(data: bytes) -> None:
    with pytest.raises(BundleError):
        end_of(data)


@given(st.binary(min_size=8, max_size=300), st.integers(8, 200))
@settings(max_examples=300)
def test_noise_behind_a_right_beginning_is_refused(noise: bytes, root: int) -> None:
    with pytest.raises(BundleError):
        end_of(root.to_bytes(4, "little") + b"TFL3" + noise)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_model_that_is_cut_off_is_refused(share: float, shipped: ModelBundle) -> None:
    import numpy as np

    with pytest.raises(BundleError):
        with_one_logit(shipped.litert[: int(len(shipped.litert) * share)], np.array([1.0]))
