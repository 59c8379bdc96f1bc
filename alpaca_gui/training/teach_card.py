"""What is written on the card of a taught model."""

from dataclasses import replace
from importlib.metadata import version
from typing import Any, Final

import numpy as np

import alpaca_gui
from alpaca_gui.engine.bundle import ModelBundle
from alpaca_gui.engine.card import ModelCard
from alpaca_gui.logit.calibration import fit_temperature
from alpaca_gui.logit.verdict import Rule
from alpaca_gui.training.dataset import NO, YES, fingerprint
from alpaca_gui.training.facts import HeldOut, figures_facts
from alpaca_gui.training.recipes import HeadRecipe, head_recipe
from alpaca_gui.training.request import Recipe
from alpaca_gui.training.teach_figures import BeforeAfter
from alpaca_gui.training.teach_folds import Dealing, HeldOutLogits
from alpaca_gui.training.teach_labels import Joined

TEACH: Final = "teach"
"""Name of the recipe on the card of a taught model."""


def recipe_of(bundle: ModelBundle) -> tuple[Recipe, HeadRecipe]:
    """Give the way in which the bundle's own head was fitted; the plain one where it was another or is not known."""
    facts = bundle.card.recipe
    name = facts.get("head_recipe" if facts.get("name") == TEACH else "name")
    chosen = Recipe.BEST if name == Recipe.BEST else Recipe.HEAD
    recipe = head_recipe(chosen, bundle)
    if recipe is None:
        raise ValueError(f"{chosen} trains no head")
    return chosen, recipe


def taught_rule(bundle: ModelBundle, held_out: HeldOutLogits, whole: Joined) -> Rule:
    """Threshold and band stay where they are, the temperature is that of the new head."""
    temperature = fit_temperature(held_out.logits.mean(axis=1), whole.labels)
    return replace(bundle.card.rule, temperature=temperature)


def taught_card(
    bundle: ModelBundle, whole: Joined, held_out: HeldOutLogits, rule: Rule, compared: BeforeAfter
) -> ModelCard:
    """Give the card: the base's answers, preprocessing and backbone, and facts about everything that is new."""
    chosen, recipe = recipe_of(bundle)
    how = held_out.dealing
    figures = figures_facts(HeldOut(held_out.logits, how.seeds, _how(how)), whole.labels, rule)
    return replace(
        bundle.card,
        rule=rule,
        head=dict(recipe.facts),
        recipe=_recipe_facts(bundle, whole, how, chosen),
        training_data=_data_facts(bundle, whole),
        out_of_fold={**figures, "on_labels": compared.after.as_dict()},
        brought_in=_brought_in(bundle, whole),
        parts={},
    )


def _how(how: Dealing) -> str:
    ways = "" if len(how.seeds) == 1 else f", the mean over {len(how.seeds)} ways to deal them"
    return (
        f"Each logit comes from a head that saw neither the picture nor one that looks nearly the same: the pictures "
        f"are dealt to {how.folds} stratified folds{ways}. The head in use is then trained on all of them."
    )


def _recipe_facts(bundle: ModelBundle, whole: Joined, how: Dealing, chosen: Recipe) -> dict[str, Any]:
    return {
        "name": TEACH,
        "head_recipe": str(chosen),
        "taught_from": bundle.name,
        "taught_from_model": bundle.model_id,
        "labels": whole.taught,
        "labels_changed": whole.changed,
        "folds": how.folds,
        "seeds": list(how.seeds),
        "alpaca_gui": alpaca_gui.__version__,
        "scipy": version("scipy"),
        "numpy": np.__version__,
    }


def _data_facts(bundle: ModelBundle, whole: Joined) -> dict[str, Any]:
    """Facts about the pictures; what the base says of its own holds for a part of them only."""
    before = dict(bundle.card.training_data)
    older = len(whole.hashes) - whole.taught
    name = f"{whole.taught:,} pictures that a person labelled"
    if older:
        name += f", and {older:,} that {bundle.name} was trained on"
    labels = whole.labels
    return {
        "name": name,
        "pictures": {bundle.card.yes: int((labels == YES).sum()), bundle.card.no: int((labels == NO).sum())},
        "source": f"labels given in the library; before: {before.get('source', 'not known')}" if older else "labels",
        "licence": f"not known; before: {before.get('licence', 'not known')}" if older else "not known",
        "sha256": fingerprint(whole.hashes),
        "sha256_of": "the sorted SHA-256 of the pictures, a line each",
    }


def _brought_in(bundle: ModelBundle, whole: Joined) -> dict[str, Any]:
    """A foreign backbone stays foreign; its neuron is ours now, and no longer gives what the original did."""
    facts = dict(bundle.card.brought_in)
    if not facts:
        return {}
    facts.pop("compared_with_the_original", None)
    changes = facts.get("changes")
    taught = f"Its neuron was taught anew on {whole.taught:,} labels."
    kept = [one for one in changes if "neuron was taught anew" not in str(one)] if isinstance(changes, list) else []
    return {**facts, "changes": [*kept, taught]}
