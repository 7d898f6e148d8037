"""Reads a county's document: its sentences, what each suggests, what is asked."""

from dataclasses import dataclass
from pathlib import Path

from desk_app.documents.text_documents import read_document
from desk_app.documents.text_documents import read_pasted as blocks_of
from desk_app.domain.drafting import reading
from desk_app.domain.drafting.model import Block, Certainty, DocumentDraft, Sentence
from desk_app.domain.drafting.writing import rule_text, tables

CERTAINTIES = {
    Certainty.CERTAIN: "肯定",
    Certainty.LIKELY: "请核对",
    Certainty.SUPPLIED: "原文没有写，补上的",
}


_WHOLE = -1


@dataclass(frozen=True, slots=True)
class SuggestedRule:
    """A rule as a table of a scheme file, and how sure it is, in words."""

    text: str
    certainty: str


@dataclass(frozen=True, slots=True)
class SentenceLine:
    """A sentence of the document and the rules that it decides."""

    sentence: Sentence
    rules: tuple[SuggestedRule, ...]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document that was read: its blocks as they are shown, and what came of them.

    ``general`` are rules that no single sentence decides; ``coverage`` is the line under it
    (共 96 句：规则 61，说明 27，未处理 8).
    """

    name: str
    blocks: tuple[Block, ...]
    draft: DocumentDraft
    lines: tuple[SentenceLine, ...]
    general: tuple[SuggestedRule, ...]
    coverage: str
    questions: tuple[str, ...]


def read_file(path: Path) -> ReadDocument:
    """Read a `.docx`, a PDF with text or a `.txt`; raises ``Fault`` with what to do."""
    return _read(path.name, read_document(path))


def read_pasted(text: str) -> ReadDocument:
    """Read what was pasted; raises ``Fault`` where it is nothing or too much."""
    return _read("粘贴的文字", blocks_of(text))


def _read(name: str, blocks: tuple[Block, ...]) -> ReadDocument:
    draft = reading.draft(blocks)
    rules: dict[int, list[SuggestedRule]] = {}
    for table, behind in tables(draft.suggestions):
        at = next(iter(behind[0].sentences), _WHOLE)
        rules.setdefault(at, []).append(
            SuggestedRule(rule_text(table), CERTAINTIES[behind[0].certainty])
        )
    lines = tuple(SentenceLine(one, tuple(rules.get(one.number, ()))) for one in draft.sentences)
    questions = tuple(
        f"{one.reading.question}（{'；'.join(one.reading.options)}）" for one in draft.questions
    )
    general = tuple(rules.get(_WHOLE, ()))
    return ReadDocument(name, blocks, draft, lines, general, str(draft.coverage), questions)
