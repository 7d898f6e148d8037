"""What a draft can be held against: the rounds that go by its scheme, and the newest edition."""

from dataclasses import dataclass

from desk_app.domain.faults import Fault
from desk_app.domain.rounds import Round
from desk_app.domain.scheme.words.comparison import SchemeDifference, compare
from desk_app.services import rounds, scheme_notice, schemes, workspace
from desk_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class VersionChoices:
    """The rounds of a scheme, the newest first; where the newest edition says something else.

    ``newest`` is "" where the scheme is not there yet.
    """

    rounds: tuple[Round, ...]
    newest: str
    differences: tuple[SchemeDifference, ...]


def choices(where: Workspace, text: str) -> VersionChoices:
    """Read what a scheme's text can be held against; raises ``Fault`` for one with mistakes."""
    new = schemes.parsed(text)
    found = tuple(one for one in rounds.listing(where) if one.scheme_id == new.id)
    try:
        old = schemes.load(where, new.id)
    except Fault:
        return VersionChoices(found, "", ())
    return VersionChoices(found, old.title, compare(old, new))


def notice(where: Workspace, text: str) -> bytes:
    """Make the 方案公示稿 of a scheme's text as a PDF; raises ``Fault`` for one with mistakes."""
    return scheme_notice.pdf(text, workspace.office(where).full_name)
