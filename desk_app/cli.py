"""The command line: reads it, runs one command, says what came of it."""

import argparse
import json
import os
import sys
from pathlib import Path

from desk_app.commands import (
    backups,
    example,
    grading,
    organisations,
    polling,
    rounds,
    samples,
    schemes,
    scoring,
    submission,
    workspace,
)
from desk_app.commands.chinese import chinese_parser
from desk_app.commands.context import Command, CommandAnswer, CommandContext, Json
from desk_app.commands.progress import LineProgress
from desk_app.domain.faults import Fault
from desk_app.services.computer import COMPUTER, login

DONE, REFUSED = 0, 1


def parser() -> argparse.ArgumentParser:
    """Describe every command; usage errors end with status 2 by argparse itself."""
    top = chinese_parser(
        prog="dingji",
        description="定级工作台。不带命令时打开窗口；--data-dir 文件夹、--json 可写在任何位置。",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="命令")
    example.add(commands)
    organisations.add(commands)
    schemes.add(commands)
    grading.add(commands)
    round_commands = rounds.add(commands)
    scoring.add_to_round(round_commands)
    polling.add_to_round(round_commands)
    samples.add_to_round(round_commands)
    grading.add_to_round(round_commands)
    submission.add(commands)
    workspace.add(commands)
    backups.add(commands)
    return top


def main(arguments: list[str], data_dir: Path) -> int:
    """Run the command on the line; return the exit status."""
    as_json = "--json" in arguments
    parsed = parser().parse_args([one for one in arguments if one != "--json"])
    command: Command = parsed.run
    shown = None if as_json or not sys.stderr.isatty() else LineProgress(sys.stderr)
    context = CommandContext(data_dir, COMPUTER, login(), shown)
    context.as_json = as_json
    try:
        answer = command(parsed, context)
    except Fault as fault:
        answer = CommandAnswer(refused=fault.sentences)
    finally:
        if shown is not None:
            shown.clear()
    try:
        _tell(answer, context.notes, as_json=as_json)
    except BrokenPipeError:
        # Whoever read our answer has seen enough (… | head); what was done stays done.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return REFUSED if answer.refused else DONE


def _tell(answer: CommandAnswer, notes: list[str], *, as_json: bool) -> None:
    for stream in (sys.stdout, sys.stderr):
        # A console in another code page must not turn an answer into a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if as_json:
        said: Json = answer.data if answer.data is not None else {"lines": [*answer.lines]}
        if answer.refused:
            said = {"refused": [*answer.refused], "answer": said}
        json.dump(said, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        for line in answer.lines:
            sys.stdout.write(line + "\n")
    for sentence in (*notes, *answer.refused):
        sys.stderr.write(sentence + "\n")
