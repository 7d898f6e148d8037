"""Refuses the rows of a list that would leave the tree of organisations wrong."""

from desk_app.domain.organisations.draft import RegistryDraft
from desk_app.domain.organisations.headings import ListField
from desk_app.domain.organisations.model import may_stand_under
from desk_app.domain.organisations.reading import RowPlace


def settle(draft: RegistryDraft) -> None:
    """Refuse what would leave the tree wrong, until it is right."""
    draft.drop_orphans()
    while True:
        wrong = _first_wrong(draft)
        if wrong is None:
            return
        place, why, fields = wrong
        draft.refuse(place, why, *fields)
        draft.drop_orphans()


def _first_wrong(draft: RegistryDraft) -> tuple[RowPlace, str, tuple[ListField, ...]] | None:
    rows = {id_: row for id_, row in draft.rows.items() if row in draft.live}
    for place in sorted(draft.live):
        kind, above = draft.kind(place), draft.kind_of(draft.parent(place))
        if above is not None and not may_stand_under(kind, above):
            why = f"{kind}不能设在{above}下面，请核对组织类别和上级。"
            return place, why, (ListField.KIND, ListField.PARENT)
        if place not in draft.matched:
            continue
        if _stands_under_itself(draft, place, rows):
            return place, "上级改成了它自己的下级，绕成了一圈，请改正上级。", (ListField.PARENT,)
        for child in draft.index.children.get(draft.matched[place], ()):
            stays = child.id not in rows and child.retired_on is None
            if stays and not may_stand_under(child.kind, kind):
                why = f"下面有{child.kind}“{child.name}”，类别不能改为{kind}。"
                return place, why, (ListField.KIND,)
    return None


def _stands_under_itself(draft: RegistryDraft, place: RowPlace, rows: dict[int, RowPlace]) -> bool:
    step, steps = draft.parent(place), 0
    while isinstance(step, int | RowPlace) and steps <= len(draft.by_id) + len(draft.live):
        if step == draft.matched[place]:
            return True
        row = step if isinstance(step, RowPlace) else rows.get(step)
        # A new row on the way leads on as one that is known does.
        if row is not None:
            step = draft.parent(row)
        elif isinstance(step, int):
            step = draft.by_id[step].parent_id
        steps += 1
    return False
