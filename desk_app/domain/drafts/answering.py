"""Questions of a document answered in a draft: the reading is noted, and what it says is done."""

import re
from decimal import Decimal

from desk_app.domain.drafting.model import DraftQuestion
from desk_app.domain.drafts.catalogue import order_of
from desk_app.domain.drafts.tree import Node, Path, SchemeDraft, clear, insert, put, rows

_FULL: Path = ("total", "full")
_ROUNDED: dict[Path, Node] = {("total", "round_first"): True, ("total", "decimals"): 0}
_NEW_FULL = re.compile(r"满分改为(\d+(?:\.\d+)?)分")
_ROUND = "四舍五入取整后再定档"
_AS_READ = "归入较低的一档（"
"""Bands are read by their lower limits: what lies between two is in the lower one already."""


def answer(draft: SchemeDraft, question: DraftQuestion, chosen: str) -> SchemeDraft:
    """The draft with a reading chosen; another choice takes the place of an earlier one."""
    draft = _done(draft, answered(draft, question), chosen)
    asked = question.reading
    row: dict[str, Node] = {
        "name": asked.name,
        "question": asked.question,
        "options": tuple(asked.options),
        "chosen": chosen,
    }
    for number, standing in enumerate(rows(draft, ("readings",))):
        if standing.fields.get("name") == asked.name:
            return put(draft, ("readings", number, "chosen"), chosen)
    return insert(draft, ("readings",), row, order=order_of(("readings",)))


def answered(draft: SchemeDraft, question: DraftQuestion) -> str:
    """Which reading a draft has chosen; "" while it has none."""
    for standing in rows(draft, ("readings",)):
        if standing.fields.get("name") == question.reading.name:
            return str(standing.fields.get("chosen", ""))
    return ""


def is_done(chosen: str) -> bool:
    """Whether what a reading says has been done; else somebody has to change the draft."""
    return chosen == _ROUND or chosen.startswith(_AS_READ) or bool(_NEW_FULL.match(chosen))


def _done(draft: SchemeDraft, before: str, chosen: str) -> SchemeDraft:
    if before == _ROUND != chosen:
        for path in _ROUNDED:
            draft = clear(draft, path)
    if chosen == _ROUND:
        for path, value in _ROUNDED.items():
            draft = put(draft, path, value, order=order_of(path))
    if found := _NEW_FULL.match(chosen):
        full = Decimal(found.group(1))
        draft = put(draft, _FULL, full, order=order_of(_FULL))
    return draft
