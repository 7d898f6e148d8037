"""方案公示稿: a scheme in numbered sentences, as it is put up for everybody to read."""

from dataclasses import dataclass

from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.words.sentences import TRIALS, readings, sentences

_NOT_PUBLIC = frozenset({TRIALS, "表名"})
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One sentence with its number, and what of it the document did not say ("" for nothing)."""

    number: int
    text: str
    ours: str = ""


@dataclass(frozen=True, slots=True)
class NoticePart:
    """A heading (一、总则) and its sentences."""

    heading: str
    lines: tuple[NoticeLine, ...]


@dataclass(frozen=True, slots=True)
class SchemeNotice:
    """The whole paper. ``source`` is the document that the scheme goes by, "" for none."""

    title: str
    source: str
    office: str
    parts: tuple[NoticePart, ...]


def notice_of(scheme: Scheme, office: str) -> SchemeNotice:
    """Say a scheme for its notice; numbers run through, trials and names of forms stay out."""
    sections = [(one.title, one.lines) for one in sentences(scheme) if one.title not in _NOT_PUBLIC]
    if chosen := readings(scheme):
        sections.append(("对原文的理解", chosen))
    number = 0
    parts = []
    for place, (title, lines) in enumerate(sections):
        said = []
        for line in lines:
            number += 1
            said.append(NoticeLine(number, line.text, line.origin.ours))
        parts.append(NoticePart(f"{_numeral(place + 1)}、{title}", tuple(said)))
    return SchemeNotice(scheme.title, scheme.source, office, tuple(parts))


def _numeral(number: int) -> str:
    """一 to 十九."""
    if number <= 10:
        return _NUMERALS[number - 1]
    return f"十{_NUMERALS[number - 11]}"
