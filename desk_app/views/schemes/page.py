"""A scheme as one page to be read: numbered sentences, what is ours marked, findings first."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from desk_app.views.kit.theme import ACCENT, GOOD, QUIET, WARNING, ink

if TYPE_CHECKING:
    from desk_app.domain.scheme.model.problems import Problem
    from desk_app.domain.scheme.model.scheme import Reading
    from desk_app.domain.scheme.words.comparison import SchemeDifference
    from desk_app.domain.scheme.words.sentences import SchemeLine, Section

_NUMERALS = "一二三四五六七八九十"


def scheme_page(
    sections: "Sequence[Section]",
    readings: "Sequence[Reading]",
    findings: "Sequence[Problem]",
    *,
    originals: bool,
) -> str:
    """Return the page of a scheme; ``originals`` puts the source's words under each sentence."""
    parts = [_findings(findings)]
    if readings:
        parts.append(_heading("本方案在以下地方作了选择", WARNING))
        parts.extend(_readings(readings))
    for position, section in enumerate(sections):
        parts.append(_heading(f"{_numeral(position)}、{section.title}", ACCENT))
        parts.extend(_lines(section.lines, originals=originals))
    return _page(parts)


def comparison_page(before: str, after: str, differences: "Sequence[SchemeDifference]") -> str:
    """Return the page that sets two versions side by side, in the order of their sections."""
    intro = f"<p>原来：<b>{_text(before)}</b><br/>现在：<b>{_text(after)}</b></p>"
    if not differences:
        same = "✓ 两者说的内容相同，没有不同之处。"
        return _page([intro, f'<p style="color:{ink(GOOD)}">{same}</p>'])
    parts = [intro]
    section = ""
    for number, one in enumerate(differences, start=1):
        if one.section != section:
            section = one.section
            parts.append(_heading(section, ACCENT))
        parts.append(f"<p>{number}. {_difference(one)}</p>")
    return _page(parts)


def _difference(one: "SchemeDifference") -> str:
    if not one.before:
        return f'<b style="color:{ink(GOOD)}">新增</b>　{_text(one.after)}'
    if not one.after:
        return f'<b style="color:{ink(WARNING)}">去掉</b>　<s>{_text(one.before)}</s>'
    before = f'<span style="color:{ink(QUIET)}">原来：{_text(one.before)}</span>'
    return f"{before}<br/>现在：{_text(one.after)}"


def refusal_page(heading: str, sentences: Sequence[str]) -> str:
    """Return the page of a file that could not be used: everything that is wrong, in order."""
    parts = [_heading(heading, ACCENT)]
    parts.extend(
        f"<p>{number}. {_text(sentence)}</p>" for number, sentence in enumerate(sentences, start=1)
    )
    parts.append(
        f'<p style="color:{ink(QUIET)}">'
        "请按行号在文件里改好，保存后再导入。原有的方案没有改动。</p>"
    )
    return _page(parts)


def _page(parts: Iterable[str]) -> str:
    style = "p { margin: 3px 0 3px 0; } h3 { margin: 14px 0 4px 0; }"
    return f"<html><head><style>{style}</style></head><body>{''.join(parts)}</body></html>"


def _findings(findings: "Sequence[Problem]") -> str:
    if not findings:
        return f'<p style="color:{ink(GOOD)}">✓ 检查没有发现问题：分数、档次、名额都对得上。</p>'
    items = "".join(f"<p>· {_text(str(one))}</p>" for one in findings)
    return _heading(f"检查后请看一眼（{len(findings)} 处）", WARNING) + items


def _heading(text: str, colour: str) -> str:
    return f'<h3 style="color:{ink(colour)}">{_text(text)}</h3>'


def _lines(lines: "Iterable[SchemeLine]", *, originals: bool) -> list[str]:
    found = []
    for number, one in enumerate(lines, start=1):
        below = ""
        if one.origin.ours:
            below += (
                f'<br/><span style="color:{ink(WARNING)}">〔补定〕{_text(one.origin.ours)}</span>'
            )
        if originals and one.origin.phrase:
            place = f"（{one.origin.source}）" if one.origin.source else ""
            words = _text(f"〔原文〕{one.origin.phrase}{place}")
            below += f'<br/><span style="color:{ink(QUIET)}">{words}</span>'
        found.append(f"<p>{number}. {_text(one.text)}{below}</p>")
    return found


def _readings(readings: "Iterable[Reading]") -> list[str]:
    found = []
    for number, one in enumerate(readings, start=1):
        reason = f"（{_text(one.reason.rstrip('。'))}）" if one.reason else ""
        others = "；".join(_text(option) for option in one.options if option != one.chosen)
        found.append(
            f"<p>{number}. {_text(one.question)}<br/><b>选定：{_text(one.chosen)}</b>{reason}<br/>"
            f'<span style="color:{ink(QUIET)}">另可理解为：{others}</span></p>'
        )
    return found


def _numeral(position: int) -> str:
    """一, 二 … 十, 十一 … for a position that counts from 0."""
    tens, rest = divmod(position, 10)
    return ("十" if tens else "") + _NUMERALS[rest]


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br/>")
