"""Processes that end with whoever started them, however that one ends."""

import shutil
from collections.abc import Sequence


def bound(command: Sequence[str]) -> list[str]:
    """Return a command that the system ends together with the thread that started it.

    A process killed outright cleans nothing up; what it had started would go on for ever.
    ``setpriv`` (util-linux, on every Debian) becomes the command, so its number stays that of
    ``Popen``. Where there is none, the command is returned as it is.
    """
    found = shutil.which("setpriv")
    return [*([found, "--pdeathsig", "KILL", "--"] if found else []), *command]
