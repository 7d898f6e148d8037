"""Reads a scheme file (TOML, format 1): text in, a frozen scheme out, or every mistake at once."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from desk_app.domain.scheme import meetings, parts, rules
from desk_app.domain.scheme.check import check
from desk_app.domain.scheme.lines import Lines
from desk_app.domain.scheme.model import (
    Forms,
    LimitKind,
    Measure,
    Scheme,
)
from desk_app.domain.scheme.names import unknown_names
from desk_app.domain.scheme.problems import Problem, SchemeFault, Severity
from desk_app.domain.scheme.table import Notes, Table
from desk_app.domain.scheme.values import short

FORMAT = 1
LONGEST_FILE = 1_000_000
"""Characters. The largest real scheme has some twenty thousand."""

_ID = re.compile(r"\w[\w.-]{0,39}")
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")
_SYNTAX = (
    ("Unterminated string", "文字的双引号没有配对"),
    ("Illegal character", "这里有不允许的字符，文字的双引号可能没有配对"),
    ("Expected '=' after a key", "项名后面缺少等号（=）"),
    ('Expected "\'"', "文字的引号没有配对"),
    ("Cannot overwrite a value", "同一项写了两次"),
    ("Duplicate inline table key", "同一项写了两次"),
    ("Cannot declare", "同一个表写了两次"),
    ("Cannot mutate immutable", "这个表在别处已经写完，不能再添加内容"),
    ("Unclosed array", "方括号没有配对，或各项之间缺少逗号"),
    ("Unclosed inline table", "花括号没有配对，或各项之间缺少逗号"),
    ("Expected newline or end of document", "一行里写了多余的内容"),
    ("Expected ']'", "表名的方括号没有配对"),
    ("Invalid initial character for a key", "项名应是英文词，值里的文字要加英文双引号"),
    ("Invalid statement", "这一行看不懂，说明文字要以 # 开头"),
    ("Invalid value", "等号后面的值看不懂，文字要加英文双引号"),
    ("Unescaped '\\'", "反斜杠（\\）要写两个"),
)
_CHINESE_MARKS = "“”＝【】｛｝"


def read(text: str) -> Scheme:
    """Read a scheme whose parts fit together by name; its bands and points are not judged yet.

    Raises:
        SchemeFault: with every mistake that was found, each with its line.
    """
    content = _load(text)
    notes = Notes(Lines(text))
    root = Table(content, (), notes, "方案文件")
    written = root.raw("format")
    if written != FORMAT or isinstance(written, bool):
        notes.note(("format",), f"方案文件应写明 format = {FORMAT}，本程序只认识这一种格式。")
        raise SchemeFault(notes.problems)
    scheme = _scheme(root)
    root.finish()
    if scheme is None or notes.problems:
        raise SchemeFault(notes.problems)
    if unknown := unknown_names(scheme):
        raise SchemeFault(unknown)
    return scheme


def read_usable(text: str) -> Scheme:
    """Read a scheme that can also be graded by: no gap, no overlap, no sum that is off.

    Raises:
        SchemeFault: with every error; hints alone do not make a scheme unusable.
    """
    scheme = read(text)
    errors = [one for one in check(scheme) if one.severity is Severity.ERROR]
    if errors:
        raise SchemeFault(errors)
    return scheme


def _load(text: str) -> dict[str, object]:
    if len(text) > LONGEST_FILE:
        raise SchemeFault([Problem(0, "文件太大，不像是方案文件，请核对选对了文件。")])
    try:
        return tomllib.loads(text.removeprefix("\ufeff"), parse_float=_exact)
    except tomllib.TOMLDecodeError as error:
        raise SchemeFault([_syntax_problem(str(error), text)]) from None
    except RecursionError:
        raise SchemeFault([Problem(0, "括号嵌套得太深，不像是方案文件。")]) from None
    except ValueError:  # a day such as 2026-02-30, or an integer of thousands of digits
        raise SchemeFault([Problem(0, "文件里有不存在的日期或过大的数字。")]) from None


def _exact(written: str) -> Decimal:
    try:
        return Decimal(written)
    except ArithmeticError:
        raise ValueError(written) from None


def _syntax_problem(message: str, text: str) -> Problem:
    position = _POSITION.search(message)
    last = text.count("\n") + 1
    line = int(position.group(1)) if position and position.group(1) else last
    column = f"（第 {position.group(2)} 个字符附近）" if position and position.group(2) else ""
    reason = next((chinese for english, chinese in _SYNTAX if english in message), "写法有误")
    lines = text.splitlines()
    written = lines[line - 1] if 0 < line <= len(lines) else ""
    # What stands between proper quotation marks may be Chinese; the rest may not.
    outside = re.sub(r'"[^"]*"|#.*', "", written)
    marks = [one for one in _CHINESE_MARKS if one in outside]
    hint = f"；这一行有中文符号 {marks[0]} ，请改为英文符号" if marks else ""
    return Problem(line, f"{reason}{column}{hint}。")


def _scheme(root: Table) -> Scheme | None:
    scheme_id = root.name("id")
    if scheme_id and not _ID.fullmatch(scheme_id):
        root.wrong("id", f"“{short(scheme_id)}”只能由字母、数字、汉字和 . - _ 组成，最多 40 字。")
    title = root.text("title", required=True, longest=120)
    source = root.text("source")
    total = root.table("total", "总分 [total]", required=True)
    measure = total.word("measure", Measure, Measure.POINTS) if total else Measure.POINTS
    by_points = measure is Measure.POINTS
    subjects = root.table("subjects", "考评对象 [subjects]")
    domains = _each(root, "domains", "领域", parts.domain_group)
    groups = tuple(one.name for one in domains)
    scheme = Scheme(
        id=scheme_id,
        title=title,
        source=source,
        levels=_each(root, "levels", "等次", parts.level, required=True),
        indicators=_many(
            root,
            "indicators",
            "指标",
            lambda one: parts.indicator(one, groups, by_points=by_points),
            required=by_points,
        ),
        evaluators=_each(root, "evaluators", "评价主体", parts.evaluator, required=True),
        bands=_each(root, "bands", "档次", parts.band, required=measure is not Measure.OPINION),
        forms=_forms(root.table("forms", "表名 [forms]")),
        measure=measure,
        domains=domains,
        stars=_each(root, "stars", "星", rules.star),
        weighting=parts.weighting(root.table("weighting", "加权 [weighting]")),
        adjustments=_each(root, "adjustments", "加减分", rules.adjustment),
        adjustment_groups=_each(root, "adjustment_groups", "加减分组", rules.adjustment_group),
        facts=_each(root, "facts", "其他情况", parts.fact),
        polls=_many(root, "polls", "测评", parts.polls),
        meetings=_each(root, "meetings", "会议", meetings.read_meeting),
        rates=_many(root, "rates", "比率", parts.rates),
        quotas=_many(root, "quotas", "名额", rules.quotas),
        tails=_each(root, "tails", "倒排", rules.tail),
        consequences=_each(root, "consequences", "结果运用", rules.consequence),
        steps=_each(root, "steps", "环节", parts.step),
        readings=_each(root, "readings", "读法", parts.reading),
        deviation=parts.deviation(root.table("deviation", "分差提醒 [deviation]")),
        rectification=parts.rectification(root.table("rectification", "整改 [rectification]")),
    )
    if limits := root.table("limits", "限定 [limits]"):
        scheme = _with_limits(scheme, limits)
    if subjects:
        scheme = replace(
            scheme,
            object_name=subjects.name("name", required=False) or scheme.object_name,
            absent_in_base=subjects.flag("absent_in_base"),
            subjects_origin=subjects.origin(),
        )
        subjects.finish()
    if total is None:
        return None
    scheme = replace(
        scheme,
        full_points=total.points("full", required=by_points) or Decimal(0),
        decimals=total.whole("decimals", most=3, default=1),
        ceiling=total.points("ceiling"),
        floor=total.points("floor", least=None) or Decimal(0),
        total_origin=total.origin(),
    )
    total.finish()
    return scheme


def _with_limits(scheme: Scheme, table: Table) -> Scheme:
    """Read ``[limits]``. What decides between two readings has to be written, not guessed."""
    found = _each(table, "rules", "限定", rules.limit)
    sequence = table.words("sequence", LimitKind)
    demotions = table.word("demotions", rules.Demotions, rules.Demotions.ADD_UP)
    ordered = {one.kind for one in found} - {LimitKind.DISQUALIFY}
    if len(ordered) > 1 and not ordered <= set(sequence):
        kinds = ", ".join(f'"{one}"' for one in LimitKind if one in ordered)
        table.fault(f"限定有几类，先后不同结果就不同，请用 sequence = [{kinds}] 这样写明先后。")
    if sum(one.kind is LimitKind.DEMOTE for one in found) > 1 and not table.has("demotions"):
        table.fault(
            '有几条降级，请用 demotions = "add_up"（累计）或 "largest"（只取降得最多的一条）写明。'
        )
    origin = table.origin()
    table.finish()
    return replace(
        scheme,
        limits=found,
        sequence=_complete(sequence),
        demotions_add_up=demotions is rules.Demotions.ADD_UP,
        sequence_origin=origin,
    )


def _each(
    table: Table,
    key: str,
    what: str,
    read_one: Callable[[Table], parts.Part],
    *,
    required: bool = False,
) -> tuple[parts.Part, ...]:
    """Read every table of a list and note its unknown keys."""
    return tuple(_finished(one, read_one) for one in table.tables(key, what, required=required))


def _many(
    table: Table,
    key: str,
    what: str,
    read_some: Callable[[Table], tuple[parts.Part, ...]],
    *,
    required: bool = False,
) -> tuple[parts.Part, ...]:
    """Read a list whose tables may each stand for several parts."""
    tables = table.tables(key, what, required=required)
    return tuple(part for one in tables for part in _finished(one, read_some))


def _finished(table: Table, read_one: Callable[[Table], parts.Part]) -> parts.Part:
    part = read_one(table)
    table.finish()
    return part


def _complete(sequence: tuple[LimitKind, ...]) -> tuple[LimitKind, ...]:
    """Add the kinds that the file does not name: who is out goes first, the rest behind."""
    first = () if LimitKind.DISQUALIFY in sequence else (LimitKind.DISQUALIFY,)
    named = (*first, *sequence)
    return (*named, *(kind for kind in LimitKind if kind not in named))


def _forms(table: Table | None) -> Forms:
    def title(key: str, otherwise: str) -> str:
        return (table.text(key, longest=120) if table else "") or otherwise

    forms = Forms(
        declaration=title("declaration", "党组织等级评定申报表"),
        summary=title("summary", "党组织等级评定结果汇总表"),
        score_sheet=title("score_sheet", "党组织考核评分表"),
        ballot=title("ballot", "党组织民主测评票"),
        rectification=title("rectification", "党组织整改台账"),
    )
    if table:
        table.finish()
    return forms
