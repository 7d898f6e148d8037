"""Which scheme a line means, and schemes as lines and as JSON."""

from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.commands.context import CommandContext, Json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desk_app.domain.scheme.model.problems import Problem
    from desk_app.domain.scheme.model.scheme import Scheme
    from desk_app.domain.scheme.words.sentences import SchemeLine
    from desk_app.services.schemes import SchemeCard


def card_line(card: "SchemeCard") -> str:
    """A scheme in one line of a list."""
    whence = "自带" if card.shipped else f"导入于 {card.imported_at}"
    used = f"，用于 {card.rounds} 个轮次" if card.rounds else ""
    return f"{card.id}  {card.title}（{whence}{used}）"


def numbered(lines: "Iterable[SchemeLine]") -> list[str]:
    """The sentences of a section, numbered, what the county left open marked."""
    found = []
    for number, one in enumerate(lines, start=1):
        found.append(f"  {number}. {one.text}")
        if one.origin.ours:
            found.append(f"     〔补定〕{one.origin.ours}")
    return found


def scheme_json(scheme: "Scheme", parts: "list[tuple[str, tuple[SchemeLine, ...]]]") -> Json:
    """A scheme read back, for ``--json``."""
    sections: list[Json] = [
        {
            "title": title,
            "lines": [
                {
                    "text": one.text,
                    "source": one.origin.source,
                    "phrase": one.origin.phrase,
                    "ours": one.origin.ours,
                }
                for one in lines
            ],
        }
        for title, lines in parts
    ]
    return {
        "id": scheme.id,
        "title": scheme.title,
        "source": scheme.source,
        "sections": sections,
    }


def problems_json(problems: "Iterable[Problem]") -> Json:
    """What is wrong with a scheme file, for ``--json``."""
    return [
        {"line": one.line, "severity": one.severity.value, "sentence": one.sentence}
        for one in problems
    ]


def named_scheme(context: CommandContext, wanted: str) -> "Scheme":
    """The scheme named on the line: a file, one of the workspace, or one that ships."""
    from desk_app.services import schemes, workspace

    if _is_file(wanted):
        return schemes.load_file(Path(wanted))
    if workspace.exists(context.data_dir):
        # An imported scheme goes before a shipped one of the same id, here as everywhere.
        with context.reading() as opened:
            return schemes.load(opened, wanted)
    return schemes.load_shipped(wanted)


def named_text(context: CommandContext, wanted: str) -> str:
    """The text of the scheme named on the line, see ``named_scheme``; fit to be graded by."""
    from desk_app.services import schemes, workspace

    if _is_file(wanted):
        schemes.load_file(Path(wanted))
        return schemes.read_text(Path(wanted))
    if workspace.exists(context.data_dir):
        with context.reading() as opened:
            return schemes.text_of(opened, wanted)
    return schemes.shipped_text(wanted)


def _is_file(wanted: str) -> bool:
    return Path(wanted).is_file() or wanted.endswith(".toml")
