"""``scheme list | check | show | import | export | copy | tidy | draft``: without a window."""

import argparse
import sys
from pathlib import Path

from desk_app.commands import grading, scheme_papers
from desk_app.commands.context import CommandAnswer, CommandContext, Json, Subparsers
from desk_app.commands.scheme_answers import (
    card_line,
    findings_json,
    named_text,
    scheme_json,
    scheme_lines,
)


def add(commands: Subparsers) -> Subparsers:
    """Add ``scheme`` with its own commands and return those."""
    group = commands.add_parser("scheme", help="方案")
    own: Subparsers = group.add_subparsers(dest="action", required=True, metavar="动作")
    listed = own.add_parser("list", help="列出方案")
    listed.set_defaults(run=list_schemes)
    checked = own.add_parser("check", help="检查方案文件")
    checked.add_argument("file", type=Path, metavar="方案文件")
    checked.set_defaults(run=check)
    shown = own.add_parser("show", help="把方案写成句子")
    shown.add_argument("scheme", metavar="方案编号或文件")
    shown.set_defaults(run=show)
    imported = own.add_parser("import", help="导入方案文件")
    imported.add_argument("file", type=Path, metavar="方案文件")
    imported.set_defaults(run=import_)
    exported = own.add_parser("export", help="导出方案文件")
    exported.add_argument("id", metavar="方案编号")
    exported.add_argument("file", type=Path, metavar="方案文件")
    exported.set_defaults(run=export)
    copied = own.add_parser("copy", help="照一个方案另写一份：换编号和名称，注释和顺序不变")
    copied.add_argument("scheme", metavar="方案编号或文件")
    copied.add_argument("file", type=Path, metavar="新文件")
    copied.add_argument("--id", required=True, metavar="编号", help="新方案的编号")
    copied.add_argument("--title", required=True, metavar="名称", help="新方案的名称")
    copied.add_argument("--source", default="", metavar="依据", help="所依据的文件，不写则照旧")
    copied.set_defaults(run=copy)
    tidied = own.add_parser("tidy", help="按程序的写法另写一份：顺序统一，注释不留")
    tidied.add_argument("scheme", metavar="方案编号或文件")
    tidied.add_argument("file", type=Path, metavar="新文件")
    tidied.set_defaults(run=tidy)
    drafted = own.add_parser("draft", help="读评定办法（.docx、.pdf、.txt），列出读出的规则")
    drafted.add_argument("file", type=Path, metavar="文档", help="“-”读标准输入")
    drafted.set_defaults(run=draft)
    grading.add_to_scheme(own)
    scheme_papers.add_to_scheme(own)
    return own


def list_schemes(_arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """List the schemes; without a workspace, those that travel with the program."""
    from desk_app.services import schemes, workspace

    if workspace.exists(context.data_dir):
        with context.reading() as opened:
            cards = schemes.listing(opened)
    else:
        cards = schemes.shipped()
    lines = tuple(card_line(one) for one in cards)
    data: Json = [
        {"id": one.id, "title": one.title, "shipped": one.shipped, "rounds": one.rounds}
        for one in cards
    ]
    return CommandAnswer(lines, data)


def check(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Check a file and run its trials; errors refuse it, hints do not."""
    from desk_app.services.schemes import reading_back

    found = reading_back.examine_file(arguments.file, on=context.clock.now().date())
    hints = tuple(f"提示：{one}" for one in (*found.hints, *found.trials))
    data = findings_json(found)
    if found.errors:
        return CommandAnswer(hints, data, found.errors)
    return CommandAnswer((*hints, f"方案文件“{arguments.file.name}”可以使用。"), data)


def show(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Read a scheme back in sentences."""
    from desk_app.services.schemes import reading_back

    scheme = reading_back.in_words(named_text(context, arguments.scheme))
    return CommandAnswer(tuple(scheme_lines(scheme)), scheme_json(scheme))


def import_(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Import a scheme file into the workspace."""
    from desk_app.services import schemes

    with context.workspace() as workspace:
        done = schemes.import_file(workspace, arguments.file)
    hints = tuple(f"提示：{one}" for one in done.hints)
    data: Json = {"id": done.id, "title": done.title, "changed": done.changed}
    return CommandAnswer((done.sentence, *hints), data)


def export(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Write a scheme to a file; without a workspace, one that travels with the program."""
    from desk_app.services import schemes, workspace

    if workspace.exists(context.data_dir):
        with context.reading() as opened:
            schemes.export_file(opened, arguments.id, arguments.file)
    else:
        schemes.export_shipped(arguments.id, arguments.file)
    sentence = f"方案 {arguments.id} 已写入“{arguments.file}”。"
    return CommandAnswer((sentence,), {"file": str(arguments.file)})


def copy(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Write a scheme to a new file under another number and title."""
    from desk_app.services import schemes

    schemes.copy(
        named_text(context, arguments.scheme),
        arguments.file,
        scheme_id=arguments.id,
        title=arguments.title,
        source=arguments.source,
    )
    sentence = f"新方案 {arguments.id.strip()} 已写入“{arguments.file}”，改好后可以导入。"
    return CommandAnswer((sentence,), {"file": str(arguments.file)})


def tidy(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Write a scheme to a new file as the program writes it."""
    from desk_app.services import schemes

    schemes.tidy(named_text(context, arguments.scheme), arguments.file)
    sentence = f"方案 {arguments.scheme} 已整理写入“{arguments.file}”，原来的没有改动。"
    return CommandAnswer((sentence,), {"file": str(arguments.file)})


def draft(arguments: argparse.Namespace, _context: CommandContext) -> CommandAnswer:
    """Read a county's document and say which rules its sentences give."""
    from desk_app.services import drafting

    if str(arguments.file) == "-":
        found = drafting.read_pasted(sys.stdin.read())
    else:
        found = drafting.read_file(arguments.file)
    lines: list[str] = []
    for one in found.lines:
        lines.append(f"{one.sentence.number + 1}. {one.sentence.text}")
        lines += [f"   〔{rule.certainty}〕{rule.text}" for rule in one.rules]
    lines += [f"全文：〔{rule.certainty}〕{rule.text}" for rule in found.general]
    lines += [f"问：{one}" for one in found.questions]
    data: Json = {
        "coverage": found.coverage,
        "sentences": [
            {
                "text": one.sentence.text,
                "rules": [{"text": rule.text, "certainty": rule.certainty} for rule in one.rules],
            }
            for one in found.lines
        ],
        "questions": list(found.questions),
    }
    return CommandAnswer((*lines, found.coverage), data)
