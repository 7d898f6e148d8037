"""An organisation list comes into the registry: planned, asked about, then written at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, insert, update

from desk_app.domain.faults import Fault
from desk_app.domain.organisations.headings import ATTRIBUTES, ListField
from desk_app.domain.organisations.importing import plan as make_plan
from desk_app.domain.organisations.model import Organisation, OrganisationForm, form_of, key
from desk_app.domain.organisations.planning import Answers, ImportPlan, Parent
from desk_app.domain.organisations.reading import ListEntry, ListSheet, RowPlace, list_sheets
from desk_app.domain.reversals import BulkKind
from desk_app.domain.sheets import CellValue, SheetData, from_text
from desk_app.services.organisations.changes import changes_of
from desk_app.services.organisations.rows import registry, row_of
from desk_app.services.reversals.keeping import Scope, keeping
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace, read_office
from desk_app.storage import tables
from desk_app.storage.engine.statements import keep_numbers_free

PASTED = "粘贴的名单"
"""What a list from the clipboard is called."""
MAX_ROWS = 20_000
"""Rows that hold anything; a province has fewer organisations of one kind."""
MAX_PASTED_CELLS = 1_000_000

Mending = Mapping[str, Mapping[int, ListField | None]]
"""Sheet name → column → the field set by hand, None where the column is not read."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; ``refused_file`` holds the rows left out, if there are any.

    ``act`` is the number under which it can be taken back.
    """

    plan: ImportPlan
    refused_file: Path | None = None
    act: int | None = None


def plan_import(
    workspace: Workspace,
    path: Path,
    mending: Mending | None = None,
    answers: Answers | None = None,
    encoding: str = "",
) -> ImportPlan:
    """Read a list and work out what it would do to the registry; nothing is written.

    ``encoding`` (``domain.sheets.ENCODINGS``) is for a list of text that was guessed wrongly.

    Raises:
        Fault: the file cannot be read, or has more rows than any list of organisations.
    """
    from desk_app.documents.reading import read_tables

    read = read_tables(path, encoding)
    _check_length(path.name, read.sheets)
    sheets = list_sheets(read.sheets, mending)
    if read.of_page:
        # What frames a page is made of tables too: the list is the one with the heading.
        sheets = _with_names(sheets) or sheets
    return replace(replan(workspace, sheets, answers), encoding=read.encoding)


def plan_pasted(workspace: Workspace, cells: Sequence[Sequence[str]], page: str = "") -> ImportPlan:
    """Work out what a list from the clipboard would do to the registry; nothing is written.

    ``page``: the same as HTML, where the clipboard has it. Only there a superior that is merged
    over several rows belongs to all of them.

    Raises:
        Fault: it is empty or too long.
    """
    rows = (_merged(page) if "rowspan" in page else None) or [
        [from_text(text) for text in row] for row in cells
    ]
    wide = max((len(row) for row in rows), default=0)
    if not any(any(row) for row in rows):
        raise Fault("剪贴板里没有表格，请先在 WPS 或 Excel 里选中名单（连同标题行）复制。")
    if len(rows) * wide > MAX_PASTED_CELLS:
        raise Fault("剪贴板里的内容太多，没有读入。请只复制名单。")
    sheet = SheetData(PASTED, tuple(tuple(row) + (None,) * (wide - len(row)) for row in rows))
    _check_length(PASTED, [sheet])
    return replan(workspace, list_sheets([sheet]))


def _merged(page: str) -> list[list[CellValue]] | None:
    """The only table of a page, ``None`` where there is not exactly one that can be held."""
    from desk_app.documents.measuring import Area, TooFar
    from desk_app.documents.pages import read_page

    try:
        tables = read_page(page, Area(MAX_PASTED_CELLS))
    except TooFar:
        return None
    return tables[0] if len(tables) == 1 else None


def _check_length(name: str, sheets: Sequence[SheetData]) -> None:
    filled = sum(
        row.count(None) < len(row) for sheet in sheets if sheet.visible for row in sheet.rows
    )
    if filled > MAX_ROWS:
        raise Fault(
            f"“{name}”有 {filled} 行，不像党组织名单（最多 {MAX_ROWS} 行），没有读入。"
            "请只保留名单所在的工作表，另存后再试。"
        )


def _with_names(sheets: tuple[ListSheet, ...]) -> tuple[ListSheet, ...]:
    return tuple(one for one in sheets if one.match.column(ListField.NAME) is not None)


def replan(
    workspace: Workspace, sheets: tuple[ListSheet, ...], answers: Answers | None = None
) -> ImportPlan:
    """Work the plan out again for other columns or other answers; the file is not read again."""
    with workspace.session() as session:
        return _plan(session, sheets, answers)


def apply_import(
    workspace: Workspace,
    plan: ImportPlan,
    answers: Answers | None = None,
    *,
    refused_file: Path | None = None,
) -> ImportResult:
    """Write what goes in, in one transaction; the rest goes to ``refused_file``.

    The plan is worked out again on the registry as it is now; what really happened is in the
    result. Where the folder of ``refused_file`` cannot be written, the workspace takes it.

    Raises:
        Fault: nothing was written, neither rows nor workbook.
    """
    with workspace.session() as session:
        session.hold_office()
        plan = _plan(session, plan.sheets, answers)
        with keeping(session, BulkKind.LIST, "导入名单", Scope(tables.organisation)) as kept:
            _write(session, plan)
        written = None
        if refused_file is not None and plan.left_out:
            written = _write_refused(workspace, plan, refused_file)
    return ImportResult(plan, written, kept.id)


def refused_name(path: Path) -> Path:
    """Where the rows that a list's import leaves out go: beside it, as …_未导入.xlsx."""
    return path.with_name(f"{path.stem.removesuffix('_未导入')}_未导入.xlsx")


