"""A list of organisations as a clerk hands it in, and a registry after it was taken over."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desk_app.domain.organisations.headings import ATTRIBUTES, ListField
from desk_app.domain.organisations.importing import plan
from desk_app.domain.organisations.model import Organisation, key
from desk_app.domain.organisations.planning import Answers, ImportPlan
from desk_app.domain.organisations.reading import list_sheets
from desk_app.domain.sheets import CellValue, SheetData

HEAD = ("代码", "党组织全称", "上级党组织", "书记", "党员数")


TOWN = ("QS", "青山镇党委", None, "王某某", 900)


STONE = ("QS01", "石桥村党支部", "青山镇党委", "李某某", 31)


WILLOW = ("QS02", "柳树湾村党支部", "青山镇党委", "赵某某", 44)


Row = tuple[CellValue, ...]


def sheet(*rows: Row, name: str = "名单") -> SheetData:
    width = max(len(row) for row in rows)
    return SheetData(name, tuple(row + (None,) * (width - len(row)) for row in rows))


def planned(
    *rows: Row,
    registry: tuple[Organisation, ...] = (),
    answers: Answers | None = None,
    own: tuple[str, ...] = (),
    head: Row = HEAD,
) -> ImportPlan:
    return plan(registry, list_sheets([sheet(head, *rows)]), answers, own)


def applied(done: ImportPlan, registry: tuple[Organisation, ...] = ()) -> tuple[Organisation, ...]:
    """What the registry would be afterwards, worked out the plain way."""
    by_id = {one.id: one for one in registry}
    ids: dict[object, int] = {}
    for missing in done.created_parents:
        number = len(by_id) + 1
        ids[key(missing.name)] = number
        by_id[number] = Organisation(number, missing.name, missing.kind, position=number)

    def told(values: Mapping[ListField, object]) -> dict[str, Any]:
        return {ATTRIBUTES[held]: value for held, value in values.items()}

    for one in done.new:
        number = len(by_id) + 1
        ids[one.entry.place] = number
        fresh = Organisation(number, one.entry.name, one.kind, position=number)
        parent = one.parent if one.parent is None else ids.get(one.parent, one.parent)
        by_id[number] = replace(
            fresh, **(told(one.entry.values) | {"kind": one.kind, "parent_id": parent})
        )
    for changed in done.changed:
        parent = (
            changed.parent if changed.parent is None else ids.get(changed.parent, changed.parent)
        )
        by_id[changed.organisation_id] = replace(
            by_id[changed.organisation_id],
            **(told(changed.entry.values) | {"name": changed.entry.name, "parent_id": parent}),
        )
    order = [ids.get(item, item) for item in done.order]
    return tuple(replace(one, position=order.index(one.id) + 1) for one in by_id.values())


def reasons(done: ImportPlan) -> dict[int, str]:
    return {one.place.row: one.reason for one in done.refused}
