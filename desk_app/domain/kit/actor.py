"""Who works at the desk (办理人)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """The person in whose name changes are written; ``name`` is "" where nobody is known."""

    name: str
