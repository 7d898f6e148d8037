"""What 新建轮次 must know before anything can be chosen."""

from dataclasses import dataclass
from datetime import date

from desk_app.domain.rounds import Candidate, Round
from desk_app.services import rounds, schemes
from desk_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RoundMaterial:
    """The schemes (id and title), the rounds there are, whom one can tick, and the day."""

    schemes: tuple[tuple[str, str], ...]
    rounds: tuple[Round, ...]
    candidates: tuple[Candidate, ...]
    today: date


def read(workspace: Workspace) -> RoundMaterial:
    """Gather it."""
    return RoundMaterial(
        schemes=tuple((one.id, one.title) for one in schemes.listing(workspace)),
        rounds=rounds.listing(workspace),
        candidates=rounds.candidates(workspace),
        today=workspace.today(),
    )
