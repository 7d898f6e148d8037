"""What 上报 shows before its button is pressed: what is ready, and what was made before."""

from dataclasses import dataclass
from pathlib import Path

from desk_app.services.submission.checks import Readiness, readiness
from desk_app.services.submission.folder import Result, made_before
from desk_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SubmissionLook:
    """What is missing, and what an earlier export left in the chosen place."""

    readiness: Readiness
    before: Result | None


def look(workspace: Workspace, round_id: int, parent: Path) -> SubmissionLook:
    """Look at a round and into ``parent``; raises ``Fault`` for an unknown round."""
    return SubmissionLook(readiness(workspace, round_id), made_before(workspace, round_id, parent))
