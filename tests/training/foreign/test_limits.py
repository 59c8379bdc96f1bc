"""The child that reads a stranger's file ends in time, within its memory, and with a sentence."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
SCRIPT = """
import sys, time
from alpaca_gui.messages import serve
from alpaca_gui.training.foreign.limits import within_limits

def work(request, tell):
    with within_limits(tell, seconds=request["seconds"], memory=request["memory"]):
        if request["hang"]:
            time.sleep(60)
        return {"bytes": len(bytearray(request["bytes"]))}

sys.exit(serve(work))
"""


def _run(**request: object) -> tuple[int, dict[str, object], str]:
    wanted = {"seconds": 30, "memory": 1 << 30, "hang": False, "bytes": 10, **request}
    child = subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdin.write(json.dumps(wanted) + "\n")
    child.stdin.flush()  # and left open: a child whose input closes ends by itself
    said, complaints = child.stdout.read(), child.stderr.read()
    code = child.wait()
    for pipe in (child.stdin, child.stdout, child.stderr):
        pipe.close()
    return code, json.loads(said) if said else {}, complaints


def test_work_within_its_limits_is_not_disturbed() -> None:
    code, said, _ = _run()
    assert (code, said["kind"], said["values"]) == (0, "Done", {"bytes": 10})


def test_work_that_takes_too_long_is_given_up_with_a_sentence() -> None:
    code, said, _ = _run(seconds=0.3, hang=True)
    assert (code, said["kind"]) == (3, "Failed")
    assert "given up. Nothing was written" in str(said["sentence"])


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux")
def test_work_that_takes_too_much_memory_ends() -> None:
    code, said, complaints = _run(bytes=3 << 30)
    assert code != 0
    assert said.get("kind") != "Done"
    assert "MemoryError" in complaints
