"""What the computer says of itself: its clock, and who is logged in.

The doors of the program ask here once and hand both on.
"""

import getpass
from datetime import datetime

from desk_app.domain.kit.actor import Actor


class ComputerClock:
    """The clock of this computer."""

    def now(self) -> datetime:
        """The local time, to the second, without a time zone."""
        return datetime.now().replace(microsecond=0)


def login() -> Actor:
    """Return who is logged in to this computer; without a name where the system knows none."""
    try:
        return Actor(getpass.getuser())
    except (OSError, KeyError, ImportError):
        return Actor("")


COMPUTER = ComputerClock()
