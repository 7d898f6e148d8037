"""``scheme evidence``, ``grade`` and ``round decide``: levels without a window."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.commands.context import Answer, CommandContext, Json, Subparsers
from desk_app.domain.points import format_points

if TYPE_CHECKING:
    from desk_app.domain.chain import Proposal
    from desk_app.domain.scheme.model.scheme import Scheme


def add(commands: Subparsers) -> None:
    """Add ``grade``."""
    one = commands.add_parser("grade", help="按方案和依据表拟定等级，不保存任何内容")
    one.add_argument("scheme", metavar="方案编号或文件")
    one.add_argument("evidence", type=Path, metavar="依据表.xlsx")
    one.add_argument("out", type=Path, metavar="结果.xlsx")
    one.set_defaults(run=grade)


def add_to_scheme(commands: Subparsers) -> None:
    """Add ``scheme evidence``."""
    one = commands.add_parser("evidence", help="导出某方案的空白依据表")
    one.add_argument("scheme", metavar="方案编号或文件")
    one.add_argument("out", type=Path, metavar="依据表.xlsx")
    one.set_defaults(run=evidence)


def add_to_round(commands: Subparsers) -> None:
    """Add ``round decide``."""
    one = commands.add_parser("decide", help="读入党委会决定的等级")
    one.add_argument("round", type=int, metavar="轮次")
    one.add_argument("file", type=Path, metavar="决定.xlsx")
    one.set_defaults(run=decide)


def evidence(arguments: argparse.Namespace, context: CommandContext) -> Answer:
    """Write an empty evidence workbook."""
    from desk_app.services import grading_workbook

    grading_workbook.write_blank(_scheme(context, arguments.scheme), arguments.out)
    return Answer((f"空白依据表已写入“{arguments.out}”。",), {"file": str(arguments.out)})


def grade(arguments: argparse.Namespace, context: CommandContext) -> Answer:
    """Grade an evidence workbook; write it back with the results."""
    from desk_app.services import grading_workbook

    scheme = _scheme(context, arguments.scheme)
    sheet = grading_workbook.grade(
        scheme, arguments.evidence, arguments.out, on=context.clock.now().date()
    )
    graded, names = sheet.standings, sheet.names
    lines = [
        f"{names[one.subject_id]}：{format_points(one.total.points)} 分，{_level(one)}"
        for one in graded.proposals.values()
    ]
    lines += [state.words() for state in graded.quotas]
    if sheet.unknown:
        lines.append(f"下列各列不属于本方案，没有使用：{'、'.join(sheet.unknown)}。")
    lines.append(f"结果已写入“{arguments.out}”。")
    data: Json = {
        "subjects": [
            {
                **_as_json(one, names[one.subject_id]),
                "hint": graded.hints.get(one.subject_id, ""),
            }
            for one in graded.proposals.values()
        ],
        "quotas": [state.words() for state in graded.quotas],
    }
    return Answer(tuple(lines), data)


def decide(arguments: argparse.Namespace, context: CommandContext) -> Answer:
    """Store the decisions of a workbook, all or none."""
    from desk_app.services import grading_workbook

    with context.workspace() as workspace:
        stored, done = grading_workbook.decide(workspace, arguments.round, arguments.file)
    decided = sum(row.decision is not None for row in done.present)
    lines = (
        f"已记入 {stored} 个党组织的决定，本轮共 {decided} / {len(done.present)} 个已决定。",
        *(state.words() for state in done.quotas),
    )
    return Answer(lines, {"stored": stored, "decided": decided})


def _scheme(context: CommandContext, wanted: str) -> "Scheme":
    """The scheme named on the line: a file, one of the workspace, or one that ships."""
    from desk_app.services import schemes, workspace

    if Path(wanted).suffix or Path(wanted).is_file():
        return schemes.load_file(Path(wanted))
    if workspace.exists(context.data_dir):
        # An imported scheme goes before a shipped one of the same id, here as everywhere.
        with context.reading() as opened:
            return schemes.load(opened, wanted)
    return schemes.load_shipped(wanted)


def _level(proposal: "Proposal") -> str:
    return proposal.level or ("不参加评定" if proposal.disqualified else "不能拟定")


def _as_json(proposal: "Proposal", name: str) -> dict[str, Json]:
    return {
        "name": name,
        "total": format_points(proposal.total.points),
        "level": proposal.level,
        "band": proposal.band_level,
        "deviation": proposal.deviation,
        "wanting": proposal.wanting,
        "disqualified": proposal.disqualified,
        "stars": [
            {
                "name": one.star.name,
                "kind": one.star.kind,
                "awarded": one.awarded,
                "open": list(one.open),
                "fact": one.fact,
                "rule": one.rule,
                "entered": one.entered,
            }
            for one in proposal.stars
        ],
        "consequences": [
            {"name": one.name, "kind": one.kind.value, "to": one.to, "source": one.origin.source}
            for one in proposal.consequences
        ],
        "reasons": [
            {
                "kind": one.kind.value,
                "fact": one.fact,
                "rule": one.rule,
                "before": one.before,
                "after": one.after,
                "entered": one.entered,
                "source": one.origin.source,
                "phrase": one.origin.phrase,
                "sentence": one.sentence(),
            }
            for one in proposal.reasons
        ],
    }
