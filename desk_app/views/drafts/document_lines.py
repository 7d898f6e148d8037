"""The lines of 原文对照: each sentence of a document with the rule that it gives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk_app.domain.drafting.model import Certainty, Coverage, Handling, SentenceKind
from desk_app.domain.drafts.answering import answered, is_done
from desk_app.domain.drafts.offering import (
    NOWHERE,
    OfferedRule,
    handled,
    is_aside,
    offered,
    place_of,
)
from desk_app.views.drafts.lines import SideLine
from desk_app.views.kit.theme import GOOD, QUIET, QUIET_BACKGROUND, TEXT, WARNING, WRONG

if TYPE_CHECKING:
    from desk_app.domain.drafting.model import DocumentDraft, DraftQuestion
    from desk_app.domain.drafts.judging import DraftReadBack
    from desk_app.domain.drafts.tree import SchemeDraft

_CERTAINTIES = {
    Certainty.CERTAIN: ("● 肯定", GOOD),
    Certainty.LIKELY: ("◐ 核对", WARNING),
    Certainty.SUPPLIED: ("○ 补定", QUIET),
}
_ORDER = (Certainty.SUPPLIED, Certainty.LIKELY, Certainty.CERTAIN)
_OPEN, _TAKEN, _NOTE, _ASKED = "？ 未定", "✓ 已收", "— 说明", "？ 请选"


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """What a line stands for: a sentence with its rules, or a question."""

    sentence: int = NOWHERE
    rules: tuple[OfferedRule, ...] = ()
    question: "DraftQuestion | None" = None


@dataclass
class DocumentInHand:
    """A document that was read, and the rules that it gives."""

    name: str
    document: "DocumentDraft"
    rules: tuple[OfferedRule, ...] = field(default=())
    by_sentence: dict[int, tuple[OfferedRule, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the rules by sentence."""
        self.rules = offered(self.document)
        for one in self.rules:
            held = self.by_sentence.get(one.sentence, ())
            self.by_sentence[one.sentence] = (*held, one)

    def handling(self, draft: "SchemeDraft") -> tuple[Handling, ...]:
        """What became of each sentence."""
        return handled(draft, self.document, self.rules)

    def waiting(self, draft: "SchemeDraft", *, certain: bool) -> list[OfferedRule]:
        """The rules that are not in the draft yet; with ``certain`` only those that are sure."""
        return [
            one
            for one in self.rules
            if not is_aside(draft, one.phrase)
            and (one.certainty is Certainty.CERTAIN or not certain)
            and place_of(draft, one) is None
        ]


def coverage(found: Sequence[Handling]) -> Coverage:
    """Count what became of the sentences."""
    return Coverage(*(list(found).count(one) for one in Handling))


def document_lines(held: DocumentInHand, draft: "SchemeDraft") -> Iterator[SideLine]:
    """Questions first, then what the whole text gives, then every sentence."""
    for question in held.document.questions:
        chosen = answered(draft, question)
        mark, colour = (_TAKEN, GOOD) if chosen else (_ASKED, WRONG)
        options = (f"{n}. {one}" for n, one in enumerate(question.reading.options, start=1))
        undone = "" if is_done(chosen) else "。请照它修改有关的格。"
        under = (f"已选：{chosen}{undone}",) if chosen else tuple(options)
        target = DocumentLine(question=question)
        yield SideLine(question.reading.question, target, mark, colour, under)
    if general := held.by_sentence.get(NOWHERE):
        yield _line(draft, "（全文没有一句单独说到）", NOWHERE, general, Handling.OPEN)
    for one, handling in zip(held.document.sentences, held.handling(draft), strict=True):
        rules = held.by_sentence.get(one.number, ())
        heading = one.kind is SentenceKind.HEADING and not rules
        if heading:
            yield SideLine(one.text, DocumentLine(one.number), ground=QUIET_BACKGROUND.name())
        else:
            yield _line(draft, one.text, one.number, rules, handling)


def _line(
    draft: "SchemeDraft",
    text: str,
    number: int,
    rules: tuple[OfferedRule, ...],
    handling: Handling,
) -> SideLine:
    target = DocumentLine(number, rules)
    if number != NOWHERE and is_aside(draft, text):
        return SideLine(text, target, _NOTE, QUIET, ("不是规则",) if rules else ())
    places = [place_of(draft, one) for one in rules]
    under = tuple(
        one.words if place is None else f"✓ {one.words}"
        for one, place in zip(rules, places, strict=True)
    )
    if rules and all(one is not None for one in places):
        return SideLine(text, target, _TAKEN, GOOD, under)
    if rules:
        mark, colour = _CERTAINTIES[min((one.certainty for one in rules), key=_ORDER.index)]
        return SideLine(text, target, mark, colour, under)
    marks = {Handling.OPEN: (_OPEN, WRONG), Handling.RULE: (_TAKEN, GOOD)}
    return SideLine(text, target, *marks.get(handling, (_NOTE, QUIET)))


def source_lines(reading: "DraftReadBack") -> Iterator[SideLine]:
    """原文对照 of a draft without its document: its sentences with the words that each quotes."""
    for one in reading.sentences:
        if one.origin.phrase:
            place = f"（{one.origin.source}）" if one.origin.source else ""
            under = [one.text]
            if one.origin.ours:
                under.append(f"补定：{one.origin.ours}")
            yield SideLine(f"{one.origin.phrase}{place}", one.path, "✓ 原文", GOOD, tuple(under))
        elif one.origin.ours:
            under = [f"补定：{one.origin.ours}"]
            yield SideLine("（原文没有写）", one.path, "○ 补定", QUIET, (one.text, *under))
        else:
            yield SideLine("（没有写出自哪一句）", one.path, "", TEXT, (one.text,))
