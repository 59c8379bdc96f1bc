"""Makes a bundle by the course's recipe, with TensorFlow."""

import numpy as np

from alpaca_gui.engine.bundle import KERAS, LITERT
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.imaging.decode import decode
from alpaca_gui.imaging.source import FileSource
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.messages import Step, Tell
from alpaca_gui.training.assemble import assemble, check_parity, to_keras_file, to_litert
from alpaca_gui.training.course.settings import PREPROCESSING
from alpaca_gui.training.course.train import train_course
from alpaca_gui.training.facts import HeldOut, recipe_facts
from alpaca_gui.training.folder import Folder
from alpaca_gui.training.request import TrainingRequest
from alpaca_gui.training.trained import Trained

_TRIED = 20


def train_as_in_course(folder: Folder, request: TrainingRequest, tell: Tell) -> Trained:
    """Train as the exercise does; the pictures kept to validate with are the only ones held out.

    Raises
    ------
    AlpacaError
        When the backbone's weights cannot be had, or LiteRT's logits differ from Keras'.
    """
    examined = folder.examined
    result = train_course(examined.examples, request, tell)
    tell(Step("Making the model"))
    model = assemble(result.backbone, result.head)
    litert = to_litert(model)
    card = ModelCard(
        yes=request.yes,
        no=request.no,
        preprocessing=PREPROCESSING,
        rule=Rule(),
        exact_map=True,
        backbone=result.backbone_facts,
        head=result.head_facts,
        recipe={**recipe_facts(request, (request.seed,)), **result.recipe_facts, "history": result.history},
    )
    check_parity(model, litert, card, [PREPROCESSING.tensor(decode(FileSource(p))) for p in examined.paths[:_TRIED]])
    logits = np.full((len(examined.examples), 1), np.nan)
    logits[result.validation.places, 0] = result.validation.logits
    how = (
        f"The logits of the {len(result.validation.places)} pictures that were kept to validate with; the other "
        f"{len(examined.examples) - len(result.validation.places)} were trained on and have none."
    )
    parts = {LITERT: litert, KERAS: to_keras_file(model)}
    return Trained(card, parts, HeldOut(logits, (request.seed,), how), result.figures)
