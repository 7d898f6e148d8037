"""Which scheme a line means, and schemes as lines and as JSON."""

from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.commands.context import CommandContext, Json

if TYPE_CHECKING:
    from desk_app.services.schemes import SchemeCard
    from desk_app.services.schemes.reading_back import FileFindings, SchemeInWords


def card_line(card: "SchemeCard") -> str:
    """A scheme in one line of a list."""
    whence = "自带" if card.shipped else f"导入于 {card.imported_at}"
    used = f"，用于 {card.rounds} 个轮次" if card.rounds else ""
    return f"{card.id}  {card.title}（{whence}{used}）"


def scheme_lines(scheme: "SchemeInWords") -> list[str]:
    """A scheme read back: numbered sentences, what the county left open marked."""
    found = [f"{scheme.id}  {scheme.title}"]
    if scheme.source:
        found.append(f"来源：{scheme.source}")
    for section in scheme.sections:
        found += ["", section.title]
        for number, one in enumerate(section.lines, start=1):
            found.append(f"  {number}. {one.text}")
            if one.origin.phrase:
                where = f"（{one.origin.source}）" if one.origin.source else ""
                found.append(f"     〔原文〕{one.origin.phrase}{where}")
            if one.origin.ours:
                found.append(f"     〔补定〕{one.origin.ours}")
    return found


def scheme_json(scheme: "SchemeInWords") -> Json:
    """A scheme read back, for ``--json``."""
    sections: list[Json] = [
        {
            "title": section.title,
            "lines": [
                {
                    "text": one.text,
                    "source": one.origin.source,
                    "phrase": one.origin.phrase,
                    "ours": one.origin.ours,
                }
                for one in section.lines
            ],
        }
        for section in scheme.sections
    ]
    return {
        "id": scheme.id,
        "title": scheme.title,
        "source": scheme.source,
        "sections": sections,
    }


def findings_json(found: "FileFindings") -> Json:
    """What is wrong with a scheme file, for ``--json``."""
    return [
        {"line": one.line, "severity": one.severity.value, "sentence": one.sentence}
        for one in found.problems
    ]


def named_text(context: CommandContext, wanted: str) -> str:
    """The text of the scheme named on the line, fit to be graded by.

    It is a file, one of the workspace, or one that ships. Raises ``Fault``.
    """
    from desk_app.services import schemes, workspace

    if _is_file(wanted):
        schemes.load_file(Path(wanted))
        return schemes.read_text(Path(wanted))
    if workspace.exists(context.data_dir):
        # An imported scheme goes before a shipped one of the same id, here as everywhere.
        with context.reading() as opened:
            return schemes.text_of(opened, wanted)
    return schemes.shipped_text(wanted)


def _is_file(wanted: str) -> bool:
    return Path(wanted).is_file() or wanted.endswith(".toml")
