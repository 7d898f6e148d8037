"""What a document gives as rows of a draft: each offered rule, whether it is in, taking it in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk_app.domain.drafting.model import (
    Certainty,
    DocumentDraft,
    Graded,
    Handling,
    Part,
    Suggestion,
    Whole,
)
from desk_app.domain.drafting.writing import tables
from desk_app.domain.drafts.catalogue import order_of, table_of
from desk_app.domain.drafts.tree import (
    DraftTable,
    Path,
    Row,
    SchemeDraft,
    at,
    insert,
    node_of,
)
from desk_app.domain.drafts.tree import put as put_at
from desk_app.domain.drafts.tree import rows as rows_at
from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.levels import Band, Consequence, Level, Limit, Measure, Star
from desk_app.domain.scheme.model.polls import Poll, Rate
from desk_app.domain.scheme.model.rounds import DomainGroup, Quota, Step, Tail
from desk_app.domain.scheme.model.scoring import Adjustment, Fact, Indicator
from desk_app.domain.scheme.words import levels, polls, rounds, scoring

NOWHERE = -1
_OBJECT = "对象"
"""Who is graded, as long as a rule is only offered."""
_ASIDE, _COVERAGE = "# 不是规则：", "# 原文对照："
_ONCE = frozenset({"levels", "bands"})
"""Tables in which a row of the same name is the same row."""


@dataclass(frozen=True, slots=True)
class OfferedRule:
    """A rule that a document gives, as a row of the draft's table at ``table``.

    ``sentence`` is the number of the sentence that decides it, ``NOWHERE`` where none does;
    ``words`` say it; ``phrase`` is that sentence's text.
    """

    sentence: int
    table: Path
    row: DraftTable
    words: str
    certainty: Certainty
    phrase: str = ""
    beside: tuple[int, ...] = ()
    """The other sentences that say the same."""

    @property
    def name(self) -> str:
        """What the row is called."""
        found = self.row.fields.get("name", self.row.fields.get("level", ""))
        return found if isinstance(found, str) else ""


def offered(document: DocumentDraft) -> tuple[OfferedRule, ...]:
    """Every rule that a document gives, in the order in which they stand in a scheme's file."""
    found = []
    for (heading, keys), behind in tables(document.suggestions):
        number = next(iter(behind[0].sentences), NOWHERE)
        row = node_of(keys)
        if isinstance(row, DraftTable):
            phrase = document.sentences[number].text if number != NOWHERE else ""
            path = tuple(heading.split("."))
            words = words_of(behind)
            sure, beside = behind[0].certainty, behind[0].sentences[1:]
            found.append(OfferedRule(number, path, row, words, sure, phrase, beside))
    return tuple(found)


def place_of(draft: SchemeDraft, one: OfferedRule) -> Path | None:
    """Where a rule stands in a draft, mended or not; ``None`` while it is not in."""
    if not _many(one):
        held = _fields(draft, one.table)
        return one.table if _within(one, held) or _quotes(one, held) else None
    same = None
    for number, row in enumerate(rows_at(draft, one.table)):
        named = row.fields.get("name", row.fields.get("level", ""))
        if _within(one, row.fields) or (_quotes(one, row.fields) and named == one.name):
            return (*one.table, number)
        if named == one.name and one.table[0] in _ONCE:
            same = (*one.table, number)
    return same if same is not None and _quotes(one, _fields(draft, same)) else None


def take_in(draft: SchemeDraft, one: OfferedRule) -> SchemeDraft:
    """The draft with an offered rule; a rule that is in already stays as it is."""
    if place_of(draft, one) is not None:
        return draft
    fields = dict(one.row.fields)
    if one.phrase:
        fields.setdefault("phrase", one.phrase)
    number = _same(draft, one)
    if not _many(one) or number is not None:
        base = one.table if number is None else (*one.table, number)
        for key, value in fields.items():
            path = (*base, key)
            draft = put_at(draft, path, value, order=order_of(path))
        return draft
    return insert(draft, one.table, fields, order=order_of(one.table))


def is_aside(draft: SchemeDraft, phrase: str) -> bool:
    """Whether a sentence was set aside as no rule."""
    return _aside(phrase) in draft.root.comment.split("\n")


def turn_aside(draft: SchemeDraft, phrase: str, *, aside: bool) -> SchemeDraft:
    """The draft with a sentence set aside as no rule, or wanted again; its file remembers it."""
    lines = [one for one in draft.root.comment.split("\n") if one and one != _aside(phrase)]
    return _commented(draft, [*lines, *([_aside(phrase)] if aside else [])])