def apply_pasted(
    workspace: Workspace, plan: ImportPlan, answers: Answers | None = None
) -> ImportResult:
    """Do as ``apply_import`` does; what is left out lies in the folder of the workspace."""
    beside = refused_name(workspace.folder / f"{PASTED}.xlsx")
    return apply_import(workspace, plan, answers, refused_file=beside)


def _plan(session: Session, sheets: tuple[ListSheet, ...], answers: Answers | None) -> ImportPlan:
    office = read_office(session)
    own = {office.full_name, office.short_name}
    for place in tuple(own):
        own |= {f"{place}党委", f"{place}党工委", f"中共{place}委员会", f"中共{place}工作委员会"}
    return make_plan(registry(session), sheets, answers, own)


def _write(session: Session, plan: ImportPlan) -> None:
    everyone = registry(session)
    by_id = {one.id: one for one in everyone}
    ids, rows, added = _new_rows(plan, everyone)
    if rows:
        session.execute(insert(tables.organisation), rows)
        keep_numbers_free(session.connection, tables.organisation)
        session.record(*(Changed("导入党组织", about=name, after=kind) for _, name, kind in added))
    # Codes are unique at every moment: those that change owner are set free first.
    changing = [one.organisation_id for one in plan.changed if _recoded(one.entry, by_id, one)]
    if changing:
        session.execute(
            update(tables.organisation)
            .where(tables.organisation.c.id.in_(changing))
            .values(code=None)
        )
    names = {one.id: one.name for one in everyone} | {number: name for number, name, _ in added}
    for changed in plan.changed:
        form = _filled(form_of(by_id[changed.organisation_id]), changed.entry)
        form = replace(form, parent_id=_id(changed.parent, ids))
        session.execute(
            update(tables.organisation)
            .where(tables.organisation.c.id == changed.organisation_id)
            .values(row_of(form))
        )
        session.record(*changes_of(by_id[changed.organisation_id], form, names))
    _put_in_order(session, plan, by_id, ids)


def _put_in_order(
    session: Session,
    plan: ImportPlan,
    by_id: Mapping[int, Organisation],
    ids: Mapping[RowPlace | str, int],
) -> None:
    """Number everything anew where it does not stand already as the plan has it."""
    places = [
        {"b_id": item if isinstance(item, int) else ids[item], "position": place}
        for place, item in enumerate(plan.order, start=1)
        if not (isinstance(item, int) and by_id[item].position == place)
    ]
    if places:
        table = tables.organisation
        session.execute(update(table).where(table.c.id == bindparam("b_id")), places)


def _new_rows(
    plan: ImportPlan, everyone: Sequence[Organisation]
) -> tuple[dict[RowPlace | str, int], list[dict[str, Any]], list[tuple[int, str, str]]]:
    """Those that are new, superiors first: their ids, their rows, and id, name, kind of each."""
    number = max((one.id for one in everyone), default=0)
    ids: dict[RowPlace | str, int] = {}
    rows: list[dict[str, Any]] = []
    added: list[tuple[int, str, str]] = []
    for missing in plan.created_parents:
        number += 1
        ids[key(missing.name)] = number
        values = row_of(OrganisationForm(name=missing.name, kind=missing.kind))
        rows.append(values | {"id": number})
        added.append((number, values["name"], values["kind"]))
    for one in plan.new:
        number += 1
        ids[one.entry.place] = number
        blank = OrganisationForm(name=one.entry.name, kind=one.kind)
        form = replace(_filled(blank, one.entry), parent_id=_id(one.parent, ids), kind=one.kind)
        values = row_of(form)
        rows.append(values | {"id": number})
        added.append((number, values["name"], values["kind"]))
    return ids, rows, added


def _recoded(entry: ListEntry, by_id: Mapping[int, Organisation], changed: Any) -> bool:
    return bool(entry.code) and by_id[changed.organisation_id].code != entry.code


def _id(parent: Parent, ids: Mapping[RowPlace | str, int]) -> int | None:
    return parent if parent is None or isinstance(parent, int) else ids[parent]


def _filled(form: OrganisationForm, entry: ListEntry) -> OrganisationForm:
    """The form with what the row says; empty cells clear nothing."""
    values = {ATTRIBUTES[held]: value for held, value in entry.values.items()}
    if key(form.name) != key(entry.name):
        values["name"] = entry.name
    return replace(form, **values)  # type: ignore[arg-type]


def _write_refused(workspace: Workspace, plan: ImportPlan, path: Path) -> Path:
    from desk_app.documents.organisations import refused_workbook
    from desk_app.documents.saving import save_workbook

    book = refused_workbook(plan)
    try:
        save_workbook(book, path)
    except Fault:
        if path.parent.resolve() == workspace.folder.resolve():
            raise
        path = workspace.folder / path.name
        save_workbook(book, path)
    return path
