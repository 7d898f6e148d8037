"""``backup list | restore``: the copies of a workspace without a window."""

import argparse
from pathlib import Path

from desk_app.commands.context import CommandAnswer, CommandContext, Subparsers


def add(commands: Subparsers) -> None:
    """Add ``backup`` with its own commands."""
    group = commands.add_parser("backup", help="备份")
    own: Subparsers = group.add_subparsers(dest="action", required=True, metavar="动作")
    listed = own.add_parser("list", help="列出备份")
    listed.set_defaults(run=list_backups)
    restored = own.add_parser("restore", help="把一份备份恢复到新的空文件夹，原工作区不动")
    restored.add_argument("backup", metavar="编号", help="编号或文件名，见 backup list")
    restored.add_argument("folder", type=Path, metavar="文件夹", help="新的或空的文件夹")
    restored.set_defaults(run=restore)


def list_backups(_arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """List the copies, the newest first; opens no database."""
    from desk_app.services import backups

    found = backups.listing(context.data_dir)[::-1]
    lines = tuple(
        f"{one.number or one.name}  {one.made:%Y-%m-%d %H:%M}  {one.why}  {one.size_words}"
        for one in found
    )
    return CommandAnswer(
        lines or ("还没有备份。",),
        [
            {
                "number": one.number,
                "file": one.name,
                "made": f"{one.made:%Y-%m-%d %H:%M:%S}",
                "reason": one.reason,
                "bytes": one.size,
            }
            for one in found
        ],
    )


def restore(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Put a copy into a folder of its own; the workspace stays as it is."""
    from desk_app.services import backups

    folder: Path = arguments.folder.expanduser().absolute()
    backups.restore(context.data_dir, arguments.backup, folder)
    return CommandAnswer(
        (f"已恢复到“{folder}”，可用 --data-dir 打开它。原工作区没有改动。",),
        {"folder": str(folder)},
    )
