"""Refuses the rows of a list that would leave the tree of organisations wrong."""

from desk_app.domain.organisations.draft import RegistryDraft
from desk_app.domain.organisations.model import may_stand_under
from desk_app.domain.organisations.reading import RowPlace


def settle(draft: RegistryDraft) -> None:
    """Refuse what would leave the tree wrong, until it is right."""
    draft.drop_orphans()
    while True:
        wrong = _first_wrong(draft)
        if wrong is None:
            return
        draft.refuse(*wrong)
        draft.drop_orphans()


def _first_wrong(draft: RegistryDraft) -> tuple[RowPlace, str] | None:
    rows = {id_: row for id_, row in draft.rows.items() if row in draft.live}
    for place in sorted(draft.live):
        kind, above = draft.kind(place), draft.kind_of(draft.parent(place))
        if above is not None and not may_stand_under(kind, above):
            return place, f"{kind}不能设在{above}下面，请核对组织类别和上级。"
        if place not in draft.matched:
            continue
        if _stands_under_itself(draft, place, rows):
            return place, "上级改成了它自己的下级，绕成了一圈，请改正上级。"
        for child in draft.index.children.get(draft.matched[place], ()):
            stays = child.id not in rows and child.retired_on is None
            if stays and not may_stand_under(child.kind, kind):
                return place, f"下面有{child.kind}“{child.name}”，类别不能改为{kind}。"
    return None


def _stands_under_itself(draft: RegistryDraft, place: RowPlace, rows: dict[int, RowPlace]) -> bool:
    step, steps = draft.parent(place), 0
    while isinstance(step, int) and steps <= len(draft.by_id):
        if step == draft.matched[place]:
            return True
        step = draft.parent(rows[step]) if step in rows else draft.by_id[step].parent_id
        steps += 1
    return False
