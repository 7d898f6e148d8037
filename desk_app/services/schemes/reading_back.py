"""A scheme held up to a reader without a window: all its sentences, or all that is wrong."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desk_app.domain.scheme.model.problems import Problem, Severity
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.words.sentences import Section, readings, sentences
from desk_app.domain.trials import run
from desk_app.services.schemes.files import check_file, parsed, read_text

CHOSEN = "本方案在以下地方作了选择"
"""What the readings that were chosen stand under, as the last section."""


@dataclass(frozen=True, slots=True)
class SchemeInWords:
    """A scheme in sentences; ``source`` is the document it goes by, "" where none is named."""

    id: str
    title: str
    source: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class FileFindings:
    """What is wrong, or worth a look, in a scheme file; errors first."""

    problems: tuple[Problem, ...]
    trials: tuple[str, ...] = ()
    """The rows that do not get the level that they must, a sentence each."""

    @property
    def errors(self) -> tuple[str, ...]:
        """What makes the file unusable, a sentence each, with its line."""
        return self._said(Severity.ERROR)

    @property
    def hints(self) -> tuple[str, ...]:
        """What is only worth a look, a sentence each, with its line."""
        return self._said(Severity.HINT)

    def _said(self, severity: Severity) -> tuple[str, ...]:
        return tuple(str(one) for one in self.problems if one.severity is severity)


def in_words(text: str) -> SchemeInWords:
    """Say a scheme's text in sentences, the chosen readings last; raises ``SchemeFault``."""
    scheme = parsed(text)
    return SchemeInWords(scheme.id, scheme.title, scheme.source, _sections(scheme))


def examine_file(path: Path, *, on: date) -> FileFindings:
    """Return every finding in a file; raises ``Fault`` where it cannot be read.

    Trials are run where the file can be used; ``on`` is the day of rows that name none.
    """
    found = check_file(path)
    if any(one.severity is Severity.ERROR for one in found):
        return FileFindings(found)
    failed = run(parsed(read_text(path)), on).failed
    return FileFindings(found, tuple(one.failed_words for one in failed))


def _sections(scheme: Scheme) -> tuple[Section, ...]:
    chosen = readings(scheme)
    return (*sentences(scheme), *((Section(CHOSEN, chosen),) if chosen else ()))
