"""Rows of evidence and what the engine made of them, kept as JSON.

A text that a round has pinned is graded as it always was. So what came out is kept beside the
text itself, and never made again from the engine that is to be judged.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from desk_app.domain.evidence import AdjustmentEntry, EarlierLevel, Evidence, SubjectFacts
from desk_app.domain.grading import grade
from desk_app.domain.ranking import standings
from desk_app.domain.scheme.model.scheme import Scheme

KEPT = Path(__file__).resolve().parents[1] / "fixtures" / "format1"
WRITTEN = ("points", "facts", "rates", "opinions")


def _plain(value: object) -> object:
    match value:
        case bool() | int() | str() | None:
            return value
        case Decimal():
            return {"decimal": f"{value:f}"}
        case Fraction():
            return {"fraction": str(value)}
        case date():
            return {"date": value.isoformat()}
        case Mapping():
            return {"of": {str(key): _plain(one) for key, one in value.items()}}
        case _:
            raise TypeError(value)


def _typed(value: object) -> object:
    match value:
        case {"decimal": str(text)}:
            return Decimal(text)
        case {"fraction": str(text)}:
            return Fraction(text)
        case {"date": str(text)}:
            return date.fromisoformat(text)
        case {"of": Mapping() as inner}:
            return {key: _typed(one) for key, one in inner.items()}
        case _:
            return value


def written(known: Evidence) -> dict[str, object]:
    """A row as JSON: the subject, what was entered, the years before and the day."""
    return {
        "subject": asdict(known.subject),
        "adjustments": [asdict(one) for one in known.adjustments],
        "earlier": [asdict(one) for one in known.earlier],
        "on": _plain(known.on),
        **{name: _plain(getattr(known, name)) for name in WRITTEN},
    }


def read(kept: Mapping[str, object]) -> Evidence:
    """The row that ``written`` gave."""
    parts = {name: _typed(kept[name]) for name in (*WRITTEN, "on")}
    subject, entries, earlier = kept["subject"], kept["adjustments"], kept["earlier"]
    assert isinstance(subject, dict)
    assert isinstance(entries, list)
    assert isinstance(earlier, list)
    return Evidence(
        SubjectFacts(**subject),
        adjustments=tuple(AdjustmentEntry(**one) for one in entries),
        earlier=tuple(EarlierLevel(**one) for one in earlier),
        **parts,  # type: ignore[arg-type]  # each was written from the field of its name
    )


def outcomes(scheme: Scheme, rows: Iterable[Evidence]) -> list[list[str | None]]:
    """Total, level by the rules of one subject, and level after ranks and tails, of each row."""
    known = list(rows)
    alone = {one.subject.id: grade(scheme, one) for one in known}
    ranked = standings(scheme, known).proposals
    return [[f"{one.total.points:f}", one.level, ranked[key].level] for key, one in alone.items()]


def kept(scheme_id: str) -> tuple[str, list[Evidence], list[list[str | None]]]:
    """The text of a scheme as it was, its rows, and what came out of them."""
    text = (KEPT / f"{scheme_id}.toml").read_text(encoding="utf-8")
    stored = json.loads((KEPT / f"{scheme_id}.json").read_text(encoding="utf-8"))
    return text, [read(one["row"]) for one in stored], [one["outcome"] for one in stored]
