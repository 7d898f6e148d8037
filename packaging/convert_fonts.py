"""Make the fonts of `resources/fonts` from the packages of a Debian mirror, once.

reportlab embeds TrueType outlines only; the Noto CJK collections carry PostScript outlines.
This script takes the simplified Chinese face of a collection, keeps the characters an office
needs, turns the curves into quadratic ones and writes a plain TrueType file. LXGW WenKai is
TrueType already and declares reserved font names, so it is copied byte for byte.

    apt-get download fonts-noto-cjk fonts-lxgw-wenkai
    for package in fonts-*.deb; do dpkg-deb -x "$package" unpacked; done
    python packaging/convert_fonts.py unpacked resources/fonts
"""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, newTable

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_ERROR = 1.0
"""How far a converted curve may leave the drawn one, in thousandths of an em."""

SIMPLIFIED_FACE = 2
"""Place of the simplified Chinese face inside the Noto collections (JP, KR, SC, TC, HK)."""

COLLECTIONS = {
    "NotoSerifSC-Regular.ttf": ("NotoSerifCJK-Regular.ttc", "Noto Serif SC"),
    "NotoSansSC-Regular.ttf": ("NotoSansCJK-Regular.ttc", "Noto Sans SC"),
}
COPIED = "LXGWWenKai-Regular.ttf"

RANGES = (
    (0x20, 0x17F),  # ASCII, Latin 1, Latin Extended A
    (0x1CD, 0x1DC),  # pinyin vowels
    (0x2B0, 0x2DF),
    (0x370, 0x451),  # Greek, Cyrillic
    (0x2010, 0x206F),  # punctuation
    (0x2070, 0x209F),
    (0x20A0, 0x20BF),  # currency
    (0x2100, 0x218F),  # ℃ № ™ and Roman numerals
    (0x2190, 0x22FF),  # arrows, operators
    (0x2300, 0x23FF),
    (0x2460, 0x24FF),  # circled numbers
    (0x2500, 0x25FF),  # box drawing, geometric shapes
    (0x2600, 0x27BF),  # ☆ ☑ ✓ ✔
    (0x2E80, 0x2FDF),  # radicals
    (0x3000, 0x303F),  # ideographic punctuation
    (0x3040, 0x30FF),  # kana, part of GBK
    (0x3105, 0x312F),  # bopomofo
    (0x3200, 0x33FF),  # enclosed ideographs, ㎡ ㎏
    (0x3400, 0x4DBF),  # extension A
    (0x4E00, 0x9FFF),  # the unified ideographs: GBK and the later additions
    (0xF900, 0xFAFF),  # compatibility ideographs of GBK
    (0xFE10, 0xFE6F),  # small and vertical forms
    (0xFF00, 0xFFEF),  # full-width forms
)
PLANE_2_AND_3 = range(0x20000, 0x33480)
"""Extension B and later: what the face has here are characters of the national lists
(《通用规范汉字表》 and the like), a few thousand in all."""


def wanted_characters() -> Iterator[int]:
    """All code points that are kept where the face has them."""
    for first, last in RANGES:
        yield from range(first, last + 1)
    yield from PLANE_2_AND_3


def open_simplified_face(collection: Path) -> Any:
    """The simplified Chinese font of a collection, cut down to the wanted characters."""
    font = TTCollection(collection, lazy=True).fonts[SIMPLIFIED_FACE]
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=list(wanted_characters()))
    cutter.subset(font)
    return font


def outlines_to_truetype(font: Any) -> None:
    """Replace the `CFF ` table by `glyf` and `loca`, in place."""
    order = font.getGlyphOrder()
    drawn = font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(drawn)
        drawn[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder = order
    table.glyphs = glyphs
    for name in order:
        glyphs[name].recalcBounds(table)
        advance, _ = font["hmtx"][name]
        font["hmtx"][name] = (advance, getattr(glyphs[name], "xMin", 0))
    del font["CFF "]
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in [
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
        "maxPoints",
        "maxContours",
        "maxCompositePoints",
        "maxCompositeContours",
        "maxComponentDepth",
    ]:
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    font["post"].formatType = 3.0
    font["post"].extraNames = []
    font["post"].mapping = {}
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\x00\x01\x00\x00"


def widen_dash(font: Any) -> None:
    """Stretch the dash to one em: a Chinese —— is two em long and has no gap in the middle.

    The makers leave that to a layout feature, and reportlab applies none.
    """
    name = font.getBestCmap()[0x2014]
    glyph = font["glyf"][name]
    left, width, em = glyph.xMin, glyph.xMax - glyph.xMin, font["head"].unitsPerEm
    for place, (x, y) in enumerate(list(glyph.coordinates)):
        glyph.coordinates[place] = (round((x - left) * em / width), y)
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (em, 0)


def rename(font: Any, family: str) -> None:
    """Give the face a name of its own: it is no longer the file its makers published."""
    postscript = family.replace(" ", "") + "-Regular"
    for record in list(font["name"].names):
        text = {1: family, 2: "Regular", 3: postscript, 4: family, 6: postscript}.get(record.nameID)
        if text is not None:
            font["name"].setName(
                text, record.nameID, record.platformID, record.platEncID, record.langID
            )


def convert(collection: Path, target: Path, family: str) -> str:
    """Write one converted face; returns a line for the log."""
    font = open_simplified_face(collection)
    outlines_to_truetype(font)
    widen_dash(font)
    rename(font, family)
    font.recalcTimestamp = False
    font.save(target)
    return f"{target.name}: {target.stat().st_size / 1e6:.1f} MB, {len(font.getBestCmap())} chars"


def main(unpacked: Path, target: Path) -> int:
    """Convert and copy everything from the unpacked packages into the folder of fonts."""
    target.mkdir(parents=True, exist_ok=True)
    found = {path.name: path for path in unpacked.rglob("*.tt?")}
    with ProcessPoolExecutor() as pool:
        jobs = [
            pool.submit(convert, found[collection], target / name, family)
            for name, (collection, family) in COLLECTIONS.items()
        ]
        shutil.copyfile(found[COPIED], target / COPIED)
        for job in jobs:
            sys.stdout.write(job.result() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
