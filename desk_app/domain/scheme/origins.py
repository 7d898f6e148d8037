"""Where a rule of a scheme stands in its source."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule stands in the source, in whose words, and what of it is ours."""

    source: str = ""
    phrase: str = ""
    ours: str = ""
    line: int = 0
