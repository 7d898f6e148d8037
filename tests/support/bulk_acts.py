"""The example township, and everything that is written in it at once: what can be taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from desk_app.domain.kit.actor import Actor
from desk_app.domain.organisations.model import OrganisationForm, form_of
from desk_app.domain.rectification import ItemField
from desk_app.domain.reversals import BulkKind
from desk_app.domain.scoring import ScoreChange
from desk_app.services import example, grading, rectification, reversals, workspace
from desk_app.services.evidence import earlier
from desk_app.services.grading import DecisionEntry
from desk_app.services.organisations import importing, registry
from desk_app.services.rectification import ItemChange
from desk_app.services.scoring import facts, sheets, workbooks
from desk_app.services.workspace import Office, Workspace
from desk_app.storage import tables
from tests.support.clock import HandMovedClock

NOW = datetime(2026, 3, 15, 10, 42, 7)
CLERK = Actor("组织委员")
ROUND = 1
OTHERS = {"change", "bulk_act", "chosen_round", "amendment"}
"""Tables that are not put back: what is recorded is only added to."""


def make_township(folder: Path) -> Path:
    """Make the example township in a folder."""
    names = Office(example.FULL_NAME, example.SHORT_NAME)
    made = workspace.create(folder, names, HandMovedClock(NOW), CLERK)
    example.build(made)
    with made.session() as session:
        # The example's own acts are as old as the township.
        session.execute(tables.bulk_act.delete())
    made.close(back_up=False)
    return folder


def copy_township(township: Path, folder: Path) -> "OpenTownship":
    """Open a copy of a township in a folder of its own."""
    (folder / "workspace.db").write_bytes((township / "workspace.db").read_bytes())
    return OpenTownship(folder, open_township(folder))


@dataclass
class OpenTownship:
    """The township in a folder of its own, opened and opened again."""

    folder: Path
    office: Workspace

    def restart(self) -> None:
        self.office.close(back_up=False)
        self.office = open_township(self.folder)

    def subject(self, place: int = 0) -> int:
        return sheets.roster(self.office, ROUND)[place].subject.id

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything that stands, who typed it and when apart."""
        with self.office.session() as session:
            return {
                table.name: sorted(
                    (
                        tuple(
                            value
                            for value, column in zip(row, table.c, strict=True)
                            if column.name not in {"entered_by", "entered_at"}
                        )
                        for row in session.execute(select(table))
                    ),
                    key=repr,
                )
                for table in tables.metadata.tables.values()
                if table.name not in OTHERS
            }

    def lines(self) -> list[tuple[str, str, str, str, str]]:
        """The record of changes, in order."""
        with self.office.session() as session:
            found = session.execute(select(tables.change).order_by(tables.change.c.id))
            return [(row.what, row.about, row.before, row.after, row.why) for row in found]

    def last(self, *kinds: BulkKind) -> reversals.LastAct:
        found = reversals.last(self.office, kinds or tuple(BulkKind), ROUND)
        assert found is not None
        return found


def open_township(folder: Path) -> Workspace:
    return workspace.open_(folder, clock=HandMovedClock(NOW), actor=CLERK)


def book(path: Path, *rows: tuple[str | float | None, ...]) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


def import_list(town: OpenTownship) -> None:
    """Two that are new, one under the other, and one that moves under them."""
    known = registry.tree(town.office)
    first = next(one for one in known if one.kind == "党支部")
    rows: tuple[tuple[str | float | None, ...], ...] = (
        ("党组织名称", "代码", "类型", "上级党组织", "所属领域", "书记"),
        ("新桥村党总支", "B1", "党总支", known[0].name, "农村", "新某"),
        ("新桥村第一党支部", "B2", "党支部", "新桥村党总支", "农村", "桥某"),
        (first.name, first.code, "党支部", "新桥村党总支", first.domain, "换某"),
    )
    plan = importing.plan_import(town.office, book(town.folder / "名单.xlsx", *rows))
    done = importing.apply_import(town.office, plan)
    assert (len(done.plan.new), len(done.plan.changed)) == (2, 1)
    assert done.act is not None


def registry_form(number: int, town: OpenTownship) -> OrganisationForm:
    return form_of(next(one for one in registry.tree(town.office) if one.id == number))


def take_sheet(town: OpenTownship) -> None:
    view = sheets.whole(town.office, ROUND, "自评")
    names = [one.name for one in view.indicators][:2]
    head = ("党组织", "评价主体", *names)
    lines = [(one.subject.name, "自评", 0.5, 2) for one in sheets.roster(town.office, ROUND)[:3]]
    path = book(town.folder / "评分表.xlsx", head, *lines)
    read = workbooks.read_scores(town.office, ROUND, path)
    done = workbooks.apply_scores(town.office, ROUND, read, only_good=True)
    assert done.act is not None
    assert done.new + done.changed == 6


def paste_scores(town: OpenTownship) -> None:
    view = sheets.whole(town.office, ROUND, "自评")
    changes = [
        ScoreChange(one.subject.id, "自评", view.indicators[0].name, points, "")
        for one, points in zip(
            sheets.roster(town.office, ROUND)[:3], (Decimal(1), Decimal("2.5"), None), strict=True
        )
    ]
    assert sheets.record_many(town.office, changes, bulk="粘贴").refused == ()


def paste_facts(town: OpenTownship) -> None:
    table = facts.table(town.office, ROUND)
    name = table.facts[0].name
    wanted = [
        facts.FactChange(one.subject.id, name, "否" if one.values.get(name) else "是")
        for one in table.lines[:3]
    ]
    assert facts.record_many(town.office, ROUND, wanted, bulk="粘贴").refused == {}


def paste_levels(town: OpenTownship) -> None:
    lines = earlier.table(town.office, ROUND).lines[:3]
    known = tuple(earlier.KnownLevel(one.organisation_id, 2019, "三星") for one in lines)
    earlier.record(town.office, known, bulk="粘贴往年等级", round_id=ROUND)


def decide_rest(town: OpenTownship) -> None:
    board = grading.board(town.office, ROUND)
    open_ones = [DecisionEntry(row.evidence.subject.id, "") for row in board.present[:4]]
    grading.decide(town.office, ROUND, open_ones)
    assert grading.decide_as_proposed(town.office, ROUND, NOW.date(), "党委会") >= 4


def draw_items(town: OpenTownship) -> None:
    items = rectification.ledger(town.office, ROUND)
    rectification.remove(town.office, [one.id for one in items])
    assert rectification.draw(town.office, ROUND).added


def paste_items(town: OpenTownship) -> None:
    items = rectification.ledger(town.office, ROUND)[:3]
    changes = [ItemChange(one.id, ItemField.OWNER, "新的责任人") for one in items]
    rectification.change_many(town.office, changes, bulk="填写台账")


ACTS: dict[str, tuple[Callable[[OpenTownship], None], BulkKind, str]] = {
    "list": (import_list, BulkKind.LIST, "导入名单"),
    "sheet": (take_sheet, BulkKind.SCORES, "导入评分表"),
    "paste": (paste_scores, BulkKind.SCORES, "粘贴"),
    "facts": (paste_facts, BulkKind.FACTS, "粘贴"),
    "levels": (paste_levels, BulkKind.LEVELS, "粘贴往年等级"),
    "rest": (decide_rest, BulkKind.DECISIONS, "其余全部按拟定等级决定"),
    "drawn": (draw_items, BulkKind.LEDGER, "从低分指标生成"),
    "items": (paste_items, BulkKind.LEDGER, "填写台账"),
}
every_act = pytest.mark.parametrize(("act", "kind", "words"), ACTS.values(), ids=ACTS)
