"""``scheme notice`` and ``scheme effects``: a scheme put up, and held against a round."""

import argparse
from pathlib import Path

from desk_app.commands.context import CommandAnswer, CommandContext, Json, Subparsers
from desk_app.commands.scheme_answers import named_text


def add_to_scheme(commands: Subparsers) -> None:
    """Add ``scheme notice`` and ``scheme effects``."""
    put_up = commands.add_parser("notice", help="写出方案公示稿：逐条编号的句子")
    put_up.add_argument("scheme", metavar="方案编号或文件")
    put_up.add_argument("out", type=Path, metavar="公示稿.pdf")
    put_up.set_defaults(run=notice)
    held = commands.add_parser("effects", help="改用新版，一轮里谁的等级会变；不保存任何内容")
    held.add_argument("scheme", metavar="方案编号或文件")
    held.add_argument("round", type=int, metavar="轮次")
    held.set_defaults(run=effects)


def notice(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Write the notice of a scheme; the office is that of the workspace, if there is one."""
    from desk_app.services import scheme_notice, workspace

    office = ""
    if workspace.exists(context.data_dir):
        with context.reading() as opened:
            office = workspace.office(opened).full_name
    scheme_notice.write(named_text(context, arguments.scheme), office, arguments.out)
    sentence = f"方案公示稿已写入“{arguments.out}”。"
    return CommandAnswer((sentence,), {"file": str(arguments.out)})


def effects(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Say what another edition does to a round."""
    from desk_app.services import version_offers

    text = named_text(context, arguments.scheme)
    with context.reading() as opened:
        offer = version_offers.look(opened, arguments.round, text)
    found = offer.effects
    lines = [one.words for one in offer.differences]
    lines += [found.words, *(one.words for one in found.levels), *(q.words for q in found.quotas)]
    if offer.decided:
        lines.append(f"改用以后，{offer.decided} 个已经定级的待复核。")
    if offer.refused:
        lines.append(offer.refused)
    levels: list[Json] = [
        {"name": one.name, "before": one.before, "after": one.after, "why": list(one.why_after)}
        for one in found.levels
    ]
    data: Json = {"levels": levels, "reviews": offer.decided, "refused": offer.refused}
    return CommandAnswer(tuple(lines), data)
