"""What two rules must have in common to be the same: kind, level, number, sign, base, condition."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desk_app.domain.drafting.model import DocumentDraft, Suggestion
from desk_app.domain.drafting.numerals import fold
from desk_app.domain.drafting.writing import tables
from desk_app.domain.scheme.reading.scheme import parse
from desk_app.domain.scheme.writing.scheme import body, write

_KEPT = {
    "subjects": ("name",),
    "total": ("measure", "full", "ceiling"),
    "levels": ("name", "none"),
    "domains": ("includes",),
    "indicators": ("points", "mode", "extra", "start", "domains"),
    "stars": ("kind", "domains", "when"),
    "evaluators": ("total", "weight"),
    "weighting": ("missing",),
    "bands": ("level", "range", "requires"),
    "adjustments": ("kind", "points", "tiers", "combine", "ceiling", "when"),
    "facts": ("kind", "options"),
    "limits.rules": ("cap", "force", "demote", "disqualify", "when"),
    "quotas": ("levels", "ratio", "at_most", "at_least", "about", "over", "soft", "target"),
    "tails": ("share", "count", "levels", "level", "over"),
    "consequences": ("kind", "levels", "when"),
    "polls": ("options", "distribution", "kind", "most"),
    "rates": ("numerator", "base"),
    "steps": ("yields", "deadline", "notice_days", "working_days"),
    "deviation": ("points", "levels"),
    "rectification": ("below", "least", "most"),
}
"""Of each table the keys that are compared; names and texts are free."""
ANYWHERE = ("levels", "total", "subjects")
"""Said of a whole text: it does not matter beside which sentence they stand."""
_LEVELS = {"name", "level", "levels", "cap", "force", "earlier", "this_year"}
_NAMES = {"fact", "rate", "adjustment", "points", "opinion", "registry"}
_BARE = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]")


@dataclass(frozen=True)
class ShippedRule:
    """A rule of a shipped scheme: its table, name, phrase and what is compared."""

    table: str
    name: str
    phrase: str
    shape: str


@dataclass(frozen=True)
class OfferedRule:
    """A table that was proposed, the suggestions behind it, and what is compared."""

    table: str
    suggestions: tuple[Suggestion, ...]
    shape: str

    @property
    def sentences(self) -> frozenset[int]:
        """Where it stands."""
        return frozenset(at for one in self.suggestions for at in one.sentences)


def shipped(text: str) -> list[ShippedRule]:
    """Every rule of a scheme file that has a phrase, after it went through the writer."""
    told = tomllib.loads(write(parse(text)))
    return [
        ShippedRule(table, _name(part), str(part["phrase"]), shape(table, part))
        for table, part in _tables(told, ())
        if table in _KEPT
    ]


def offered(draft: DocumentDraft) -> list[OfferedRule]:
    """Every suggestion of a draft, after it went through the writer."""
    return [
        OfferedRule(table, behind, shape(table, tomllib.loads(body(keys))))
        for (table, keys), behind in tables(draft.suggestions)
    ]


def shape(table: str, part: Mapping[str, object]) -> str:
    """What is compared, as one line."""
    kept = {key: part[key] for key in _KEPT[table] if part.get(key) not in (None, False, "", [])}
    if "tiers" in kept:
        kept["points"] = sorted(float(one["points"]) for one in kept.pop("tiers"))  # type: ignore[attr-defined]
    elif table == "adjustments" and "points" in kept:
        kept["points"] = [float(kept["points"])]  # type: ignore[arg-type]
    if table == "stars" and "domains" in kept:
        kept["domains"] = "some"
    if table == "facts" and isinstance(kept.get("options"), list):
        kept["options"] = float(len(kept["options"]))  # type: ignore[arg-type]
    if table == "rates":
        kept.setdefault("base", "valid")
    return repr({key: _plain(key, value) for key, value in sorted(kept.items())})


def _plain(key: str, value: object) -> object:
    if isinstance(value, Mapping):
        chosen = "fact" in value
        return {
            one: "·"
            if isinstance(more, str) and (one in _NAMES or (one == "is" and chosen))
            else _plain(one, more)
            for one, more in value.items()
        }
    if isinstance(value, list):
        return [_plain(key, one) for one in value]
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    return _stem(str(value)) if key in _LEVELS else value


def _stem(level: str) -> str:
    return re.sub("(?:级)?(?:党支部|党组织|党员)?$", "", level) or level


def _name(part: Mapping[str, object]) -> str:
    return str(part.get("name") or part.get("level") or part.get("ratio") or "-")


def _tables(value: object, path: tuple[str, ...]) -> Iterator[tuple[str, Mapping[str, object]]]:
    if isinstance(value, Mapping):
        if "phrase" in value:
            yield ".".join(path), value
        for key, more in value.items():
            if isinstance(more, Mapping | list):
                yield from _tables(more, (*path, key))
    elif isinstance(value, list):
        for one in value:
            yield from _tables(one, path)


def places(phrase: str, sentences: Sequence[str]) -> frozenset[int]:
    """The sentences that a phrase quotes; empty where the text does not hold it any more."""
    bare = [_BARE.sub("", fold(one)) for one in sentences]
    starts, whole = [], ""
    for one in bare:
        starts.append(len(whole))
        whole += one
    found: set[int] = set()
    for fragment in phrase.split("……"):
        words = _BARE.sub("", fold(fragment))
        for piece in (
            words,
            *(_BARE.sub("", one) for one in re.split("[，。；、]", fold(fragment))),
        ):
            if len(piece) > 3 and (at := whole.find(piece)) >= 0:
                end = at + len(piece)
                found.update(
                    number
                    for number, start in enumerate(starts)
                    if start < end and at < start + len(bare[number])
                )
                if piece == words:
                    break
    return frozenset(found)
