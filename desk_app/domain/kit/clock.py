"""The clock that everybody is handed: rules and screens never ask the computer themselves."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Says what time it is in the office."""

    def now(self) -> datetime:
        """The office's local time, to the second, without a time zone."""
        ...
