"""The weights of keras.applications: loaded where they can be had, and one plain sentence where they cannot."""

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.training.conftest import RunModule

pytestmark = pytest.mark.tensorflow


@pytest.fixture(scope="module")
def silent() -> Iterator[str]:
    """Address of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture(scope="module")
def cases(run_module: RunModule, silent: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What happened in each case."""
    with pytest.MonkeyPatch.context() as patch, socket.create_server(("127.0.0.1", 0)) as server:
        closed = f"http://127.0.0.1:{server.getsockname()[1]}"
        server.close()
        patch.setenv("KERAS_HOME", str(tmp_path_factory.mktemp("keras")))
        patch.setenv("https_proxy", closed)
        patch.delenv("no_proxy", raising=False)
        done = run_module("tests.training.imagenet_child", silent)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("case", ["nobody listens", "silent", "cut off", "a page"])
def test_without_the_network_a_sentence_says_so_and_what_else_there_is(cases: dict[str, Any], case: str) -> None:
    sentence = cases[case]["sentence"]
    assert sentence.startswith("The ImageNet weights of keras.applications cannot be had: ")
    assert "https://storage.googleapis.com" in sentence or "timed out" in sentence
    assert "--weights bundled" in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("case", ["nobody listens", "silent", "cut off", "a page"])
def test_no_part_of_a_file_stays_in_the_cache(cases: dict[str, Any], case: str) -> None:
    assert cases[case]["cache"] == []


def test_a_file_of_another_network_is_refused(cases: dict[str, Any]) -> None:
    assert "Layer count mismatch" in cases["another"]["sentence"]


def test_what_is_in_keras_cache_is_loaded_without_the_network(cases: dict[str, Any]) -> None:
    good = cases["good"]
    assert good["arrays"] == pytest.approx(cases["expected"], rel=1e-12)
    assert good["trainable"] == 0
    assert len(good["cache"]) == 1
    assert good["facts"]["features"] == 1280
    assert len(good["facts"]["weights"]["sha256"]) == 64
