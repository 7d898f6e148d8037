"""``dingji round draw-households ROUND LIST.xlsx``: a sample of households, drawn and written."""

import argparse
from pathlib import Path

from desk_app.commands.context import CommandAnswer, CommandContext, Subparsers


def add_to_round(subparsers: Subparsers) -> None:
    """Add this room's commands to ``dingji round``."""
    parser = subparsers.add_parser("draw-households", help="从住户名单随机抽取不少于 10%%")
    parser.add_argument("round", type=int, metavar="轮次编号")
    parser.add_argument("list", metavar="名单.xlsx", type=Path, help="表头有“户主”的住户名单")
    parser.add_argument("--name", default="", metavar="名称", help="抽样的名称，不写就用文件名")
    parser.add_argument("--seed", default="", metavar="种子", help="数字或字母，不写就由系统产生")
    parser.add_argument(
        "--share", default="", metavar="比例", help="如 12.5%%；不写就按方案要求的（没有写的 10%%）"
    )
    parser.add_argument("--out", type=Path, metavar="文件", help="写出名单：.xlsx 或 .pdf")
    parser.set_defaults(run=draw_households)


def draw_households(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Draw a sample, keep it, and write its sheet where asked."""
    from desk_app.services import rounds
    from desk_app.services.polling import samples

    share = samples.read_share(arguments.share) if arguments.share else None
    with context.workspace() as workspace:
        rounds.get(workspace, arguments.round)
        found = samples.read_list(arguments.list)
        kept = samples.draw(
            workspace,
            arguments.round,
            arguments.name or arguments.list.stem,
            found,
            arguments.seed or samples.new_seed(),
            share,
        )
        if arguments.out is not None:
            samples.save_sample(workspace, kept.id, arguments.out)
    sample = kept.sample
    lines = [f"“{kept.name}”{kept.size_words}，种子 {sample.seed}。"]
    lines += [
        "　".join(part for part in (f"{one.number}", one.head, one.address, one.group) if part)
        for one in sample.drawn
    ]
    if arguments.out is not None:
        lines.append(f"名单已写出“{arguments.out}”。")
    return CommandAnswer(
        lines=tuple(lines),
        data={
            "id": kept.id,
            "seed": sample.seed,
            "total": sample.total,
            "digest": sample.digest,
            "drawn": [one.number for one in sample.drawn],
        },
    )
