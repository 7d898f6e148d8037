"""``round list`` and ``round new``; the other rooms add their own commands beside them."""

import argparse

from desk_app.commands.context import CommandAnswer, CommandContext, Subparsers
from desk_app.services.faults import Fault


def add(commands: Subparsers) -> Subparsers:
    """Add ``round`` and return its own commands, for the other rooms to add to."""
    group = commands.add_parser("round", help="轮次")
    own: Subparsers = group.add_subparsers(dest="action", required=True, metavar="动作")
    listed = own.add_parser("list", help="列出轮次")
    listed.set_defaults(run=list_rounds)
    new = own.add_parser("new", help="新建轮次，全部党支部参评")
    new.add_argument("scheme", metavar="方案编号")
    new.add_argument("--year", type=int, required=True, metavar="年度")
    new.add_argument("--name", default="年初定级", metavar="名称")
    new.set_defaults(run=new_round)
    return own


def list_rounds(_arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """List the rounds of the workspace."""
    from desk_app.services import rounds

    with context.reading() as workspace:
        found = rounds.listing(workspace)
        current = rounds.current(workspace)
    lines = [
        f"{'*' if current is not None and one.id == current.id else ' '} {one.id}  "
        f"{one.label}（{one.scheme_id} {one.scheme_title}）"
        f"{f'，{one.locked_words}' if one.locked else ''}"
        for one in found
    ]
    return CommandAnswer(
        tuple(lines) or ("还没有轮次，可用 dingji round new 新建。",),
        [
            {
                "id": one.id,
                "year": one.year,
                "name": one.name,
                "scheme": one.scheme_id,
                "locked": one.locked,
            }
            for one in found
        ],
    )


def new_round(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Start a round with everyone who is graded by default."""
    from desk_app.services import rounds

    with context.workspace() as workspace:
        participants = rounds.proposed(workspace)
        if not participants:
            raise Fault("还没有可以参评的党组织，请先用 dingji import-orgs 导入名单。")
        round_id = rounds.create(
            workspace, arguments.scheme, arguments.year, arguments.name, participants
        )
    return CommandAnswer(
        (f"已新建轮次 {round_id}，参评对象 {len(participants)} 个。",),
        {"id": round_id, "subjects": len(participants)},
    )
