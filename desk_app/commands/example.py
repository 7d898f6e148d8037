"""``demo``: fills an empty workspace with the example township, or a round of any scheme."""

import argparse

from desk_app.commands.context import CommandAnswer, CommandContext, Subparsers


def add(commands: Subparsers) -> None:
    """Add ``demo``."""
    one = commands.add_parser("demo", help="在空工作区里建立示例乡镇")
    one.add_argument("--scheme", metavar="方案编号", help="按这个随程序的方案建立一个示例轮次")
    one.add_argument("--orgs", type=int, default=36, metavar="党组织数", help="考评对象的个数")
    one.add_argument("--seed", type=int, default=7, metavar="种子")
    one.set_defaults(run=demo)


def demo(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Make the example; the same seed makes the same township."""
    from desk_app.services import example

    if arguments.scheme is not None:
        return _of_scheme(arguments, context)
    with context.workspace_or_new(example.FULL_NAME, example.SHORT_NAME) as workspace:
        made = example.build(workspace, orgs=arguments.orgs, seed=arguments.seed)
    return CommandAnswer(
        (f"示例乡镇已建立：党组织 {made.organisations} 个，轮次 {made.round_id}。",),
        {"organisations": made.organisations, "round": made.round_id},
    )


def _of_scheme(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Make an example round of one scheme; nothing is made for an id that nobody knows."""
    from desk_app.services import example, example_rounds

    example_rounds.ensure_shipped(arguments.scheme)
    with context.workspace_or_new(example.FULL_NAME, example.SHORT_NAME) as workspace:
        made = example_rounds.build(
            workspace, arguments.scheme, size=arguments.orgs, seed=arguments.seed
        )
    words = (
        f"示例轮次已建立：方案 {made.scheme_id}（{made.title}），"
        f"参评 {made.subjects} {made.counted}，轮次 {made.round_id}。"
    )
    return CommandAnswer(
        (words,),
        {"scheme": made.scheme_id, "subjects": made.subjects, "round": made.round_id},
    )
