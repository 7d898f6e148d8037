"""Rounds: begin one, choose the current one, lock it, and keep account of later changes."""

from desk_app.services.rounds.amending import add_amendments, amend, read_amendments
from desk_app.services.rounds.beginning import candidates, create, create_in, proposed
from desk_app.services.rounds.choosing import current, read_current, set_current
from desk_app.services.rounds.locking import ensure_unlocked, is_locked, unlock
from desk_app.services.rounds.queries import (
    count_participants,
    get,
    listing,
    read,
    read_all,
    read_facts,
    read_subjects,
    running,
    subjects,
)
from desk_app.services.rounds.versions import (
    Repinned,
    ensure_fits,
    pin_back_in,
    repin_in,
)

__all__ = [
    "Repinned",
    "add_amendments",
    "amend",
    "candidates",
    "count_participants",
    "create",
    "create_in",
    "current",
    "ensure_fits",
    "ensure_unlocked",
    "get",
    "is_locked",
    "listing",
    "pin_back_in",
    "proposed",
    "read",
    "read_all",
    "read_amendments",
    "read_current",
    "read_facts",
    "read_subjects",
    "repin_in",
    "running",
    "set_current",
    "subjects",
    "unlock",
]
