"""``--threshold`` and ``--band``, of every command that decides."""

import argparse
from collections.abc import Sequence
from dataclasses import replace

from alpaca_gui.cli.dashed import joined
from alpaca_gui.logit.verdict import Rule


def add_rule(parser: argparse.ArgumentParser) -> None:
    """Let ``--threshold`` and ``--band`` take the place of the rule's own."""
    parser.add_argument("--threshold", type=float, metavar="Z", help="the logit above which the answer is yes")
    parser.add_argument("--band", type=float, metavar="B", help="half-width around it where the answer is unsure")


def with_numbers(arguments: Sequence[str]) -> list[str]:
    """Let a threshold be any number below 0, ``-1e-3`` too; for `argparse`."""
    return joined(arguments, ("--threshold", "--band"))


def rule_of(parser: argparse.ArgumentParser, options: argparse.Namespace, own: Rule) -> Rule:
    """Give the rule that was asked for; what was not said is as in ``own``.

    A rule that can decide nothing is wrong usage: the parser says so and ends the program.
    """
    given = {name: getattr(options, name) for name in ("threshold", "band") if getattr(options, name) is not None}
    try:
        return replace(own, **given)
    except ValueError as error:
        parser.error(str(error))
