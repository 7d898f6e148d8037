"""A real row of a round becomes a trial of a draft."""

from desk_app.domain.faults import Fault
from desk_app.domain.scheme.model.trials import Trial
from desk_app.domain.trial_rows import trial_row
from desk_app.services import rounds, schemes
from desk_app.services.evidence.gathering import gather
from desk_app.services.workspace import Workspace


def trial_of(workspace: Workspace, round_id: int, subject_id: int) -> Trial:
    """Return what a round knows of a subject as a trial, under its scheme's headings.

    It says nothing of what must come of it. Persons are numbered, not named. Raises ``Fault``
    where the round has no such subject.
    """
    with workspace.session() as session:
        places = [one.id for one in rounds.read_subjects(session, round_id)]
        if subject_id not in places:
            raise Fault("这一行已不在本轮名单里，请重新选一行。")
        scheme = schemes.pinned(session, round_id)
        known = gather(session, scheme, round_id, only=subject_id)
    return trial_row(scheme, known[0], places.index(subject_id) + 1)
