"""A list imported in one go: what it would ask is answered beforehand, for all its rows alike."""

from dataclasses import replace
from pathlib import Path

from desk_app.domain.organisations.model import key
from desk_app.domain.organisations.planning import Answers, ImportPlan
from desk_app.services.organisations.importing import (
    ImportResult,
    apply_import,
    plan_import,
    refused_name,
    replan,
)
from desk_app.services.workspace import Workspace


def import_list(
    workspace: Workspace,
    path: Path,
    *,
    renamed: bool | None,
    create_parents: bool,
    encoding: str = "",
) -> ImportResult:
    """Import a list; rows left out go to a workbook beside it.

    ``renamed`` says of every row that may be a known organisation whether it is: ``None`` leaves
    these rows out. ``create_parents`` makes the superiors that neither list nor registry has.

    Raises:
        Fault: nothing was written, neither rows nor workbook.
    """
    plan = plan_import(workspace, path, encoding=encoding)
    read_as = plan.encoding
    plan, answers = _answered(workspace, plan, renamed, create_parents=create_parents)
    done = apply_import(workspace, plan, answers, refused_file=refused_name(path))
    return replace(done, plan=replace(done.plan, encoding=read_as))


def _answered(
    workspace: Workspace, plan: ImportPlan, renamed: bool | None, *, create_parents: bool
) -> tuple[ImportPlan, Answers]:
    answers = Answers()
    if create_parents and plan.missing_parents:
        create = frozenset(key(one.name) for one in plan.missing_parents)
        answers = Answers(create_parents=create)
        plan = replan(workspace, plan.sheets, answers)
    while renamed is not None and plan.questions:
        told = {one.place: one.existing_id if renamed else None for one in plan.questions}
        answers = replace(answers, same={**answers.same, **told})
        plan = replan(workspace, plan.sheets, answers)
    return plan, answers
