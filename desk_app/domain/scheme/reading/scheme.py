"""Puts a scheme together from the tables of its file, and notes every mistake on the way."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from desk_app.domain.scheme.model.levels import LimitKind, Measure
from desk_app.domain.scheme.model.problems import Problem, SchemeFault
from desk_app.domain.scheme.model.scheme import FORMAT, OLDEST_FORMAT, Forms, Reading, Scheme
from desk_app.domain.scheme.reading import evaluators, levels, polls, rounds, scoring, trials
from desk_app.domain.scheme.reading.source import Lines, Notes, load
from desk_app.domain.scheme.reading.table import Table
from desk_app.domain.scheme.reading.values import short

Part = TypeVar("Part")
_ID = re.compile(r"\w[\w.-]{0,39}")


def parse(text: str) -> Scheme:
    """Read what the text says; whether its parts fit together is judged by the checks.

    Raises:
        SchemeFault: with every mistake that was found, each with its line.
    """
    content = load(text)
    lines = Lines(text)
    written = content.get("format")
    if type(written) is not int or not OLDEST_FORMAT <= written <= FORMAT:
        known = f"format = {OLDEST_FORMAT} 或 format = {FORMAT}"
        sentence = f"方案文件应写明 {known}，本程序只认识这两种格式。"
        raise SchemeFault([Problem(lines.of(("format",)), sentence)])
    notes = Notes(lines, written)
    scheme = read_content(content, notes)
    if scheme is None or notes.problems:
        raise SchemeFault(notes.problems)
    return scheme


def read_content(content: dict[str, object], notes: Notes) -> Scheme | None:
    """Read tables that are there already; what is wrong with them is in ``notes`` afterwards.

    Harmless values stand in the place of wrong ones; ``None`` where nothing can be made of it.
    """
    root = Table(content, (), notes, "方案文件")
    root.raw("format")
    scheme = _scheme(root)
    root.finish()
    return scheme


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
    domains = _each(root, "domains", "领域", rounds.domain_group)
    groups = tuple(one.name for one in domains)
    scheme = Scheme(
        id=scheme_id,
        title=title,
        source=source,
        levels=_each(root, "levels", "等次", levels.level, required=True),
        indicators=_many(
            root,
            "indicators",
            "指标",
            lambda one: scoring.indicator(one, groups, by_points=by_points),
            required=by_points and not evaluators.gives_totals(root.raw("evaluators")),
        ),
        evaluators=_each(root, "evaluators", "评价主体", evaluators.evaluator, required=True),
        bands=_each(root, "bands", "档次", levels.band, required=measure is not Measure.OPINION),
        forms=Forms(),
        measure=measure,
        domains=domains,
        stars=_each(root, "stars", "星", levels.star),
        weighting=scoring.weighting(root.table("weighting", "加权 [weighting]")),
        adjustments=_each(root, "adjustments", "加减分", scoring.adjustment),
        adjustment_groups=_each(root, "adjustment_groups", "加减分组", scoring.adjustment_group),
        facts=_each(root, "facts", "其他情况", scoring.fact),
        polls=_many(root, "polls", "测评", polls.polls),
        meetings=_each(root, "meetings", "会议", polls.meeting),
        rates=_many(root, "rates", "比率", polls.rates),
        quotas=_many(root, "quotas", "名额", rounds.quotas),
        tails=_each(root, "tails", "倒排", rounds.tail),
        consequences=_each(root, "consequences", "结果运用", levels.consequence),
        steps=_each(root, "steps", "环节", rounds.step),
        readings=_each(root, "readings", "读法", _reading),
        deviation=scoring.deviation(root.table("deviation", "分差提醒 [deviation]")),
        rectification=scoring.rectification(root.table("rectification", "整改 [rectification]")),
        earlier_total=scoring.earlier_total(
            root.table("earlier_total", "前一轮总分 [earlier_total]")
        ),
        format=root.notes.format,
        trials=_each(root, "trials", "试算", trials.trial),
    )
    root.needs_format(2, "earlier_total", "trials")
    if limits := root.table("limits", "限定 [limits]"):
        scheme = _with_limits(scheme, limits)
    if root.notes.format > OLDEST_FORMAT:
        scheme = replace(scheme, out_in_base=False)
    if subjects:
        subjects.needs_format(2, "unit", "out_in_base")
        scheme = replace(
            scheme,
            object_name=subjects.name("name", required=False) or scheme.object_name,
            unit=subjects.name("unit", required=False),
            absent_in_base=subjects.flag("absent_in_base"),
            out_in_base=subjects.flag("out_in_base", default=scheme.out_in_base),
            subjects_origin=subjects.origin(),
        )
        subjects.finish()
    named = scheme.object_name if scheme.format > OLDEST_FORMAT else Scheme.object_name
    usual = Forms.usual(named)
    scheme = replace(scheme, forms=_forms(root.table("forms", "表名 [forms]"), usual))
    if total is None:
        return None
    total.needs_format(2, "round_first")
    scheme = replace(
        scheme,
        full_points=total.points("full", required=by_points) or Decimal(0),
        decimals=total.whole("decimals", most=3, default=1),
        ceiling=total.points("ceiling"),
        floor=total.points("floor", least=None) or Decimal(0),
        round_first=total.flag("round_first") or scheme.format == OLDEST_FORMAT,
        total_origin=total.origin(),
    )
    total.finish()
    return scheme


def _with_limits(scheme: Scheme, table: Table) -> Scheme:
    """Read ``[limits]``. What decides between two readings has to be written, not guessed."""
    table.needs_format(2, "yearly")
    found = _each(table, "rules", "限定", levels.limit)
    scheme = replace(scheme, yearly=_each(table, "yearly", "逐年升降", levels.yearly))
    sequence = table.words("sequence", LimitKind)
    demotions = table.word("demotions", levels.Demotions, levels.Demotions.ADD_UP)
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
        demotions_add_up=demotions is levels.Demotions.ADD_UP,
        sequence_origin=origin,
    )


def _each(
    table: Table,
    key: str,
    what: str,
    read_one: Callable[[Table], Part],
    *,
    required: bool = False,
) -> tuple[Part, ...]:
    """Read every table of a list and note its unknown keys."""
    return tuple(_finished(one, read_one) for one in table.tables(key, what, required=required))


def _many(
    table: Table,
    key: str,
    what: str,
    read_some: Callable[[Table], tuple[Part, ...]],
    *,
    required: bool = False,
) -> tuple[Part, ...]:
    """Read a list whose tables may each stand for several parts."""
    tables = table.tables(key, what, required=required)
    return tuple(part for one in tables for part in _finished(one, read_some))


def _finished(table: Table, read_one: Callable[[Table], Part]) -> Part:
    part = read_one(table)
    table.finish()
    return part


def _complete(sequence: tuple[LimitKind, ...]) -> tuple[LimitKind, ...]:
    """Add the kinds that the file does not name: who is out goes first, the rest behind."""
    first = () if LimitKind.DISQUALIFY in sequence else (LimitKind.DISQUALIFY,)
    named = (*first, *sequence)
    return (*named, *(kind for kind in LimitKind if kind not in named))


def _forms(table: Table | None, usual: Forms) -> Forms:
    if table is None:
        return usual
    forms = Forms(
        declaration=table.text("declaration", longest=120) or usual.declaration,
        summary=table.text("summary", longest=120) or usual.summary,
        score_sheet=table.text("score_sheet", longest=120) or usual.score_sheet,
        ballot=table.text("ballot", longest=120) or usual.ballot,
        rectification=table.text("rectification", longest=120) or usual.rectification,
    )
    table.finish()
    return forms


def _reading(table: Table) -> Reading:
    """Read one ambiguous place; whether a reading was chosen is judged by the check."""
    return Reading(
        name=table.name(),
        question=table.text("question", required=True),
        options=table.names("options", required=True, least=2, longest=200),
        chosen=table.text("chosen"),
        reason=table.text("reason"),
        origin=table.origin(),
    )
