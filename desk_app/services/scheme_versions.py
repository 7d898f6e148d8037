"""A scheme as it is read back, and two versions of one held against each other."""

from dataclasses import dataclass
from pathlib import Path

from desk_app.domain.rounds import Round
from desk_app.domain.scheme.loading import check
from desk_app.domain.scheme.model.problems import Problem
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.words.comparison import SchemeDifference, compare
from desk_app.domain.scheme.words.sentences import TRIALS, Section, sentences
from desk_app.services import rounds, schemes
from desk_app.services.schemes import Imported, SchemeCard
from desk_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SchemeList:
    """All schemes, and the rounds whose versions can be compared with them."""

    cards: tuple[SchemeCard, ...]
    rounds: tuple[Round, ...]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A scheme with everything that is said of it."""

    scheme: Scheme
    sections: tuple[Section, ...]
    findings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions, and where they differ."""

    before: str
    after: str
    differences: tuple[SchemeDifference, ...]


@dataclass(frozen=True, slots=True)
class VersionClash:
    """A running round that goes by another version than the one that came in."""

    round_id: int
    scheme_id: str
    name: str
    compared: Compared


@dataclass(frozen=True, slots=True)
class Arrived:
    """What an import did, and the running rounds that it concerns."""

    imported: Imported
    clashes: tuple[VersionClash, ...]


def listing(workspace: Workspace) -> SchemeList:
    """Read the schemes and the rounds."""
    return SchemeList(schemes.listing(workspace), rounds.listing(workspace))


def read_back(workspace: Workspace, scheme_id: str) -> ReadBack:
    """Read a scheme, say it in sentences, and check it; raises ``Fault`` for an unknown one."""
    scheme = schemes.load(workspace, scheme_id)
    return ReadBack(scheme, sentences(scheme), check(scheme))


def import_file(workspace: Workspace, path: Path) -> Arrived:
    """Import a scheme file and find the running rounds whose version says something else.

    Raises ``Fault`` with every mistake of the file; then nothing was written.
    """
    return arrived(workspace, schemes.import_file(workspace, path))


def arrived(workspace: Workspace, imported: Imported) -> Arrived:
    """Find the running rounds whose version says something else than what was imported."""
    return Arrived(imported, _clashes(workspace, imported) if imported.changed else ())


def compare_with_round(workspace: Workspace, one: Round, scheme_id: str) -> VersionClash:
    """Hold the version that a round goes by against the scheme as it is now."""
    return _clash(workspace, one, schemes.load(workspace, scheme_id))


def compare_with_scheme(workspace: Workspace, other: str, scheme_id: str) -> Compared:
    """Hold one scheme against another one."""
    before = schemes.load(workspace, other)
    after = schemes.load(workspace, scheme_id)
    return Compared(_named(before), _named(after), compare(before, after))


def _clashes(workspace: Workspace, imported: Imported) -> tuple[VersionClash, ...]:
    new = schemes.load(workspace, imported.id)
    found = (_clash(workspace, one, new) for one in rounds.running(workspace, imported.id))
    return tuple(
        one for one in found if any(part.section != TRIALS for part in one.compared.differences)
    )


def _clash(workspace: Workspace, one: Round, new: Scheme) -> VersionClash:
    name = f"{one.year}年度{one.name}"
    old = schemes.pinned(workspace, one.id)
    compared = Compared(f"{name}所用的版本", f"{_named(new)}（最新）", compare(old, new))
    return VersionClash(one.id, new.id, name, compared)


def _named(scheme: Scheme) -> str:
    return f"{scheme.id}　{scheme.title}"
