"""Reads a scheme file (TOML, format 1): text in, a frozen scheme out, or every mistake at once."""

import re
import tomllib
from collections.abc import Callable
from decimal import Decimal

from desk_app.domain.scheme import parts
from desk_app.domain.scheme.check import check
from desk_app.domain.scheme.lines import Lines
from desk_app.domain.scheme.model import Forms, LimitKind, Scheme
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
    subjects = root.table("subjects", "考评对象 [subjects]")
    limits = root.table("limits", "限定 [limits]")
    domains = _each(root, "domains", "领域", parts.domain_group)
    groups = tuple(one.name for one in domains)
    indicators = tuple(
        line
        for table in root.tables("indicators", "指标", required=True)
        for line in _finished(table, lambda one: parts.indicator(one, groups))
    )
    levels = _each(root, "levels", "等次", parts.level, required=True)
    evaluators = _each(root, "evaluators", "评价主体", parts.evaluator, required=True)
    bands = _each(root, "bands", "档次", parts.band, required=True)
    adjustments = _each(root, "adjustments", "加减分", parts.adjustment)
    facts = _each(root, "facts", "其他情况", parts.fact)
    polls = _each(root, "polls", "测评", parts.poll)
    rates = _each(root, "rates", "比率", parts.rate)
    quotas = _each(root, "quotas", "名额", parts.quota)
    steps = _each(root, "steps", "环节", parts.step)
    readings = _each(root, "readings", "读法", parts.reading)
    sequence = limits.words("sequence", LimitKind) if limits else ()
    rules = _each(limits, "rules", "限定", parts.limit) if limits else ()
    limits_origin = limits.origin() if limits else parts.NOWHERE
    deviation = parts.deviation(root.table("deviation", "分差提醒 [deviation]"))
    rectification = parts.rectification(root.table("rectification", "整改 [rectification]"))
    forms = _forms(root.table("forms", "表名 [forms]"))
    if limits:
        limits.finish()
    if total is None:
        return None
    scheme = Scheme(
        id=scheme_id,
        title=title,
        source=source,
        levels=levels,
        indicators=indicators,
        evaluators=evaluators,
        bands=bands,
        forms=forms,
        object_name=(subjects.name(required=False) if subjects else "") or "党组织",
        full_points=total.points("full", required=True) or Decimal(0),
        decimals=total.whole("decimals", most=3, default=1),
        ceiling=total.points("ceiling"),
        floor=total.points("floor", least=None) or Decimal(0),
        absent_in_base=subjects.flag("absent_in_base") if subjects else False,
        domains=domains,
        adjustments=adjustments,
        facts=facts,
        limits=rules,
        sequence=_complete(sequence),
        polls=polls,
        rates=rates,
        quotas=quotas,
        steps=steps,
        deviation=deviation,
        rectification=rectification,
        readings=readings,
        total_origin=total.origin(),
        subjects_origin=subjects.origin() if subjects else parts.NOWHERE,
        sequence_origin=limits_origin,
    )
    total.finish()
    if subjects:
        subjects.finish()
    return scheme


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


def _finished(table: Table, read_one: Callable[[Table], parts.Part]) -> parts.Part:
    part = read_one(table)
    table.finish()
    return part


def _complete(sequence: tuple[LimitKind, ...]) -> tuple[LimitKind, ...]:
    """Put the kinds that the file does not name behind those it names."""
    return (*sequence, *(kind for kind in LimitKind if kind not in sequence))


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
