"""Which encoding a text file was written in; what is no text at all is told apart."""

import codecs
import re
from dataclasses import dataclass

from desk_app.domain.sheets import GBK, UTF_8, UTF_16

_CODECS = {UTF_8: "utf-8", GBK: "gb18030", UTF_16: "utf-16-le"}
"""GB18030 holds GB2312 and GBK."""
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_LOOKED_AT = 1 << 12


class NotText(Exception):
    """The bytes are no text, or none in the encoding that was asked for."""


class CutOff(Exception):
    """The bytes end in the middle of a letter."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, without the mark at its beginning, and the encoding it was in."""

    text: str
    encoding: str


def decode(data: bytes, encoding: str = "") -> Decoded:
    """Read bytes as text, in the encoding that is named or else in one that fits.

    ``encoding`` is one of ``domain.sheets.ENCODINGS``, or "" where it has to be found out.
    A mark at the beginning decides. Without one UTF-8 comes first: text in GBK is hardly ever
    valid UTF-8 by chance, while nearly everything is valid GBK.

    Raises:
        NotText, CutOff: as they say.
    """
    for mark, name, codec in (
        (codecs.BOM_UTF8, UTF_8, "utf-8"),
        (codecs.BOM_UTF16_LE, UTF_16, "utf-16-le"),
        (codecs.BOM_UTF16_BE, UTF_16, "utf-16-be"),
    ):
        if data.startswith(mark) and encoding in ("", name):
            return _checked(_strictly(data[len(mark) :], codec), name)
    if encoding:
        codec = _two_bytes(data) or "utf-16-le" if encoding == UTF_16 else _CODECS[encoding]
        return _checked(_strictly(data, codec), encoding)
    if codec := _two_bytes(data):
        return _checked(_strictly(data, codec), UTF_16)
    return _checked(*_utf_8_or_gbk(data))


def _utf_8_or_gbk(data: bytes) -> tuple[str, str]:
    cut: CutOff | None = None
    try:
        return _strictly(data, "utf-8"), UTF_8
    except CutOff as error:
        cut = error
    except NotText:
        pass
    try:
        text = _strictly(data, "gb18030")
    except NotText:
        if cut is not None:
            raise cut from None
        raise
    if cut is not None and len(data) - len(text) > 3:
        # All but its end is UTF-8 with letters of several bytes: it was not copied to the end.
        raise cut
    return text, GBK


def _strictly(data: bytes, codec: str) -> str:
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        text = decoder.decode(data)
    except UnicodeDecodeError as error:
        raise NotText(str(error)) from error
    try:
        return text + decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise CutOff(str(error)) from error


def _checked(text: str, encoding: str) -> Decoded:
    found = _NO_TEXT.search(text)
    if found is not None:
        raise NotText(repr(found[0]))
    return Decoded(text, encoding)


def _two_bytes(data: bytes) -> str:
    """The codec of text of two bytes a letter without a mark, "" where it is none.

    Line ends, tabs, commas and digits have a zero beside them, always on the same side.
    """
    start = data[:_LOOKED_AT]
    if len(data) % 2 or b"\0" not in start:
        return ""
    first, second = start[::2].count(0), start[1::2].count(0)
    if second and not first:
        return "utf-16-le"
    return "utf-16-be" if first and not second else ""
