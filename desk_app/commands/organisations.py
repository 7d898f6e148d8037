"""``dingji import-orgs LIST``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.commands.context import CommandAnswer, CommandContext, Json, Subparsers

if TYPE_CHECKING:
    from desk_app.services.organisations.importing import ImportResult


def add(subparsers: Subparsers) -> None:
    """Add the command that imports an organisation list."""
    command = subparsers.add_parser("import-orgs", help="把党组织名单导入名册")
    command.add_argument(
        "list",
        type=Path,
        metavar="LIST",
        help="名单：.xlsx、.xls、.csv、系统导出的网页表格都行，按内容认，不看后缀",
    )
    command.add_argument(
        "--encoding",
        choices=("UTF-8", "GBK", "UTF-16"),
        default="",
        help="文本名单（.csv 等）的编码；不写则自动辨认，结果里会写明",
    )
    command.add_argument(
        "--renamed",
        choices=("same", "new"),
        help="疑似更名、调整隶属的行：same 按同一个党组织更新，new 按新的登记；不写则不导入",
    )
    command.add_argument(
        "--create-parents",
        action="store_true",
        help="名单和名册里都没有的上级，先登记它",
    )
    command.set_defaults(run=import_organisations)


def import_organisations(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Import a list; rows left out go to a workbook beside it, each is named with its reason."""
    from desk_app.services.organisations.whole_list import import_list

    path: Path = arguments.list
    renamed = None if arguments.renamed is None else arguments.renamed == "same"
    with context.workspace() as workspace:
        result = import_list(
            workspace,
            path,
            renamed=renamed,
            create_parents=arguments.create_parents,
            encoding=arguments.encoding,
        )
    plan = result.plan
    data = _data(result)
    left_out = [f"{plan.where(one.place)}：{_named(one.name)}{one.reason}" for one in plan.left_out]
    if plan.left_out and plan.changes_nothing and not plan.unchanged:
        sentences = ["没有一行可以导入，名册没有改动。", *left_out]
        if result.refused_file:
            sentences.append(f"这些行已写到“{result.refused_file}”，改好后再导入。")
        return CommandAnswer(tuple(plan.notes), data, tuple(sentences))
    if plan.changes_nothing and not plan.unchanged:
        return CommandAnswer(
            (), data, (*plan.notes, f"“{path.name}”里没有读到党组织，名册没有改动。")
        )
    lines = [_summary(result), *plan.notes]
    if plan.encoding:
        lines.append(f"名单按 {plan.encoding} 编码读入。")
    lines += [f"{plan.where(place)}：{name}，{said}" for place, name, said in plan.remarks]
    lines += [f"新增：{one.name}（上级，{one.kind}）" for one in plan.created_parents]
    lines += _changes(result)
    lines += left_out
    if result.refused_file:
        lines.append(f"未导入的行已写到“{result.refused_file}”，改好后再导入。")
    return CommandAnswer(tuple(lines), data)


def _summary(result: "ImportResult") -> str:
    plan = result.plan
    if plan.changes_nothing:
        text = f"名单与名册一致，没有改动（{len(plan.unchanged)} 个党组织）。"
        return text if not plan.left_out else f"{text}另有 {len(plan.left_out)} 行没有导入："
    return (
        f"新增 {len(plan.new) + len(plan.created_parents)} 个，变更 {len(plan.changed)} 个，"
        f"不变 {len(plan.unchanged)} 个，未导入 {len(plan.left_out)} 行。"
    )


def _named(name: str) -> str:
    return f"{name}，" if name else ""


def _changes(result: "ImportResult") -> list[str]:
    """Each changed row in a line: where it stands, and every field before and after."""
    found = []
    for one in result.plan.changed:
        told = "；".join(
            f"{change.field.value} {change.before or '（空）'}→{change.after or '（空）'}"
            for change in one.changes
        )
        where = result.plan.where(one.entry.place)
        found.append(f"{where}：变更 {one.entry.name}（{told}）")
    return found


def _data(result: "ImportResult") -> Json:
    plan, refused_file = result.plan, result.refused_file
    return {
        "added": [
            *(one.name for one in plan.created_parents),
            *(one.entry.name for one in plan.new),
        ],
        "changed": [
            {
                "name": one.entry.name,
                "changes": [
                    {"field": change.field.value, "before": change.before, "after": change.after}
                    for change in one.changes
                ],
            }
            for one in plan.changed
        ],
        "unchanged": len(plan.unchanged),
        "refused": [
            {
                "sheet": plan.sheets[one.place.sheet].sheet.name,
                "row": one.place.row,
                "name": one.name,
                "reason": one.reason,
            }
            for one in plan.left_out
        ],
        "notes": list(plan.notes),
        "remarks": [
            {"row": place.row, "name": name, "remark": said} for place, name, said in plan.remarks
        ],
        "encoding": plan.encoding or None,
        "refused_file": str(refused_file) if refused_file else None,
    }
