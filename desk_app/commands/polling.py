"""``dingji round import-counts ROUND FILE.xlsx``: counts that were signed on paper."""

import argparse
from pathlib import Path

from desk_app.commands.context import CommandAnswer, CommandContext, Subparsers


def add_to_round(subparsers: Subparsers) -> None:
    """Add this room's commands to ``dingji round``."""
    parser = subparsers.add_parser("import-counts", help="导入已在纸上签字的测评计票（外部计票）")
    parser.add_argument("round", type=int, metavar="轮次编号")
    parser.add_argument("file", metavar="文件.xlsx", type=Path, help="填好的计票表")
    parser.set_defaults(run=import_counts)


def import_counts(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Take a workbook of counts whole or refuse it whole."""
    from desk_app.services import rounds
    from desk_app.services.polling import external_counts

    with context.workspace() as workspace:
        rounds.get(workspace, arguments.round)
        taken = external_counts.import_counts(workspace, arguments.round, arguments.file)
    if taken.refused:
        return CommandAnswer(refused=(*taken.refused, taken.sentence))
    return CommandAnswer(
        lines=(taken.sentence,),
        data={
            "polls": taken.polls,
            "subjects": taken.subjects,
            "unchanged": taken.unchanged,
            "blank": taken.blank,
        },
    )
