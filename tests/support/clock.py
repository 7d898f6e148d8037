"""A clock that a test moves by hand."""

from dataclasses import dataclass
from datetime import datetime


@dataclass
class HandMovedClock:
    """Stands at ``time`` until somebody sets it to another."""

    time: datetime

    def now(self) -> datetime:
        return self.time
