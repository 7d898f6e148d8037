"""A second start on a workspace that is open: it asks the first window to show itself.

The second program leaves a request beside the lock; the first one takes it away, which is the
answer, and comes to the front. No database library is needed for that, and no network.
"""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.services.computer import login
from desk_app.storage.lock import Owner, is_held, read_owner

if TYPE_CHECKING:
    from desk_app.domain.kit.actor import Actor

REQUEST = "workspace.show"
_PATIENCE_S = 0.8
_LOOK_EVERY_S = 0.01


def hand_over(folder: Path, actor: "Actor | None" = None, patience_s: float = _PATIENCE_S) -> bool:
    """Ask the program that has ``folder`` open to show itself; say whether it did.

    ``actor`` is whoever is logged in, unless handed in. False where nobody has it open (any
    more), where somebody else or another computer has, and where nobody answers within
    ``patience_s`` seconds.
    """
    if not is_held(folder):
        return False
    owner = read_owner(folder)
    if owner is None or not is_mine(owner, login() if actor is None else actor):
        return False
    request = folder / REQUEST
    try:
        request.write_text(str(os.getpid()), encoding="utf-8")
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            if not request.exists():
                return True
            time.sleep(_LOOK_EVERY_S)
            if not is_held(folder):  # it was just closing
                break
        request.unlink(missing_ok=True)
    except OSError:
        return False
    return False


def is_mine(owner: Owner, actor: "Actor") -> bool:
    """Say whether the same person on this computer has it open."""
    import platform  # no start but a second one asks

    return (owner.user, owner.host) == (name_of(actor), platform.node())


def name_of(actor: "Actor") -> str:
    """Return how somebody is called beside the lock."""
    return actor.name or "未知用户"


def take_request(folder: Path) -> bool:
    """Say whether somebody asks the program that has ``folder`` open to show itself.

    The request is taken away, which tells the other one that it was heard.
    """
    try:
        (folder / REQUEST).unlink()
    except OSError:
        return False
    return True
