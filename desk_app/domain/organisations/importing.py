"""Plans an import: what is new, what changes, what is refused and what has to be asked.

Identity is the code where the list has one, else full name and superior. The registry is only
looked at; the same list planned again after it went in changes nothing.
"""

from collections.abc import Collection, Sequence
from datetime import date

from desk_app.domain.organisations.draft import RegistryDraft
from desk_app.domain.organisations.headings import ATTRIBUTES, ListField
from desk_app.domain.organisations.identity import grouped_by
from desk_app.domain.organisations.matching import match_rows
from desk_app.domain.organisations.model import Organisation, key
from desk_app.domain.organisations.ordering import order_of, reorders
from desk_app.domain.organisations.planning import (
    Answers,
    ChangedEntry,
    FieldChange,
    ImportPlan,
    MissingParent,
    NewEntry,
)
from desk_app.domain.organisations.reading import ListEntry, ListSheet
from desk_app.domain.organisations.settling import settle
from desk_app.domain.organisations.superiors import find_parents, refuse_cycles


def plan(
    registry: Sequence[Organisation],
    sheets: Sequence[ListSheet],
    answers: Answers | None = None,
    own_names: Collection[str] = (),
) -> ImportPlan:
    """Work out what importing the sheets would do to the registry.

    A row whose superior is the office itself (``own_names``) and not registered is the top
    of the tree. An unknown superior refuses the row unless ``answers`` asks for it to be made.
    """
    draft = RegistryDraft(registry, sheets, answers or Answers())
    _refuse_doubles(draft)
    find_parents(draft, own_names)
    refuse_cycles(draft)
    match_rows(draft)
    settle(draft)
    return _plan_of(draft)


_REORDERED = ("名册里的先后与这份名单不同，导入后按名单的先后排列，名单里没有的不动。",)


def _plan_of(draft: RegistryDraft) -> ImportPlan:
    new = tuple(
        NewEntry(draft.live[place], draft.kind(place), draft.parent(place))
        for place in draft.superiors_first()
        if place not in draft.matched
    )
    known = [entry for place, entry in sorted(draft.live.items()) if place in draft.matched]
    changes = {entry.place: _changes(draft, entry) for entry in known}
    changed = tuple(
        ChangedEntry(
            entry, draft.matched[entry.place], draft.parent(entry.place), changes[entry.place]
        )
        for entry in known
        if changes[entry.place]
    )
    order = order_of(draft, new)
    reordered = reorders(draft, order)
    return ImportPlan(
        sheets=draft.sheets,
        new=new,
        changed=changed,
        unchanged=tuple(entry for entry in known if not changes[entry.place]),
        refused=tuple(one for _, one in sorted(draft.refused.items())),
        questions=tuple(one for _, one in sorted(draft.questions.items())),
        missing_parents=tuple(draft.missing.values()),
        created_parents=_created(draft, [*new, *changed]),
        notes=(*draft.reading.notes, *_guessed(new), *_REORDERED[:reordered]),
        order=order,
        reordered=reordered,
    )


def _created(
    draft: RegistryDraft, entries: Sequence[NewEntry | ChangedEntry]
) -> tuple[MissingParent, ...]:
    """The missing superiors that were asked for and that something goes under."""
    wanted = {draft.parents[one.entry.place] for one in entries}
    return tuple(
        one
        for text, one in draft.missing.items()
        if text in draft.answers.create_parents and key(one.name) in wanted
    )


def _guessed(new: Sequence[NewEntry]) -> tuple[str, ...]:
    """A note on the rows whose kind neither the list nor the name tells."""
    count = sum(not one.entry.kind for one in new)
    words = (
        f"{count} 个党组织没有写组织类别，名称也看不出来，按党支部（有下级的按党总支）"
        "登记，请核对。"
    )
    return (words,) if count else ()


def _refuse_doubles(draft: RegistryDraft) -> None:
    for code, group in grouped_by(draft.live.values(), lambda one: key(one.code)).items():
        if code and len(group) > 1:
            _refuse_group(draft, group, f"代码“{group[0].code}”", ListField.CODE)
    by_name = grouped_by(draft.live.values(), lambda one: (key(one.name), key(one.parent or "")))
    for group in by_name.values():
        if len(group) > 1 and not all(one.code for one in group):
            what = f"全称“{group[0].name}”和上级"
            _refuse_group(draft, group, what, ListField.NAME, ListField.PARENT)


def _refuse_group(
    draft: RegistryDraft, group: Sequence[ListEntry], what: str, *fields: ListField
) -> None:
    first = group[0]
    rows = "、".join(draft.where(one.place) for one in group)
    if all(
        (one.name, one.parent, one.values) == (first.name, first.parent, first.values)
        for one in group
    ):
        for one in group[1:]:
            draft.refuse(one.place, f"与{draft.where(first.place)}完全相同，只导入一次。")
        return
    for one in group:
        why = f"{rows}的{what}相同，不知道以哪一行为准，请核对后再导入。"
        draft.refuse(one.place, why, *fields)


def _changes(draft: RegistryDraft, entry: ListEntry) -> tuple[FieldChange, ...]:
    before = draft.by_id[draft.matched[entry.place]]
    changes = []
    if key(entry.name) != key(before.name):
        changes.append(FieldChange(ListField.NAME, before.name, entry.name))
    parent = draft.parent(entry.place)
    if parent != before.parent_id:
        old = draft.by_id.get(before.parent_id) if before.parent_id is not None else None
        changes.append(FieldChange(ListField.PARENT, old.name if old else "", entry.parent or ""))
    for held, value in entry.values.items():
        was = getattr(before, ATTRIBUTES[held])
        if was != value and not (held is ListField.CODE and key(str(was)) == key(str(value))):
            changes.append(FieldChange(held, _shown(was), _shown(value)))
    return tuple(changes)


def _shown(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
