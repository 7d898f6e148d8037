"""Plans an import: what is new, what changes, what is refused and what has to be asked.

Identity is the code where the list has one, else full name and superior. The registry is only
looked at; the same list planned again after it went in changes nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from graphlib import TopologicalSorter

from desk_app.domain.organisations.headings import ATTRIBUTES, Field
from desk_app.domain.organisations.identity import SIMILAR, Index, ask, grouped_by, likeness
from desk_app.domain.organisations.model import (
    BRANCH,
    COMMITTEE,
    GENERAL_BRANCH,
    Organisation,
    key,
    may_stand_under,
)
from desk_app.domain.organisations.planning import (
    Answers,
    ChangedEntry,
    Doubt,
    FieldChange,
    ImportPlan,
    MissingParent,
    NewEntry,
    Parent,
    Question,
)
from desk_app.domain.organisations.reading import (
    Entry,
    ListSheet,
    Place,
    Refusal,
    read_entries,
)
from desk_app.domain.organisations.values import guess_kind


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
    planner = _Planner(registry, sheets, answers or Answers(), own_names)
    return planner.plan()


class _Planner:
    def __init__(
        self,
        registry: Sequence[Organisation],
        sheets: Sequence[ListSheet],
        answers: Answers,
        own_names: Collection[str],
    ) -> None:
        self.sheets = tuple(sheets)
        self.answers = answers
        self.own = frozenset(key(name) for name in own_names)
        self.by_id = {one.id: one for one in registry}
        self.reading = read_entries(self.sheets)
        self.live = {entry.place: entry for entry in self.reading.entries}
        self.refused = {one.place: one for one in self.reading.refused}
        self.refused_names = {key(one.name): one.place for one in self.reading.refused}
        self.questions: dict[Place, Question] = {}
        self.missing: dict[str, MissingParent] = {}
        self.parents: dict[Place, Parent] = {}
        self.matched: dict[Place, int] = {}
        self.rows: dict[int, Place] = {}
        self.asked: set[int] = set()
        self.superiors: set[Place] = set()
        self.own_rows = [one for one in self.reading.entries if key(one.name) in self.own]
        self.index = Index(registry, self.reading.entries)

    def plan(self) -> ImportPlan:
        self._refuse_doubles()
        self._find_parents()
        self._refuse_cycles()
        for place in self._superiors_first():
            self._identify(self.live[place])
        self._settle()
        new: list[NewEntry] = []
        changed: list[ChangedEntry] = []
        unchanged: list[Entry] = []
        guessed = 0
        for place in self._superiors_first():
            entry = self.live[place]
            if place not in self.matched:
                new.append(NewEntry(entry, self._kind(place), self._parent(place)))
                guessed += not entry.kind
        for place, entry in sorted(self.live.items()):
            if place in self.matched:
                changes = self._changes(entry)
                if changes:
                    parent = self._parent(place)
                    changed.append(ChangedEntry(entry, self.matched[place], parent, changes))
                else:
                    unchanged.append(entry)
        notes = list(self.reading.notes)
        if guessed:
            notes.append(
                f"{guessed} 个党组织没有写组织类别，名称也看不出来，按党支部（有下级的按党总支）"
                "登记，请核对。"
            )
        wanted = {self.parents[one.entry.place] for one in new}
        wanted |= {self.parents[one.entry.place] for one in changed}
        created = tuple(
            one for text, one in self.missing.items() if text in self.answers.create_parents
        )
        return ImportPlan(
            sheets=self.sheets,
            new=tuple(new),
            changed=tuple(changed),
            unchanged=tuple(unchanged),
            refused=tuple(one for _, one in sorted(self.refused.items())),
            questions=tuple(one for _, one in sorted(self.questions.items())),
            missing_parents=tuple(self.missing.values()),
            created_parents=tuple(one for one in created if key(one.name) in wanted),
            notes=tuple(notes),
        )

    def _refuse(self, place: Place, reason: str) -> None:
        entry = self.live.pop(place)
        self.refused[place] = Refusal(place, entry.name, reason)
        self.refused_names.setdefault(key(entry.name), place)

    def _where(self, place: Place) -> str:
        return ImportPlan(sheets=self.sheets).where(place)

    def _refuse_doubles(self) -> None:
        for code, group in grouped_by(self.live.values(), lambda one: key(one.code)).items():
            if code and len(group) > 1:
                self._refuse_group(group, f"代码“{group[0].code}”")
        by_name = grouped_by(self.live.values(), lambda one: (key(one.name), key(one.parent or "")))
        for group in by_name.values():
            if len(group) > 1 and not all(one.code for one in group):
                self._refuse_group(group, f"全称“{group[0].name}”和上级")

    def _refuse_group(self, group: Sequence[Entry], what: str) -> None:
        first = group[0]
        rows = "、".join(self._where(one.place) for one in group)
        if all(
            (one.name, one.parent, one.values) == (first.name, first.parent, first.values)
            for one in group
        ):
            for one in group[1:]:
                self._refuse(one.place, f"与{self._where(first.place)}完全相同，只导入一次。")
            return
        for one in group:
            self._refuse(one.place, f"{rows}的{what}相同，不知道以哪一行为准，请核对后再导入。")

    def _find_parents(self) -> None:
        for entry in list(self.live.values()):
            try:
                self.parents[entry.place] = self._find_parent(entry)
            except ValueError as error:
                self._refuse(entry.place, str(error))
        self.superiors = {one for one in self.parents.values() if isinstance(one, Place)}

    def _find_parent(self, entry: Entry) -> Parent:
        if not entry.parent:
            return None
        wanted = key(entry.parent)
        ours = self._find_own(entry) if wanted in self.own else None
        if ours is not None:
            return ours
        for listed in self.index.listed(wanted):
            rows = [place for place in listed if place in self.live and place != entry.place]
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

    def _find_own(self, entry: Entry) -> Parent:
        """The organisation of the office itself, under whichever of its names it stands."""
        for row in self.own_rows:
            if row.place in self.live and row.place != entry.place:
                return row.place
        registered = (one for name in sorted(self.own) for one in self.index.by_name.get(name, ()))
        return next((one.id for one in registered if one.retired_on is None), None)

    def _find_registered(self, name: str, wanted: str) -> Parent:
        found = self.index.registered(wanted)
        active = [one for one in found if one.retired_on is None]
        if len(active) > 1:
            raise ValueError(f"名册里有 {len(active)} 个“{name}”，请在上级一列改填它的代码。")
        if active:
            return active[0].id
        if found:
            raise ValueError(f"上级“{found[0].name}”已经撤销，请改填现在的上级。")
        refused = self.refused_names.get(wanted)
        if refused is not None:
            raise ValueError(f"上级“{name}”（{self._where(refused)}）没有导入，请先改好那一行。")
        if wanted in self.own:
            return None
        known = self.missing.get(wanted)
        self.missing[wanted] = MissingParent(
            name, guess_kind(name) or COMMITTEE, (known.rows if known else 0) + 1
        )
        if wanted in self.answers.create_parents:
            return wanted
        raise ValueError(f"上级“{name}”不在名单里，也不在名册里，请先登记它，或把它加进名单。")

    def _refuse_cycles(self) -> None:
        for start in list(self.live):
            seen = [start]
            step = self.parents.get(start)
            while isinstance(step, Place) and step in self.live and step not in seen:
                seen.append(step)
                step = self.parents.get(step)
            if step == start:
                rows = "、".join(self._where(place) for place in sorted(seen))
                for place in seen:
                    self._refuse(place, f"{rows}互为上下级，绕成了一圈，请改正上级。")
        self._drop_orphans()

    def _drop_orphans(self) -> None:
        """Refuse rows under rows that do not go in, at any depth."""
        again = True
        while again:
            again = False
            for place in sorted(self.live):
                parent = self.parents[place]
                if not isinstance(parent, Place) or parent in self.live:
                    continue
                if parent in self.matched and parent not in self.questions:
                    continue  # its row is refused, but the registry has it
                what = "待确认" if parent in self.questions else "没有导入"
                name = self.index.entries[parent].name
                self._refuse(
                    place, f"上级“{name}”（{self._where(parent)}）{what}，请先处理那一行。"
                )
                again = True

    def _superiors_first(self) -> list[Place]:
        order = TopologicalSorter[Place]()
        for place in sorted(self.live):
            parent = self.parents[place]
            if isinstance(parent, Place) and parent in self.live:
                order.add(place, parent)
            else:
                order.add(place)
        return list(order.static_order())

    def _identify(self, entry: Entry) -> None:
        place = entry.place
        parent = self.parents[place]
        if isinstance(parent, Place) and parent not in self.live and parent not in self.matched:
            return  # the superior waits for an answer or was refused: `_drop_orphans` says so
        found = self._candidate(entry)
        if found is None:
            return
        existing, doubt = found
        twin = self.rows.get(existing.id)
        if twin is not None:
            self._refuse(place, f"与{self._where(twin)}是同一个党组织“{existing.name}”，请核对。")
        elif existing.retired_on is not None:
            if doubt in (None, Doubt.RENAMED):
                self._refuse(
                    place,
                    f"“{existing.name}”已于 {existing.retired_on} 撤销，"
                    "如果仍在，请先在名册里恢复它。",
                )
        elif doubt is None or self.answers.same.get(place) == existing.id:
            self.matched[place] = existing.id
            self.rows[existing.id] = place
        elif place in self.answers.same:
            if entry.code and key(existing.code) == key(entry.code):
                self._refuse(place, f"代码“{entry.code}”属于“{existing.name}”，请核对代码。")
        else:
            self.live.pop(place)
            self.asked.add(existing.id)
            sentence = ask(entry, existing, doubt, self.by_id)
            self.questions[place] = Question(
                place, doubt, entry.name, existing.id, existing.name, sentence
            )

    def _candidate(self, entry: Entry) -> tuple[Organisation, Doubt | None] | None:
        by_code = self.index.by_code.get(key(entry.code)) if entry.code else None
        if by_code is not None:
            same_name = key(by_code.name) == key(entry.name)
            return by_code, None if same_name else Doubt.RENAMED
        name = key(entry.name)
        namesakes = self.index.by_name.get(name, [])
        parent = self._parent(entry.place)
        if entry.parent is None:
            here = namesakes if len(namesakes) == 1 else []
        else:
            here = [one for one in namesakes if one.parent_id == parent]
        here = [one for one in here if not (entry.code and key(one.code) in self.index.codes)]
        here.sort(key=lambda one: one.retired_on is not None)
        if here:
            recoded = bool(entry.code and here[0].code)
            return here[0], Doubt.RECODED if recoded else None
        if entry.place in self.answers.same:
            told = self.by_id.get(self.answers.same[entry.place] or 0)
            return None if told is None else (told, Doubt.RENAMED)
        moved = self._free(entry, self.index.free_by_name.get(name, ()))
        if len(moved) == 1:
            return moved[0], Doubt.MOVED
        if isinstance(parent, Place | str):
            return None  # under a new superior everything is new
        siblings = self._free(entry, self.index.free_by_parent.get(parent, ()))
        renamed = max(siblings, key=lambda one: likeness(entry, one), default=None)
        if renamed is not None and likeness(entry, renamed) >= SIMILAR:
            return renamed, Doubt.RENAMED
        return None

    def _free(self, entry: Entry, ones: Iterable[Organisation]) -> list[Organisation]:
        """Those that no other row of the list means or is asked about."""
        return [
            one
            for one in ones
            if one.id not in self.rows
            and one.id not in self.asked
            and not (entry.code and one.code)
        ]

    def _parent(self, place: Place) -> Parent:
        """Where a row ends up; rows of known organisations are named by their id."""
        parent = self.parents[place]
        if isinstance(parent, Place):
            return self.matched.get(parent, parent)
        if parent is None and place in self.matched and not self.live[place].parent:
            return self.by_id[self.matched[place]].parent_id
        return parent

    def _kind(self, place: Place) -> str:
        entry = self.index.entries[place]
        said = entry.values.get(Field.KIND)
        if place in self.matched and said is None:
            return self.by_id[self.matched[place]].kind
        if entry.kind:
            return entry.kind
        return GENERAL_BRANCH if place in self.superiors else BRANCH

    def _kind_of(self, parent: Parent) -> str | None:
        if isinstance(parent, Place):
            return self._kind(parent)
        if isinstance(parent, int):
            row = self.rows.get(parent)
            if row is not None and row in self.live:
                return self._kind(row)
            return self.by_id[parent].kind
        return self.missing[parent].kind if parent is not None else None

    def _settle(self) -> None:
        """Refuse what would leave the tree wrong, until it is right."""
        self._drop_orphans()
        while True:
            wrong = self._first_wrong()
            if wrong is None:
                return
            self._refuse(*wrong)
            self._drop_orphans()

    def _first_wrong(self) -> tuple[Place, str] | None:
        rows = {id_: row for id_, row in self.rows.items() if row in self.live}
        for place in sorted(self.live):
            parent = self._parent(place)
            kind, above = self._kind(place), self._kind_of(parent)
            if above is not None and not may_stand_under(kind, above):
                return place, f"{kind}不能设在{above}下面，请核对组织类别和上级。"
            if place not in self.matched:
                continue
            step, steps = parent, 0
            while isinstance(step, int) and steps <= len(self.by_id):
                if step == self.matched[place]:
                    return place, "上级改成了它自己的下级，绕成了一圈，请改正上级。"
                step = self._parent(rows[step]) if step in rows else self.by_id[step].parent_id
                steps += 1
            for child in self.index.children.get(self.matched[place], ()):
                stays = child.id not in rows and child.retired_on is None
                if stays and not may_stand_under(child.kind, kind):
                    return place, f"下面有{child.kind}“{child.name}”，类别不能改为{kind}。"
        return None

    def _changes(self, entry: Entry) -> tuple[FieldChange, ...]:
        before = self.by_id[self.matched[entry.place]]
        changes = []
        if key(entry.name) != key(before.name):
            changes.append(FieldChange(Field.NAME, before.name, entry.name))
        parent = self._parent(entry.place)
        if parent != before.parent_id:
            old = self.by_id.get(before.parent_id) if before.parent_id is not None else None
            changes.append(FieldChange(Field.PARENT, old.name if old else "", entry.parent or ""))
        for held, value in entry.values.items():
            was = getattr(before, ATTRIBUTES[held])
            if was != value and not (held is Field.CODE and key(str(was)) == key(str(value))):
                changes.append(FieldChange(held, _shown(was), _shown(value)))
        return tuple(changes)


def _shown(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
