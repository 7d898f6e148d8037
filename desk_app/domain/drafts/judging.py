"""Reads a draft back as it stands: what is wrong and where, the sentences, the scheme.

The draft goes through the same reader and the same checks as a file. What they say of a line is
said here of a path, so that a screen can show it at its field.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from desk_app.domain.drafts.catalogue import field_of, table_of
from desk_app.domain.drafts.labels import in_labels
from desk_app.domain.drafts.tree import Broken, DraftTable, Node, Path, SchemeDraft
from desk_app.domain.drafts.writing import UNREAD, lines_of
from desk_app.domain.scheme.checking.names import unknown_names
from desk_app.domain.scheme.loading import check
from desk_app.domain.scheme.model.problems import Problem, Severity
from desk_app.domain.scheme.model.scheme import FORMAT, OLDEST_FORMAT, Scheme
from desk_app.domain.scheme.model.values import Origin
from desk_app.domain.scheme.reading.scheme import read_content
from desk_app.domain.scheme.reading.source import Lines, Notes
from desk_app.domain.scheme.words.sentences import readings, sentences

_MISSING = re.compile(r"缺少 ([a-z_]+)。$")


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """One finding at the field that it speaks of; () is the scheme as a whole."""

    path: Path
    sentence: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of the scheme read back; ``number`` runs through all sections from 1.

    ``path`` is the row that it says, () where it says no single one. One that is ``faulty`` stands
    for a row with a mistake: it says what could be understood.
    """

    number: int
    section: str
    text: str
    path: Path
    origin: Origin
    faulty: bool = False


@dataclass(frozen=True, slots=True)
class DraftReadBack:
    """What a draft comes to. ``scheme`` is there as soon as it can be graded by."""

    problems: tuple[DraftProblem, ...]
    sentences: tuple[DraftSentence, ...]
    scheme: Scheme | None

    @property
    def errors(self) -> int:
        """How many findings stand in the way."""
        return sum(one.severity is Severity.ERROR for one in self.problems)

    def at(self, path: Path) -> tuple[DraftProblem, ...]:
        """The findings at a field or row, and inside it."""
        return tuple(one for one in self.problems if one.path[: len(path)] == path)


def read_back(draft: SchemeDraft) -> DraftReadBack:
    """Read, check and say a draft; never raises, whatever the draft holds."""
    content = dict(draft.root.content)
    notes = _DraftNotes(draft)
    written = content.get("format")
    known = type(written) is int and OLDEST_FORMAT <= written <= FORMAT
    broken = list(_broken((), draft.root))
    if not known:
        content["format"] = FORMAT
        if not any(one.path == ("format",) for one in broken):
            broken.append(DraftProblem(("format",), f"格式应填 {FORMAT}。"))
    scheme = read_content(content, notes)
    found = [*broken, *(one for one in notes.found if not _follows(one, broken))]
    if scheme is None:
        return DraftReadBack(_told(found), (), None)
    if not found:
        found = [notes.placed(one) for one in unknown_names(scheme)]
    checked = [] if found else [notes.placed(one) for one in check(scheme)]
    usable = not found and not any(one.severity is Severity.ERROR for one in checked)
    faulty = {one.path[:length] for one in found for length in range(1, len(one.path) + 1)}
    said = tuple(_said(_sayable(scheme) if found else scheme, notes, faulty))
    return DraftReadBack(_told([*found, *checked]), said, scheme if usable else None)


class _DraftLines(Lines):
    """The lines that the draft would have, and back."""

    def __init__(self, draft: SchemeDraft) -> None:
        super().__init__("")
        self._lines = lines_of(draft)
        self.paths = {line: path for path, line in reversed(self._lines.items())}


class _DraftNotes(Notes):
    """Notes that keep the path of what is wrong."""

    def __init__(self, draft: SchemeDraft) -> None:
        self._own = _DraftLines(draft)
        self._root = draft.root
        written = draft.root.fields.get("format")
        plain = written if type(written) is int else FORMAT
        super().__init__(self._own, min(max(plain, OLDEST_FORMAT), FORMAT))
        self.found: list[DraftProblem] = []

    def note(self, path: Path, sentence: str) -> None:
        """Note an error at ``path``."""
        self.found.append(DraftProblem(path, sentence))

    def path_of(self, origin: Origin) -> Path:
        """The row that a rule was read from."""
        return self._own.paths.get(origin.line, ())

    def placed(self, one: Problem) -> DraftProblem:
        """A finding about a row, at the field of the row that it leads to."""
        path = self._own.paths.get(one.line, ())
        table = table_of(path) if path else None
        if table is not None and (isinstance(path[-1], int) or not table.many):
            path = (*path, table.main)
        return DraftProblem(path, one.sentence, one.severity)


def _broken(path: Path, table: DraftTable) -> Iterator[DraftProblem]:
    """What of a damaged file could not be read, where it stands."""
    for key, value in table.fields.items():
        yield from _broken_value((*path, key), value)
    for number, text in enumerate(table.unread):
        shown = text.split("\n")[0][:40]
        sentence = f"这里看不懂，原样留着：“{shown}”。请改写，或删去。"
        yield DraftProblem((*path, UNREAD, number), sentence)


def _broken_value(path: Path, value: Node) -> Iterator[DraftProblem]:
    if isinstance(value, Broken):
        shown = value.text.split("\n")[0][:40]
        yield DraftProblem(path, f"写法不对，原样留着：{shown} 请重新填写。")
    elif isinstance(value, DraftTable):
        yield from _broken(path, value)
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _broken_value((*path, number), one)


def _follows(one: DraftProblem, broken: list[DraftProblem]) -> bool:
    """Whether a finding only says that a broken value is missing."""
    return any(
        one.path == other.path[:-1] and one.sentence.endswith(f"缺少 {other.path[-1]}。")
        for other in broken
    )


def _missing(one: DraftProblem) -> DraftProblem:
    """What is missing is said where it would stand."""
    named = _MISSING.search(one.sentence)
    path = (*one.path, named.group(1)) if named else one.path
    known = table_of(path) is not None or field_of(path) is not None
    return replace(one, path=path) if named and known else one


def _told(found: list[DraftProblem]) -> tuple[DraftProblem, ...]:
    """Errors first, words of the file replaced by those of the screen."""
    ordered = sorted(map(_missing, found), key=lambda one: one.severity is Severity.HINT)
    return tuple(
        DraftProblem(one.path, in_labels(one.sentence, one.path), one.severity) for one in ordered
    )


def _sayable(scheme: Scheme) -> Scheme:
    """The scheme without the quotas that name a level that is not there: none can be said."""
    known = {name for one in scheme.levels for name in (one.name, *one.aliases)}
    return replace(
        scheme,
        quotas=tuple(one for one in scheme.quotas if one.levels and known.issuperset(one.levels)),
    )


def _said(scheme: Scheme, notes: _DraftNotes, faulty: set[Path]) -> Iterator[DraftSentence]:
    number = 0
    chosen = readings(scheme)
    for title, lines in (
        *((one.title, one.lines) for one in sentences(scheme)),
        *((("读法", chosen),) if chosen else ()),
    ):
        for line in lines:
            number += 1
            path = notes.path_of(line.origin)
            yield DraftSentence(number, title, line.text, path, line.origin, path in faulty)
