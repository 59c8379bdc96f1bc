"""Run in a process of its own: the whole course on a folder of photographs; prints its figures."""

import json
import os
import sys
from pathlib import Path

from alpaca_gui.training.course.train import train_course
from alpaca_gui.training.dataset import read_dataset
from alpaca_gui.training.request import Recipe, TrainingRequest

if __name__ == "__main__":
    answer = os.fdopen(os.dup(1), "w")
    sys.stdout = sys.stderr
    folder = Path(sys.argv[1])
    dataset = read_dataset(folder, yes="alpaca")
    request = TrainingRequest(
        folder / "alpaca", folder / "not alpaca", "alpaca", "not alpaca", Path("none"), recipe=Recipe.COURSE
    )
    result = train_course(dataset.examples, request, lambda _: None)
    json.dump({"figures": result.figures, "validation": len(result.validation.places)}, answer)
    answer.close()
