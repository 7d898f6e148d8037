"""What an import has come to so far: rows still going in, rows refused, whom they mean."""

from collections.abc import Sequence
from graphlib import TopologicalSorter

from desk_app.domain.organisations.headings import ListField
from desk_app.domain.organisations.identity import Index
from desk_app.domain.organisations.model import BRANCH, GENERAL_BRANCH, Organisation, key
from desk_app.domain.organisations.planning import (
    Answers,
    ImportPlan,
    MissingParent,
    Parent,
    Question,
)
from desk_app.domain.organisations.reading import ListSheet, RefusedRow, RowPlace, read_entries


class RegistryDraft:
    """The rows of a list on their way into the registry; every step of the planning changes it."""

    def __init__(
        self, registry: Sequence[Organisation], sheets: Sequence[ListSheet], answers: Answers
    ) -> None:
        self.sheets = tuple(sheets)
        self.answers = answers
        self.by_id = {one.id: one for one in registry}
        self.reading = read_entries(self.sheets)
        self.index = Index(registry, self.reading.entries)
        self.live = {entry.place: entry for entry in self.reading.entries}
        """The rows that still go in."""
        self.refused = {one.place: one for one in self.reading.refused}
        self.refused_names = {key(one.name): one.place for one in self.reading.refused}
        self.questions: dict[RowPlace, Question] = {}
        self.missing: dict[str, MissingParent] = {}
        self.parents: dict[RowPlace, Parent] = {}
        """What each row says of its superior."""
        self.superiors: set[RowPlace] = set()
        """The rows that others stand under."""
        self.matched: dict[RowPlace, int] = {}
        """Rows that are organisations of the registry, by their ids."""
        self.rows: dict[int, RowPlace] = {}
        """The same the other way round."""

    def refuse(self, place: RowPlace, reason: str, *fields: ListField) -> None:
        """Take a row out for good; ``reason`` says why in a sentence, ``fields`` where."""
        entry = self.live.pop(place)
        self.refused[place] = RefusedRow(place, entry.name, reason, frozenset(fields))
        self.refused_names.setdefault(key(entry.name), place)

    def where(self, place: RowPlace) -> str:
        """A row as people say it."""
        return ImportPlan(sheets=self.sheets).where(place)

    def superiors_first(self) -> list[RowPlace]:
        """The rows that still go in, each after the one it stands under."""
        order = TopologicalSorter[RowPlace]()
        for place in sorted(self.live):
            parent = self.parents[place]
            if isinstance(parent, RowPlace) and parent in self.live:
                order.add(place, parent)
            else:
                order.add(place)
        return list(order.static_order())

    def drop_orphans(self) -> None:
        """Refuse rows under rows that do not go in, at any depth."""
        again = True
        while again:
            again = False
            for place in sorted(self.live):
                parent = self.parents[place]
                if not isinstance(parent, RowPlace) or parent in self.live:
                    continue
                if parent in self.matched and parent not in self.questions:
                    continue  # its row is refused, but the registry has it
                what = "待确认" if parent in self.questions else "没有导入"
                name = self.index.entries[parent].name
                self.refuse(place, f"上级“{name}”（{self.where(parent)}）{what}，请先处理那一行。")
                again = True

    def parent(self, place: RowPlace) -> Parent:
        """Where a row ends up; rows of known organisations are named by their id."""
        parent = self.parents[place]
        if isinstance(parent, RowPlace):
            return self.matched.get(parent, parent)
        if parent is None and place in self.matched and not self.live[place].parent:
            return self.by_id[self.matched[place]].parent_id
        return parent

    def kind(self, place: RowPlace) -> str:
        """What kind of organisation a row will be."""
        entry = self.index.entries[place]
        said = entry.values.get(ListField.KIND)
        if place in self.matched and said is None:
            return self.by_id[self.matched[place]].kind
        if entry.kind:
            return entry.kind
        return GENERAL_BRANCH if place in self.superiors else BRANCH

    def kind_of(self, parent: Parent) -> str | None:
        """What kind a superior will be, None at the top."""
        if isinstance(parent, RowPlace):
            return self.kind(parent)
        if isinstance(parent, int):
            row = self.rows.get(parent)
            if row is not None and row in self.live:
                return self.kind(row)
            return self.by_id[parent].kind
        return self.missing[parent].kind if parent is not None else None
