"""``demo``: fills an empty workspace with the example township."""

import argparse

from desk_app.commands.context import CommandAnswer, CommandContext, Subparsers


def add(commands: Subparsers) -> None:
    """Add ``demo``."""
    one = commands.add_parser("demo", help="在空工作区里建立示例乡镇")
    one.add_argument("--orgs", type=int, default=36, metavar="党组织数")
    one.add_argument("--seed", type=int, default=7, metavar="种子")
    one.set_defaults(run=demo)


def demo(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Make the example; the same seed makes the same township."""
    from desk_app.services import example

    with context.workspace_or_new(example.FULL_NAME, example.SHORT_NAME) as workspace:
        made = example.build(workspace, orgs=arguments.orgs, seed=arguments.seed)
    return CommandAnswer(
        (f"示例乡镇已建立：党组织 {made.organisations} 个，轮次 {made.round_id}。",),
        {"organisations": made.organisations, "round": made.round_id},
    )
