"""What is wrong, or worth a second look, in a scheme file."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.faults import Fault


class Severity(StrEnum):
    """An error makes the file unusable; a hint is only worth a look."""

    ERROR = "error"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. ``line`` counts from 1; 0 means the file as a whole."""

    line: int
    sentence: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Write the finding with its line, as it is shown to a clerk."""
        return f"第 {self.line} 行：{self.sentence}" if self.line else self.sentence


def hint(line: int, sentence: str) -> Problem:
    """Something worth a look that does not make the scheme unusable."""
    return Problem(line, sentence, Severity.HINT)


class SchemeFault(Fault):
    """A scheme file that cannot be used; ``problems`` says why, in the order of the lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda one: one.line))
        super().__init__(*(str(one) for one in self.problems))
