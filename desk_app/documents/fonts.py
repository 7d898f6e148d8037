"""The three faces that travel with the program, and which character is drawn with which.

Widths come from the font files. A character that a face lacks is taken from another; one that
no face has is written as its code, so that a document never shows a blank box.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

from desk_app.domain.faults import Fault

SONG, HEI, KAI = "宋体", "黑体", "楷体"

FILES = {
    SONG: "NotoSerifSC-Regular.ttf",
    HEI: "NotoSansSC-Regular.ttf",
    KAI: "LXGWWenKai-Regular.ttf",
}
FALLBACKS = {SONG: (SONG, HEI, KAI), HEI: (HEI, SONG, KAI), KAI: (KAI, SONG, HEI)}
"""For each face the order in which a character is looked for."""

BETTER_ELSEWHERE = {KAI: (frozenset("“”‘’·"), SONG)}
"""Marks that a face has in Latin width only; Chinese text wants them one character wide."""

_HEI_MARKS = ("黑", "雅黑", "等线", "hei", "gothic", "arial", "calibri", "sans", "dengxian")
_KAI_MARKS = ("楷", "kai")
TAB = "    "
_BEYOND_UTF16 = re.compile(r"<([0-9A-F]{5,6})>")


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters that are drawn with one face."""

    face: str
    text: str


@dataclass(frozen=True, slots=True)
class Substitution:
    """A character that the wanted face lacks; ``used`` is None where its code is written."""

    character: str
    wanted: str
    used: str | None


class EmbeddedFont(TTFont):
    """A font in a PDF from which text can be copied, characters beyond U+FFFF included."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802  the name is reportlab's
        """Write the font, then mend its tables from codes back to text.

        reportlab writes code points there where UTF-16 is meant.
        """
        super().addObjects(doc)
        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:") and isinstance(stream.content, str):
                stream.content = _BEYOND_UTF16.sub(
                    lambda code: f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>",
                    stream.content,
                )


class Face:
    """One font file; opened when the first of its characters is asked for."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = path

    @cached_property
    def embedded(self) -> EmbeddedFont:
        """The font as reportlab embeds it.

        Raises:
            Fault: the file is missing or damaged.
        """
        try:
            return EmbeddedFont(
                f"dingji-{self.path.stem}", str(self.path), asciiReadable=False, shapable=False
            )
        except Exception as error:  # reportlab has no common ancestor for what it raises here
            raise Fault(
                f"字体文件“{self.path}”缺失或已损坏，无法生成打印文件，请重新安装本程序。"
            ) from error

    @cached_property
    def widths(self) -> dict[int, float]:
        """Code point → advance in thousandths of an em, for the characters the face has."""
        face = self.embedded.face
        known: dict[int, float] = face.charWidths
        return {code: known[code] for code in face.charToGlyph if code in known}


class Fonts:
    """The faces of one program run: load once, pass around.

    Nothing is read before it is needed; a face costs about a tenth of a second.
    """

    def __init__(self, folder: Path) -> None:
        """Take the faces from ``folder``, normally ``assets.resources_dir() / "fonts"``."""
        self._faces = {name: Face(name, folder / file) for name, file in FILES.items()}
        self._advances: dict[str, _Advances] = {}
        self._shown: dict[tuple[str, str], tuple[str, str, float]] = {}

    def face_name(self, office_name: str | None) -> str:
        """The face that stands for a font name of an office file.

        仿宋 and 小标宋 are drawn with 宋; an unknown name too.
        """
        wanted = (office_name or "").casefold()
        if any(mark in wanted for mark in _KAI_MARKS):
            return KAI
        if any(mark in wanted for mark in _HEI_MARKS):
            return HEI
        return SONG

    def face(self, name: str) -> Face:
        """The face of one of the three names."""
        return self._faces[name]

    def width(self, text: str, face: str, size: float) -> float:
        """Width of one line of text in points, with each character's own face."""
        return sum(map(self.measure(face), text)) * size / 1000

    def measure(self, face: str) -> Callable[[str], float]:
        """A function from a character to its advance in thousandths of an em."""
        if face not in self._advances:
            self._advances[face] = _Advances(self, face)
        return self._advances[face].__getitem__

    def runs(self, text: str, face: str) -> Iterator[Run]:
        """Cut a line into runs of one face; their texts joined are what is drawn."""
        drawn = (self.drawn(character, face) for character in text)
        for used, group in groupby(drawn, key=lambda item: item[0]):
            joined = "".join(item[1] for item in group)
            if joined:
                yield Run(used, joined)

    def substitutions(self, text: Iterable[str], face: str) -> Iterator[Substitution]:
        """The characters of a text that another face, or their code, stands in for."""
        for character in dict.fromkeys(text):
            used, drawn, _ = self.drawn(character, face)
            if drawn.startswith("〔U+") and character != drawn:
                yield Substitution(character, face, None)
            elif used != face and drawn and ord(character) not in self._faces[face].widths:
                yield Substitution(character, face, used)

    def drawn(self, character: str, face: str) -> tuple[str, str, float]:
        """Face, text and width (thousandths of an em) with which a character is drawn."""
        found = self._shown.get((character, face))
        if found is None:
            found = self._shown[character, face] = self._look_up(character, face)
        return found

    def _look_up(self, character: str, face: str) -> tuple[str, str, float]:
        if character == "\t":
            return face, TAB, sum(self.drawn(space, face)[2] for space in TAB)
        if _takes_no_room(character):
            return face, "", 0.0
        marks, better = BETTER_ELSEWHERE.get(face, (frozenset(), face))
        if character in marks:
            face = better
        for name in FALLBACKS[face]:
            width = self._faces[name].widths.get(ord(character))
            if width is not None:
                return name, character, width
        code = f"〔U+{ord(character):04X}〕"
        return face, code, sum(self.drawn(sign, face)[2] for sign in code)


class _Advances(dict[str, float]):
    """Character → advance, looked up once."""

    def __init__(self, fonts: Fonts, face: str) -> None:
        super().__init__()
        self._fonts, self._face = fonts, face

    def __missing__(self, character: str) -> float:
        advance = self[character] = self._fonts.drawn(character, self._face)[2]
        return advance


def _takes_no_room(character: str) -> bool:
    """Joiners, direction marks and variation selectors have no shape of their own."""
    code = ord(character)
    return (
        0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
        or unicodedata.category(character) in ("Cf", "Cc")
    )
