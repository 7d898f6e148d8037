"""Under which superior each row of a list goes, and the rows that cannot say."""

from collections.abc import Collection

from desk_app.domain.organisations.draft import RegistryDraft
from desk_app.domain.organisations.headings import ListField
from desk_app.domain.organisations.model import COMMITTEE, key
from desk_app.domain.organisations.planning import MissingParent, Parent
from desk_app.domain.organisations.reading import ListEntry, RowPlace
from desk_app.domain.organisations.values import guess_kind


def find_parents(draft: RegistryDraft, own_names: Collection[str]) -> None:
    """Give every row its superior; refuse those whose superior is not to be had.

    ``own_names`` are the names of the office itself, the top of the tree.
    """
    finder = _Finder(draft, own_names)
    for entry in list(draft.live.values()):
        try:
            draft.parents[entry.place] = finder.find(entry)
        except ValueError as error:
            draft.refuse(entry.place, str(error), ListField.PARENT)
    draft.superiors = {one for one in draft.parents.values() if isinstance(one, RowPlace)}


def refuse_cycles(draft: RegistryDraft) -> None:
    """Refuse rows of the list that stand under each other, and what stands under those."""
    for start in list(draft.live):
        seen = [start]
        step = draft.parents.get(start)
        while isinstance(step, RowPlace) and step in draft.live and step not in seen:
            seen.append(step)
            step = draft.parents.get(step)
        if step == start:
            rows = "、".join(draft.where(place) for place in sorted(seen))
            for place in seen:
                draft.refuse(place, f"{rows}互为上下级，绕成了一圈，请改正上级。", ListField.PARENT)
    draft.drop_orphans()


class _Finder:
    """Looks for superiors: in the list, in the registry, and among the names of the office."""

    def __init__(self, draft: RegistryDraft, own_names: Collection[str]) -> None:
        self.draft = draft
        self.own = frozenset(key(name) for name in own_names)
        self.own_rows = [one for one in draft.reading.entries if key(one.name) in self.own]

    def find(self, entry: ListEntry) -> Parent:
        """The superior that a row names; raises ValueError with the sentence why there is none."""
        if not entry.parent:
            return None
        wanted = key(entry.parent)
        ours = self._find_own(entry) if wanted in self.own else None
        if ours is not None:
            return ours
        for listed in self.draft.index.listed(wanted):
            rows = [place for place in listed if place in self.draft.live and place != entry.place]
            if len(rows) > 1:
                raise ValueError(
                    f"名单里有 {len(rows)} 个“{entry.parent}”，请在上级一列改填它的代码。"
                )
            if rows:
                return rows[0]
        if wanted in self.own and key(entry.name) in self.own:
            return None
        if wanted in (key(entry.name), key(entry.code)):
            raise ValueError("上级写的是它自己，请改正；最上一级的请留空。")
        return self._find_registered(entry.parent, wanted)

    def _find_own(self, entry: ListEntry) -> Parent:
        """The organisation of the office itself, under whichever of its names it stands."""
        for row in self.own_rows:
            if row.place in self.draft.live and row.place != entry.place:
                return row.place
        registered = (
            one for name in sorted(self.own) for one in self.draft.index.by_name.get(name, ())
        )
        return next((one.id for one in registered if one.retired_on is None), None)

    def _find_registered(self, name: str, wanted: str) -> Parent:
        found = self.draft.index.registered(wanted)
        active = [one for one in found if one.retired_on is None]
        if len(active) > 1:
            raise ValueError(f"名册里有 {len(active)} 个“{name}”，请在上级一列改填它的代码。")
        if active:
            return active[0].id
        if found:
            raise ValueError(f"上级“{found[0].name}”已经撤销，请改填现在的上级。")
        refused = self.draft.refused_names.get(wanted)
        if refused is not None:
            raise ValueError(
                f"上级“{name}”（{self.draft.where(refused)}）没有导入，请先改好那一行。"
            )
        if wanted in self.own:
            return None
        known = self.draft.missing.get(wanted)
        self.draft.missing[wanted] = MissingParent(
            name, guess_kind(name) or COMMITTEE, (known.rows if known else 0) + 1
        )
        if wanted in self.draft.answers.create_parents:
            return wanted
        raise ValueError(f"上级“{name}”不在名单里，也不在名册里，请先登记它，或把它加进名单。")
