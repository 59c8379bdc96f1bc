"""The recipe reaches what the exercise reached, on the exercise's own pictures and split."""

import json
import os
from pathlib import Path

import pytest

from alpaca_gui.training.weights import ENVIRONMENT
from tests.training.conftest import RunModule


@pytest.mark.slow
@pytest.mark.tensorflow
def test_it_is_as_good_as_the_exercise(photographs: Path, run_module: RunModule) -> None:
    if not os.environ.get(ENVIRONMENT):
        pytest.skip(f"{ENVIRONMENT} does not name the backbone's weights file")
    done = run_module("tests.training.course.whole", photographs)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["validation"] == 65
    head, tuned = found["figures"].values()
    assert head[0] >= head[1] == 0.877
    assert tuned[0] >= tuned[1] == 0.938
