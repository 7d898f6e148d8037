"""Breaks a paragraph into lines as Chinese offices expect it (避头尾).

No line begins with a closing mark or ends with an opening one, dashes and dots stay in pairs,
words, numbers and their units stay whole unless a line cannot hold them. No character is ever
left out: the lines joined are the paragraph.
"""

from collections.abc import Callable

NOT_AT_START = frozenset("，。、；：？！）》〉」』】〕〗］｝”’…—～·‥々〻ー,.;:?!)]}%‰℃°′″％－／·")
NOT_AT_END = frozenset("（《〈「『【〔〖［｛“‘" + "([{" + "¥￥$＄£￡#＃№@")
_PAIRED = frozenset("…—")
_JOINERS = frozenset("-_/\\+*='&~|<>\"^`")
"""Latin signs that belong to the word or number they stand in."""

_FIRST_WIDE = 0x2E80
"""From here on scripts are written without spaces; below, words are kept whole."""


def break_lines(text: str, measure: Callable[[str], float], width: float) -> list[str]:
    """Break a text into lines.

    Args:
        text: may hold line feeds; each ends a paragraph.
        measure: width of one character, in any unit.
        width: room of a line in the same unit. A line always takes one character at least.

    Returns:
        One string a line, line feeds removed, everything else kept. An empty paragraph is an
        empty line.
    """
    lines: list[str] = []
    for paragraph in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        lines.extend(_break_paragraph(paragraph, measure, width))
    return lines


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two neighbouring characters."""
    if after.isspace() or after in NOT_AT_START or before in NOT_AT_END:
        # A space stays on the line it ends; the paragraph's own indent is no place to break.
        return False
    if before == after and before in _PAIRED:
        return False
    if before.isspace():
        return True
    return not (_belongs_to_word(before) and _belongs_to_word(after))


def _belongs_to_word(character: str) -> bool:
    return character in _JOINERS or (
        ord(character) < _FIRST_WIDE and (character.isalnum() or character in ".,:%‰'’")
    )


def _parts_number_from_unit(paragraph: str, place: int) -> bool:
    """Whether a line that ended here would leave ``2 `` and begin with ``分``."""
    return (
        place > 1
        and paragraph[place - 1] == " "
        and paragraph[place - 2].isdigit()
        and ord(paragraph[place]) >= _FIRST_WIDE
    )


def _break_paragraph(paragraph: str, measure: Callable[[str], float], width: float) -> list[str]:
    advances = [measure(character) for character in paragraph]
    room = width + 1e-6
    if sum(advances) <= room:
        return [paragraph]
    lines: list[str] = []
    start = 0  # of the line being filled
    allowed = 0  # last place where this line may end; none yet where it equals ``start``
    used = 0.0
    since_allowed = 0.0  # width of what stands after ``allowed``
    blank = True  # only spaces so far
    for place, advance in enumerate(advances):
        character = paragraph[place]
        space = character.isspace()
        if (
            advance
            and not blank
            and may_break(paragraph[place - 1], character)
            and not _parts_number_from_unit(paragraph, place)
        ):
            allowed, since_allowed = place, 0.0
        if not space or blank:
            while used + advance > room and place > start:
                end, used = (allowed, since_allowed) if allowed > start else (place, 0.0)
                lines.append(paragraph[start:end])
                start = allowed = end
                since_allowed = used
        used += advance
        since_allowed += advance
        blank = blank and space
    lines.append(paragraph[start:])
    return lines