def covered(draft: SchemeDraft, name: str, coverage: str) -> SchemeDraft:
    """The draft with what became of its document's sentences, which its file remembers."""
    lines = [one for one in draft.root.comment.split("\n") if one and not one.startswith(_COVERAGE)]
    return _commented(draft, [*lines, f"{_COVERAGE}“{name}”{coverage}"])


def coverage_of(draft: SchemeDraft) -> str:
    """What became of the sentences of the document that a draft was made from; "" for none."""
    found = (one for one in draft.root.comment.split("\n") if one.startswith(_COVERAGE))
    return next(found, "").removeprefix(_COVERAGE)


def _aside(phrase: str) -> str:
    return f"{_ASIDE}{' '.join(phrase.split())}"


def _commented(draft: SchemeDraft, lines: Sequence[str]) -> SchemeDraft:
    root = replace(draft.root, comment="\n".join(lines))
    return draft if root == draft.root else SchemeDraft(root)


def handled(
    draft: SchemeDraft, document: DocumentDraft, rules: Sequence[OfferedRule]
) -> tuple[Handling, ...]:
    """What became of each sentence: in the draft, explaining (or set aside), or open."""
    taken: set[int] = set()
    waiting: set[int] = set()
    for one in rules:
        into = waiting if place_of(draft, one) is None else taken
        into.update((one.sentence, *one.beside))
    waiting -= taken
    aside = {one.text for one in document.sentences if is_aside(draft, one.text)}
    return tuple(
        Handling.NOTE
        if document.sentences[number].text in aside
        else Handling.RULE
        if number in taken
        else Handling.OPEN
        if number in waiting or standing is Handling.OPEN
        else Handling.NOTE
        for number, standing in enumerate(document.handling)
    )


def words_of(behind: Sequence[Suggestion]) -> str:
    """Say a rule as the scheme read back would."""
    part = behind[0].part
    if isinstance(part, Quota):
        quotas = [one.part for one in behind if isinstance(one.part, Quota)]
        return rounds.ratio(quotas) if len(quotas) > 1 else rounds.quota(part, newest=True)
    return _of_levels(part) or _of_scoring(part) or _of_others(part)


def _of_levels(part: Part) -> str:
    match part:
        case Level():
            return f"等次{levels.level(part)}"
        case Band():
            return levels.band(part, "分")
        case Star():
            return levels.star(part)
        case Limit():
            return levels.limit(part)
        case Consequence():
            return levels.consequence(part)
        case _:
            return ""


def _of_scoring(part: Part) -> str:
    match part:
        case Indicator():
            return scoring.indicators([part])
        case Adjustment():
            return scoring.adjustment(part)
        case Fact():
            return scoring.fact(part)
        case Whole(measure, full):
            return _MEASURES[measure].format(format_points(full))
        case Graded(name):
            return f"评定的对象是{name}。"
        case _:
            return ""


_MEASURES = {
    Measure.POINTS: "按得分定等次，满分 {} 分。",
    Measure.STARS: "按星数定等次。",
    Measure.OPINION: "按各环节的意见定等次，不打总分。",
}


def _of_others(part: Part) -> str:
    match part:
        case Poll():
            return polls.poll(part.name, part, _OBJECT, f"个{_OBJECT}")
        case Rate():
            return polls.rate(part.name, part.poll, part)
        case Tail():
            return rounds.tail(part)
        case Step():
            return rounds.step(part)
        case DomainGroup():
            return rounds.group(part.name, part.includes)
        case _:
            named = getattr(part, "name", "")
            return f"{_PLAIN.get(type(part).__name__, '规则')}{f'“{named}”' if named else ''}。"


_PLAIN = {"Evaluator": "评价主体", "Weighting": "各评价主体的权重", "RectificationRule": "整改事项"}


def _many(one: OfferedRule) -> bool:
    table = table_of(one.table)
    return table is None or table.many


def _fields(draft: SchemeDraft, path: Path) -> Row:
    found = at(draft, path)
    return found.fields if isinstance(found, DraftTable) else {}


def _same(draft: SchemeDraft, one: OfferedRule) -> int | None:
    """The row of a level or band that is there already under this name."""
    if one.table[0] not in _ONCE:
        return None
    for number, row in enumerate(rows_at(draft, one.table)):
        if one.name in {row.fields.get("name"), row.fields.get("level")}:
            return number
    return None


def _within(one: OfferedRule, held: Row) -> bool:
    return all(held.get(key) == value for key, value in one.row.fields.items())


def _quotes(one: OfferedRule, held: Row) -> bool:
    return bool(one.phrase) and held.get("phrase") == one.phrase
