"""Two versions of a scheme, and the running rounds that a new version concerns."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk_app.domain.rounds import Round
    from desk_app.domain.scheme.comparison import Difference
    from desk_app.domain.scheme.model import Scheme
    from desk_app.services.schemes import Imported
    from desk_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions, and where they differ."""

    before: str
    after: str
    differences: "tuple[Difference, ...]"


@dataclass(frozen=True, slots=True)
class Clash:
    """A running round that goes by another version than the one that came in."""

    round_id: int
    scheme_id: str
    name: str
    compared: Compared


def clashes(workspace: "Workspace", imported: "Imported") -> tuple[Clash, ...]:
    """The running rounds of the scheme whose version says something else than the new one."""
    from desk_app.services import rounds, schemes

    new = schemes.load(workspace, imported.id)
    found = (clash(workspace, one, new) for one in rounds.running(workspace, imported.id))
    return tuple(one for one in found if one.compared.differences)


def clash(workspace: "Workspace", one: "Round", new: "Scheme") -> Clash:
    """Hold the version that a round goes by against a newer one."""
    from desk_app.domain.scheme.comparison import compare
    from desk_app.services import schemes

    name = f"{one.year}年度{one.name}"
    old = schemes.pinned(workspace, one.id)
    compared = Compared(f"{name}所用的版本", f"{named(new)}（最新）", compare(old, new))
    return Clash(one.id, new.id, name, compared)


def named(scheme: "Scheme") -> str:
    """Say which scheme it is."""
    return f"{scheme.id}　{scheme.title}"
