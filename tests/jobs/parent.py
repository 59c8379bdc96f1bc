"""Starts a job that never ends, prints the child's number, and waits: run by a test that kills it."""

import json
import sys
import time

from alpaca_gui.jobs.child_job import ChildJob
from alpaca_gui.messages import Note

if __name__ == "__main__":
    steps = [["identity"], *json.loads(sys.argv[1])]
    job = ChildJob("tests.jobs.stand_in", {"steps": steps})
    for message in job.messages():
        assert isinstance(message, Note)
        sys.stdout.write(message.text + "\n")
        sys.stdout.flush()
    time.sleep(3600)
