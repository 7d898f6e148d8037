"""Which organisation of the registry each row of a list is, and where that has to be asked."""

from collections.abc import Iterable

from desk_app.domain.organisations.draft import RegistryDraft
from desk_app.domain.organisations.headings import ListField
from desk_app.domain.organisations.identity import SIMILAR, ask, likeness
from desk_app.domain.organisations.model import Organisation, key
from desk_app.domain.organisations.planning import Doubt, Parent, Question
from desk_app.domain.organisations.reading import ListEntry, RowPlace

_Found = tuple[Organisation, Doubt | None]


def match_rows(draft: RegistryDraft) -> None:
    """Tell the rows that are known from the new ones; doubtful ones become questions."""
    matcher = _Matcher(draft)
    for place in draft.superiors_first():
        matcher.identify(draft.live[place])


class _Matcher:
    def __init__(self, draft: RegistryDraft) -> None:
        self.draft = draft
        self.asked: set[int] = set()
        """Organisations that a question names already."""

    def identify(self, entry: ListEntry) -> None:
        """Match a row, refuse it, ask about it, or leave it to be new."""
        place = entry.place
        parent = self.draft.parents[place]
        if (
            isinstance(parent, RowPlace)
            and parent not in self.draft.live
            and parent not in self.draft.matched
        ):
            return  # the superior waits for an answer or was refused: `drop_orphans` says so
        found = self._candidate(entry)
        if found is None:
            return
        existing, doubt = found
        twin = self.draft.rows.get(existing.id)
        if twin is not None:
            self.draft.refuse(
                place, f"与{self.draft.where(twin)}是同一个党组织“{existing.name}”，请核对。"
            )
        elif existing.retired_on is not None:
            if doubt in (None, Doubt.RENAMED):
                self.draft.refuse(
                    place,
                    f"“{existing.name}”已于 {existing.retired_on} 撤销，"
                    "如果仍在，请先在名册里恢复它。",
                )
        elif doubt is None or self.draft.answers.same.get(place) == existing.id:
            self.draft.matched[place] = existing.id
            self.draft.rows[existing.id] = place
        elif place in self.draft.answers.same:
            if entry.code and key(existing.code) == key(entry.code):
                self.draft.refuse(
                    place, f"代码“{entry.code}”属于“{existing.name}”，请核对代码。", ListField.CODE
                )
        else:
            self.draft.live.pop(place)
            self.asked.add(existing.id)
            sentence = ask(entry, existing, doubt, self.draft.by_id)
            self.draft.questions[place] = Question(
                place, doubt, entry.name, existing.id, existing.name, sentence
            )

    def _candidate(self, entry: ListEntry) -> _Found | None:
        by_code = self.draft.index.by_code.get(key(entry.code)) if entry.code else None
        if by_code is not None:
            same_name = key(by_code.name) == key(entry.name)
            return by_code, None if same_name else Doubt.RENAMED
        parent = self.draft.parent(entry.place)
        here = self._of_the_same_name(entry, parent)
        if here is not None:
            recoded = bool(entry.code and here.code)
            return here, Doubt.RECODED if recoded else None
        if entry.place in self.draft.answers.same:
            told = self.draft.by_id.get(self.draft.answers.same[entry.place] or 0)
            return None if told is None else (told, Doubt.RENAMED)
        return self._moved_or_renamed(entry, parent)

    def _of_the_same_name(self, entry: ListEntry, parent: Parent) -> Organisation | None:
        """The one called so under the same superior, rather one that still exists."""
        index = self.draft.index
        here = index.by_name.get(key(entry.name), [])
        if entry.parent is not None:
            here = [one for one in here if one.parent_id == parent]
        elif len(here) != 1:
            return None
        if entry.code:
            here = [one for one in here if key(one.code) not in index.codes]
        return min(here, key=lambda one: one.retired_on is not None, default=None)

    def _moved_or_renamed(self, entry: ListEntry, parent: Parent) -> _Found | None:
        index = self.draft.index
        moved = self._free(entry, index.free_by_name.get(key(entry.name), ()))
        if len(moved) == 1:
            return moved[0], Doubt.MOVED
        if isinstance(parent, RowPlace | str):
            return None  # under a new superior everything is new
        siblings = self._free(entry, index.free_by_parent.get(parent, ()))
        renamed = max(siblings, key=lambda one: likeness(entry, one), default=None)
        if renamed is not None and likeness(entry, renamed) >= SIMILAR:
            return renamed, Doubt.RENAMED
        return None

    def _free(self, entry: ListEntry, ones: Iterable[Organisation]) -> list[Organisation]:
        """Those that no other row of the list means or is asked about."""
        return [
            one
            for one in ones
            if one.id not in self.draft.rows
            and one.id not in self.asked
            and not (entry.code and one.code)
        ]
