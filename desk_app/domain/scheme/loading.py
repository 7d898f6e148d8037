"""From the text of a scheme file to a scheme that can be graded by: read, checked, and told.

The only file that knows the stages beside each other: what is read is checked, and what a check
finds about conditions is said in words.
"""

from desk_app.domain.scheme.checking.check import findings
from desk_app.domain.scheme.checking.logic import Never
from desk_app.domain.scheme.checking.names import unknown_names
from desk_app.domain.scheme.model.problems import Problem, SchemeFault, Severity, hint
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.reading.scheme import parse
from desk_app.domain.scheme.words.conditions import contradiction


def read(text: str) -> Scheme:
    """Read a scheme whose parts fit together by name; its bands and points are not judged yet.

    Raises:
        SchemeFault: with every mistake that was found, each with its line.
    """
    scheme = parse(text)
    if unknown := unknown_names(scheme):
        raise SchemeFault(unknown)
    return scheme


def read_usable(text: str) -> Scheme:
    """Read a scheme that can also be graded by: no gap, no overlap, no sum that is off.

    Raises:
        SchemeFault: with every error; hints alone do not make a scheme unusable.
    """
    scheme = read(text)
    errors = [one for one in check(scheme) if one.severity is Severity.ERROR]
    if errors:
        raise SchemeFault(errors)
    return scheme


def check(scheme: Scheme) -> tuple[Problem, ...]:
    """Return every finding in the order of the lines; errors make the scheme unusable."""
    found = [_said(one) for one in findings(scheme)]
    return tuple(sorted(found, key=lambda one: (one.severity is Severity.HINT, one.line)))


def _said(one: Problem | Never) -> Problem:
    if isinstance(one, Problem):
        return one
    return hint(one.line, f"{one.what}的条件永远不成立：{contradiction(one.why)}。")
