"""``export``: everything that goes up, for one round."""

import argparse
from pathlib import Path

from desk_app.commands.context import CommandAnswer, CommandContext, Subparsers
from desk_app.services.faults import Fault


def add(commands: Subparsers) -> None:
    """Add ``export``."""
    own = commands.add_parser("export", help="生成上报材料文件夹")
    own.add_argument(
        "--round", type=int, dest="round_id", metavar="轮次", help="轮次编号；不写为当前轮次"
    )
    own.add_argument("folder", type=Path, metavar="DIR", help="放在哪个文件夹里")
    own.set_defaults(run=export)


def export(arguments: argparse.Namespace, context: CommandContext) -> CommandAnswer:
    """Make the folder that goes up; say where it is and what it holds."""
    from desk_app.services import rounds, submission

    parent = _made(arguments.folder)
    with context.workspace() as workspace:
        round_id = arguments.round_id
        if round_id is None:
            current = rounds.current(workspace)
            if current is None:
                raise Fault("还没有轮次，没有可上报的材料。可用 dingji round new 新建一个轮次。")
            round_id = current.id
        ready = submission.readiness(workspace, round_id)
        made = submission.export(workspace, round_id, parent, context.progress)
    lines = [f"已生成：{made.folder}", f"共 {len(made.files)} 个文件，内容见“目录.txt”。"]
    if made.kept is not None:
        lines.append(f"原文件夹里有另外放入或改过的文件，已整个保留为：{made.kept}")
    lines += [f"提示：{one.words}。" for one in ready.checks if not one.done]
    return CommandAnswer(
        tuple(lines),
        {
            "folder": str(made.folder),
            "files": list(made.files),
            "kept": None if made.kept is None else str(made.kept),
            "missing": [one.words for one in ready.checks if not one.done],
        },
    )


def _made(folder: Path) -> Path:
    """Make the folder itself; one whose parent is missing too is a stick pulled out."""
    whole = folder.expanduser().absolute()
    try:
        whole.mkdir(exist_ok=True)
    except FileExistsError:
        raise Fault(f"“{whole}”是一个文件，不是文件夹，请换一个位置。") from None
    except FileNotFoundError:
        raise Fault(
            f"找不到文件夹“{whole.parent}”。请确认U盘已插好、位置没有写错，再试一次。"
        ) from None
    except OSError as error:
        raise Fault(
            f"不能在“{whole.parent}”里新建文件夹（{error.strerror or error}），请换一个位置。"
        ) from error
    return whole
