"""What a command is given, for tests that call one without the command line."""

from pathlib import Path

from desk_app.commands.context import CommandContext
from desk_app.services.computer import COMPUTER, login


def command_context(data_dir: Path) -> CommandContext:
    return CommandContext(data_dir, COMPUTER, login())
