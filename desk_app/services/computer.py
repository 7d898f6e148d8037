"""What the computer says of itself: its clock, and who is logged in.

The doors of the program ask here once and hand both on.
"""

import os
from typing import TYPE_CHECKING

from desk_app.domain.kit.actor import Actor

if TYPE_CHECKING:
    from datetime import datetime


class ComputerClock:
    """The clock of this computer: an office has one time zone."""

    def now(self) -> "datetime":
        """The local time, to the second, without a time zone."""
        from datetime import datetime  # nobody asks before the first paint

        return datetime.now().replace(microsecond=0)


def login() -> Actor:
    """Return who is logged in to this computer; without a name where the system knows none."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):  # where getpass looks first as well
        if user := os.environ.get(name):
            return Actor(user)
    import getpass

    try:
        return Actor(getpass.getuser())
    except (OSError, KeyError, ImportError):
        return Actor("")


COMPUTER = ComputerClock()
