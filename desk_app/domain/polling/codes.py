"""The short code on a signed count: eight characters that say whether it is still so."""

import hashlib
import json
from dataclasses import dataclass

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which are misread on paper."""

_LENGTH = 8
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None, "　": None})


@dataclass(frozen=True, slots=True)
class SealedCount:
    """All that is signed: papers and votes as rows in any order, reasons, who keyed.

    ``voids`` is (category, reason, papers void as a whole).
    """

    poll: str
    poll_id: int
    version: int
    mode: str
    external: bool
    tellers: str
    papers: tuple[tuple[str | int | None, ...], ...]
    votes: tuple[tuple[str, str, str, int], ...]
    remarks: tuple[tuple[str, str, str], ...]
    voids: tuple[tuple[str, str, int], ...] = ()


def code_of(count: SealedCount) -> str:
    """Return the code of a count, such as ``7K3M-P2QX``: 40 bits of a SHA-256.

    It depends on what was counted, not on the order in which rows are stored; votes of 0 say
    nothing.
    """
    content = {
        "poll": [count.poll, count.poll_id, count.version],
        "counted": [count.mode, count.external, count.tellers],
        "papers": sorted(count.papers, key=str),
        "votes": sorted(row for row in count.votes if row[-1]),
        "remarks": sorted(count.remarks),
        "voids": sorted(count.voids),
    }
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:5], "big")
    letters = "".join(_LETTERS[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return f"{letters[:4]}-{letters[4:]}"


def typed_code(text: str) -> str:
    """Return a code as it was typed from paper in the form in which it is kept."""
    plain = to_plain(text).translate(_MISREAD)
    return f"{plain[:4]}-{plain[4:]}" if plain else ""


def to_plain(text: str) -> str:
    """Return full-width characters as half-width ones, in capitals."""
    half = (chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in text.strip())
    return "".join(half).upper()


def verdict(typed: str, kept: str, computed: str, version: int) -> str:
    """Say whether the stored count is the one that was signed under the typed code."""
    code = typed_code(typed)
    if code == computed == kept:
        return f"相符：现在存的第 {version} 版计票就是签字的那一份（{kept}）。"
    if code == kept:
        return f"不符：第 {version} 版计票封存以后被改动过，与签字的那一份（{kept}）不是一个数。"
    return f"不符：第 {version} 版计票的校验码不是 {code}，请核对输入，或换一个版本再验。"
