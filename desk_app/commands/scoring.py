"""``round import-scores``: filled score sheets without a window."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.commands.context import CommandAnswer, CommandContext, Json

if TYPE_CHECKING:
    from desk_app.commands.context import Subparsers
    from desk_app.services.scoring.workbooks import ScoresTaken


def add_to_round(subparsers: "Subparsers") -> None:
    """Add the command to those of ``round``."""
    parser = subparsers.add_parser(
        "import-scores",
        help="导入填好的评分表",
        description="导入填好的评分表。有一格不能导入就整个文件都不导入，除非加上 --only-good。",
    )
    parser.add_argument("round", metavar="ROUND", type=int, help="轮次编号，见 round list")
    parser.add_argument("file", metavar="FILE", type=Path, help=".xlsx 或 .xls 文件")
    parser.add_argument(
        "--only-good", action="store_true", help="只导入正确的格子，不能导入的逐格列出"
    )
    parser.set_defaults(run=import_scores)


def import_scores(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Import a workbook of scores; what is refused is named cell by cell."""
    from desk_app.services.scoring import workbooks

    with context.workspace() as workspace:
        taken = workbooks.take_scores(
            workspace, arguments.round, arguments.file, only_good=arguments.only_good
        )
    read = taken.read
    if taken.applied is None:
        told = workbooks.refusal_sentences(read, "加上 --only-good 只导入正确的")
        return CommandAnswer(data=_data(taken), refused=told)
    lines = [taken.applied.words]
    if read.unused:
        lines.append(f"没有用到的列：{'、'.join(read.unused)}。")
    return CommandAnswer(
        lines=tuple(lines),
        data=_data(taken),
        refused=tuple(one.sentence for one in read.refused),
    )


def _data(taken: "ScoresTaken") -> Json:
    return {
        "new": taken.new,
        "changed": taken.changed,
        "unchanged": taken.unchanged,
        "refused": [
            {"sheet": one.sheet, "cell": one.cell, "reason": one.reason}
            for one in taken.read.refused
        ],
        "unused_columns": list(taken.read.unused),
    }
