"""Blocks of cells as Excel and WPS read and write them on the clipboard."""

from collections.abc import Sequence

from desk_app.domain.kit.formulas import could_be_formula


def write_block(rows: Sequence[Sequence[str]]) -> str:
    """Write cells the way Excel and WPS read them from the clipboard.

    A text that a workbook would take for a formula gets an apostrophe in front, the workbook's
    own sign for text.
    """
    return "".join("\t".join(_cell(text) for text in row) + "\n" for row in rows)


def read_block(text: str) -> list[list[str]]:
    """Read cells that Excel or WPS put on the clipboard: tabs, lines, quotes around breaks."""
    rows: list[list[str]] = [[]]
    position, length = 0, len(text)
    while position <= length:
        if text.startswith('"', position):
            cell, position = _quoted(text, position)
        else:
            end = position
            while end < length and text[end] not in "\t\r\n":
                end += 1
            cell, position = text[position:end], end
        rows[-1].append(_unguarded(cell))
        if position < length and text[position] == "\t":
            position += 1
            continue
        if text.startswith("\r\n", position):
            position += 1
        position += 1
        if position < length:
            rows.append([])
        else:
            break
    return rows


def _cell(text: str) -> str:
    if could_be_formula(text) and not _is_number(text):
        text = f"'{text}"
    if any(one in text for one in '\t\n\r"'):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def _unguarded(text: str) -> str:
    """Take away the apostrophe that ``write_block`` put in front."""
    return text[1:] if text[:1] == "'" and could_be_formula(text[1:]) else text


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdigit()


def _quoted(text: str, start: int) -> tuple[str, int]:
    """Read a cell in quotes; a quote that never ends is an ordinary character."""
    position = start + 1
    parts: list[str] = []
    while (end := text.find('"', position)) >= 0:
        parts.append(text[position:end])
        if text.startswith('"', end + 1):
            parts.append('"')
            position = end + 2
            continue
        if end + 1 < len(text) and text[end + 1] not in "\t\r\n":
            break
        return "".join(parts), end + 1
    end = start
    while end < len(text) and text[end] not in "\t\r\n":
        end += 1
    return text[start:end], end
