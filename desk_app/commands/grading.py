"""``scheme evidence``, ``grade``, ``round levels`` and ``round decide``: levels by command."""

import argparse
from pathlib import Path

from desk_app.commands.context import CommandAnswer, CommandContext, Json, Subparsers
from desk_app.commands.level_answers import line_json
from desk_app.commands.scheme_answers import named_text


def add(commands: Subparsers) -> None:
    """Add ``grade``."""
    one = commands.add_parser("grade", help="按方案和依据表拟定等级，不保存任何内容")
    one.add_argument("scheme", metavar="方案编号或文件")
    one.add_argument("evidence", type=Path, metavar="依据表.xlsx")
    one.add_argument("out", type=Path, metavar="结果.xlsx")
    one.add_argument(
        "--wanting", action="store_true", help="行数很多时，结果里也写每一个离上一等次还差什么"
    )
    one.set_defaults(run=grade)


def add_to_scheme(commands: Subparsers) -> None:
    """Add ``scheme evidence``."""
    one = commands.add_parser("evidence", help="导出某方案的空白依据表")
    one.add_argument("scheme", metavar="方案编号或文件")
    one.add_argument("out", type=Path, metavar="依据表.xlsx")
    one.set_defaults(run=evidence)


def add_to_round(commands: Subparsers) -> None:
    """Add ``round decide`` and ``round levels``."""
    one = commands.add_parser("decide", help="读入党委会决定的等级")
    one.add_argument("round", type=int, metavar="轮次")
    one.add_argument("file", type=Path, metavar="决定.xlsx")
    one.set_defaults(run=decide)
    listed = commands.add_parser("levels", help="逐个拟定等级并写成 CSV 名单，不保存任何决定")
    listed.add_argument("round", type=int, metavar="轮次")
    listed.add_argument("file", type=Path, metavar="名单.csv")
    listed.set_defaults(run=levels)


def evidence(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Write an empty evidence workbook."""
    from desk_app.services import grading_workbook, schemes

    scheme = schemes.parsed(named_text(context, arguments.scheme))
    grading_workbook.write_blank(scheme, arguments.out)
    return CommandAnswer((f"空白依据表已写入“{arguments.out}”。",), {"file": str(arguments.out)})


def grade(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Grade an evidence workbook; write it back with the results."""
    from desk_app.services import grading_workbook, schemes

    scheme = schemes.parsed(named_text(context, arguments.scheme))
    sheet = grading_workbook.grade(
        scheme,
        arguments.evidence,
        arguments.out,
        on=context.clock.now().date(),
        progress=context.progress,
        wanting_too=arguments.wanting,
    )
    lines = [
        f"{one.name}：{f'{one.points} 分，' if one.points else ''}{one.level}"
        for one in sheet.lines
    ]
    lines += sheet.quotas
    if sheet.unknown:
        lines.append(f"下列各列不属于本方案，没有使用：{'、'.join(sheet.unknown)}。")
    if not sheet.wanting_said:
        lines.append("行数很多，结果里没有“还差什么”一列；要写的加 --wanting，时间约加一倍。")
    lines.append(f"结果已写入“{arguments.out}”。")
    data: Json = None
    if context.as_json:
        data = {
            "subjects": [line_json(one) for one in sheet.lines],
            "quotas": list(sheet.quotas),
        }
    return CommandAnswer(tuple(lines), data)


def decide(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Store the decisions of a workbook, all or none."""
    from desk_app.services import grading_workbook

    with context.workspace() as workspace:
        stored, done = grading_workbook.decide(workspace, arguments.round, arguments.file)
    decided = sum(row.decision is not None for row in done.present)
    lines = (
        (
            f"已记入 {stored} {done.scheme.counted}的决定，"
            f"本轮共 {decided} / {len(done.present)} {done.scheme.counter}已决定。"
        ),
        *(state.words() for state in done.quotas),
    )
    return CommandAnswer(lines, {"stored": stored, "decided": decided})


def levels(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Write everybody's proposed level with its reasons; say how many hold each."""
    from desk_app.services import grading

    with context.reading() as workspace:
        done = grading.write_levels(workspace, arguments.round, arguments.file, context.progress)
    quotas = [state.words() for state in done.quotas]
    lines = [f"{level}：{held} 个。" for level, held in done.counts.items()]
    if done.absent:
        lines.append(f"不参评：{done.absent} 个。")
    lines += [*quotas, f"名单已写入“{arguments.file}”，共 {done.written} 个。"]
    return CommandAnswer(
        tuple(lines),
        {
            "levels": dict(done.counts),
            "absent": done.absent,
            "quotas": list[Json](quotas),
            "file": str(arguments.file),
        },
    )
