"""``doctor``: checks the workspace, says what is wrong and what to do."""

import argparse

from desk_app.commands.context import Answer, CommandContext, Subparsers


def add(commands: Subparsers) -> None:
    """Add ``doctor``."""
    one = commands.add_parser("doctor", help="检查工作区")
    one.set_defaults(run=doctor)


def doctor(_arguments: argparse.Namespace, context: CommandContext) -> Answer:
    """Run every check and say each result in one line."""
    from desk_app.services import doctor as checks

    with context.reading() as workspace:
        findings = checks.examine(workspace)
    return Answer(
        lines=tuple(one.sentence for one in findings if one.good),
        data=[{"good": one.good, "sentence": one.sentence} for one in findings],
        refused=tuple(one.sentence for one in findings if not one.good),
    )
