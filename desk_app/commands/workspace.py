"""``doctor`` checks the workspace, ``office`` says or changes whose it is."""

import argparse

from desk_app.commands.context import CommandAnswer, CommandContext, Subparsers


def add(commands: Subparsers) -> None:
    """Add ``doctor`` and ``office``."""
    one = commands.add_parser("doctor", help="检查工作区")
    one.set_defaults(run=doctor)
    named = commands.add_parser("office", help="显示或更改单位名称")
    named.add_argument("--full", metavar="全称", help="新的单位全称")
    named.add_argument("--short", metavar="简称", help="新的单位简称，用在文件夹名和表头里")
    named.set_defaults(run=office)


def doctor(_arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Run every check and say each result in one line."""
    from desk_app.services.doctor import examine

    with context.reading() as workspace:
        findings = examine(workspace)
    return CommandAnswer(
        lines=tuple(one.sentence for one in findings if one.good),
        data=[{"good": one.good, "sentence": one.sentence} for one in findings],
        refused=tuple(one.sentence for one in findings if not one.good),
    )


def office(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Say whose workspace it is; with a new name, change it, which the record keeps."""
    from desk_app.services.workspace import Office, rename
    from desk_app.services.workspace import office as stored_office

    if arguments.full is None and arguments.short is None:
        with context.reading() as workspace:
            names = stored_office(workspace)
        said = "单位"
    else:
        with context.workspace() as workspace:
            before = stored_office(workspace)
            names = rename(
                workspace,
                Office(
                    before.full_name if arguments.full is None else arguments.full,
                    before.short_name if arguments.short is None else arguments.short,
                ),
            )
        said = "单位名称已改为"
    return CommandAnswer(
        (f"{said}：{names.full_name}（简称：{names.short_name}）。",),
        {"full": names.full_name, "short": names.short_name},
    )
