"""Reads a document: its sentences, what each gives, what is asked, what is left over."""

import re
from collections.abc import Iterator, Sequence

from desk_app.domain.drafting import (
    bands,
    clashes,
    consequences,
    ladder,
    limits,
    points,
    procedure,
    quotas,
    stars,
    tables,
    votes,
    whole,
)
from desk_app.domain.drafting.model import (
    Block,
    DocumentDraft,
    Graded,
    Handling,
    Sentence,
    SentenceKind,
    Suggestion,
    TextTable,
    Whole,
)
from desk_app.domain.drafting.phrases import Setting, suggestions
from desk_app.domain.drafting.splitting import split
from desk_app.domain.scheme.model.scoring import Indicator

_BY_SENTENCE = (quotas.TABLE, limits.TABLE, points.TABLE, votes.TABLE)
_RULE_WORDS = re.compile(
    r"\d+(?:\.\d+)?[分%]|不得|不予|取消|降低|直接定为|评为|定为|以上|以下|\d+[天日]|扣|加分|名额|比例"
)


def draft(blocks: Sequence[Block]) -> DocumentDraft:
    """Read a document; the same blocks give the same draft."""
    sentences = split(blocks)
    text = "\n".join(one.text for one in sentences)
    graded = whole.graded(sentences)
    setting = Setting(
        ladder.find(text),
        graded.part.object_name if graded and isinstance(graded.part, Graded) else "党组织",
    )
    found_bands, questions = bands.read(sentences, setting)
    found = [
        *([graded] if graded else []),
        *whole.levels(sentences, setting),
        *found_bands,
        *stars.read(sentences, setting),
        *_of_sentences(sentences, setting),
        *consequences.cases(sentences),
        *_of_tables(blocks, sentences),
        *votes.evaluators(sentences),
    ]
    measured = whole.measure(sentences, found)
    if measured:
        found.append(measured)
    if measured and isinstance(measured.part, Whole):
        found.extend(_supplied(sentences, found, measured.part))
        if setting.ladder.levels:
            found.extend(whole.all_met(sentences, measured, setting.ladder.levels[0]))
    if mending := whole.mending(sentences, found):
        found.append(mending)
    found = _once(found)
    questions = [*questions, *clashes.find(found)]
    return DocumentDraft(sentences, tuple(found), tuple(questions), _handling(sentences, found))


def _of_sentences(sentences: Sequence[Sentence], setting: Setting) -> Iterator[Suggestion]:
    for sentence in sentences:
        if sentence.kind is SentenceKind.ROW:
            continue
        for table in _BY_SENTENCE:
            yield from points.merge(list(suggestions(table, sentence, setting)))
        yield from procedure.read(sentence)
        yield from consequences.read(sentence, setting)


def _of_tables(blocks: Sequence[Block], sentences: Sequence[Sentence]) -> Iterator[Suggestion]:
    for at, block in enumerate(blocks):
        if isinstance(block, TextTable):
            rows = [one for one in sentences if one.block == at]
            yield from tables.read(block, rows)


def _supplied(
    sentences: Sequence[Sentence], found: Sequence[Suggestion], measured: Whole
) -> Iterator[Suggestion]:
    """Lines for texts that name aspects but no points."""
    if any(isinstance(one.part, Indicator) and one.phrase != "star.tick" for one in found):
        return
    given = list(whole.aspects(sentences, measured))
    yield from given or whole.checklist(sentences)


def _once(found: Sequence[Suggestion]) -> list[Suggestion]:
    """Each suggestion once: two rows may find the same in one sentence."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for one in found:
        key = (repr(one.part), one.sentences[:1])
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return kept


def _handling(sentences: Sequence[Sentence], found: Sequence[Suggestion]) -> tuple[Handling, ...]:
    used = {number for one in found for number in one.sentences}
    return tuple(
        Handling.RULE
        if one.number in used
        else Handling.OPEN
        if one.kind is not SentenceKind.HEADING and _RULE_WORDS.search(one.text)
        else Handling.NOTE
        for one in sentences
    )
