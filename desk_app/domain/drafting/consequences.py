"""What follows from a level or a circumstance: 备案、审批, 优先推荐, 不得提拔, 限期整改."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desk_app.domain.drafting import conditions
from desk_app.domain.drafting.model import Certainty, Sentence, SentenceKind, Suggestion
from desk_app.domain.drafting.numerals import CHINESE, unnumbered, whole
from desk_app.domain.drafting.phrases import Setting
from desk_app.domain.scheme.model.conditions import Comparator, Comparison, Earlier, Operand
from desk_app.domain.scheme.model.levels import Consequence, ConsequenceKind
from desk_app.domain.scheme.model.scoring import Fact, FactKind


@dataclass(frozen=True, slots=True)
class ConsequencePhrase:
    """One row: a clause in which ``pattern`` is found says that something follows."""

    name: str
    kind: ConsequenceKind
    pattern: str


_REPORTED = (
    r"(?:逐级|层层)?(?:上?报|申报|"
    r"通报)(?:[至到请送经])?(?P<to>[\u4e00-\u9fff（）]{2,16}?)(?:进行)?(?:备案|审批|复审|"
    r"审定|批准|核准|审核|复查确认|复核|认定|备查)"
)
TABLE = (
    ConsequencePhrase("report", ConsequenceKind.REPORT, _REPORTED),
    ConsequencePhrase(
        "report.up",
        ConsequenceKind.REPORT,
        r"(?:结果|名单|情况)[^，。；]{0,6}(?:逐级|层层)?上报|征求(?P<to>[\u4e00-\u9fff]{2,12})(?:的)?意见(?!建议)|向(?P<to2>[\u4e00-\u9fff]{1,8})(?:作出)?(?:书面)?报告|结果[^，。；]{0,4}全[区县乡镇市校]通报|书面向[\u4e00-\u9fff]{1,6}报告|督查",
    ),
    ConsequencePhrase(
        "must_not",
        ConsequenceKind.MUST_NOT,
        r"(?:不得|不能|不予|取消)[^，。；]{0,12}(?:提拔|评优|评先|评选|推荐|晋升|表彰|先进|优秀|恢复|重用)|年度[^，。；]{0,10}(?:称职|合格)[”]?(?:或|及)?[^，。；]{0,8}以下",
    ),
    ConsequencePhrase(
        "may",
        ConsequenceKind.MAY,
        r"优先|授牌|命名(?!后)|纳入[^，。；]{0,50}(?:范围|对象)|(?:可|可以)[^，。；]{0,14}(?:推荐|评选|申报|指定|采取|结对)|确定为[^，。；]{0,10}示范|确定示范|争创[^，。；]{0,10}(?:先进|示范)|从[^，。；]{1,12}中(?:产生|推荐|评选|选拔)|必须从|必须为|首要条件|关键条件",
    ),
    ConsequencePhrase(
        "duty",
        ConsequenceKind.DUTY,
        r"整顿|整改|帮扶|结对|派驻|派出|奖励|约谈|通报批评|限期|诫勉|挂点|联系点|定点联系|批评教育|重点管理|组织调整|予以(?:调整|免职|撤换)|撤换|免职|调整[^，。；]{0,6}书记|按规定处理|处置|张贴|总结经验|加强(?:具体)?指导|重要依据|督促|重新进行?申报|公示$|张榜公示|反馈",
    ),
)
_COMPILED = tuple((row, re.compile(row.pattern)) for row in TABLE)
_OF_CASE = re.compile(r"对(?!照|于不同|所属|每|各)(?P<case>[^，。；]{3,40}?)的[，]?(?=[^，。；])")
_NEEDED = re.compile(r"(?P<case>[^，。；（）]{3,24}?)的，?(?:需|应|要|须)")
_SEVERAL = 4
_NO_RULES = re.compile("指导思想|总体目标|目标任务|基本原则|工作原则|重要意义")
_IN_A_ROW = re.compile(r"连续(?P<count>[二两三四五]|[2-5])年(?!内)")
_YEARS = re.compile(rf"(?P<years>{CHINESE}|\d)年内不予恢复")
_GENERAL = re.compile("重要依据|张榜公示|进行公示|反馈|联系点")


def read(sentence: Sentence, setting: Setting) -> Iterator[Suggestion]:
    """What follows by one sentence, at most three, each kind once."""
    if sentence.kind is SentenceKind.HEADING or len(sentence.text) < 8:
        return
    if any(_NO_RULES.search(one) for one in sentence.headings):
        return
    own = setting.ladder.mentioned(sentence.text)
    inherited = () if own else _inherited(sentence, setting)
    seen: set[str] = set()
    levels = own or inherited
    last: tuple[str, ...] = ()
    for clause in re.split("[，：]", sentence.text):
        last = setting.ladder.mentioned(clause) or last or levels
        for row, pattern in _COMPILED:
            match = pattern.search(clause)
            if match is None or clause in seen:
                continue
            made = _made(clause, row, match, last, sentence, setting)
            if made is None:
                continue
            seen.add(clause)
            yield Suggestion(made, Certainty.LIKELY, (sentence.number,), f"consequence.{row.name}")
            if isinstance(made.when, Comparison) and not own:
                yield from _fact(made.when, sentence)
            if others := _others(clause, row, made, setting):
                yield Suggestion(others, Certainty.LIKELY, (sentence.number,), "consequence.others")
            break
        if len(seen) == _SEVERAL:
            return


def _inherited(sentence: Sentence, setting: Setting) -> tuple[str, ...]:
    for heading in reversed(sentence.headings):
        if levels := setting.ladder.mentioned(heading):
            return levels
    return ()


def _made(
    clause: str,
    row: ConsequencePhrase,
    match: re.Match[str],
    levels: tuple[str, ...],
    sentence: Sentence,
    setting: Setting,
) -> Consequence | None:
    groups = match.groupdict()
    to = (groups.get("to") or groups.get("to2") or "").strip()
    name = _name(clause)
    if banned := _YEARS.search(clause):
        fact = "处理日期"
        when = Comparison(
            Operand.FACT,
            fact,
            Comparator.WITHIN_MONTHS,
            Decimal(12 * whole(banned["years"])),
        )
        return Consequence(name, row.kind, when=when)
    if levels and (row_ := _IN_A_ROW.search(sentence.text)):
        years = whole(row_["count"]) - 1
        return Consequence(name, row.kind, levels, Earlier(levels, years, years), to)
    if levels:
        return Consequence(name, row.kind, levels, to=to or _somebody(row))
    case = _OF_CASE.search(sentence.text)
    if row.kind is ConsequenceKind.REPORT:
        case = _NEEDED.search(clause)
    if row.kind is ConsequenceKind.REPORT and case is None and (to or row.name == "report.up"):
        return Consequence(name, row.kind, to=to or "上级党组织")
    if case and (found := conditions.read(case["case"], setting)):
        return Consequence(name, row.kind, when=found.when, to=_somebody(row))
    if row.kind is ConsequenceKind.DUTY and _GENERAL.search(clause):
        return Consequence(name, row.kind)
    return None


def _fact(when: Comparison, sentence: Sentence) -> Iterator[Suggestion]:
    """What must be known for a condition on a circumstance."""
    if when.operand is Operand.FACT and when.value is True:
        fact = Fact(when.name, FactKind.YES_NO)
        yield Suggestion(fact, Certainty.LIKELY, (sentence.number,), "consequence.case")


def _somebody(row: ConsequencePhrase) -> str:
    return "上级党组织" if row.kind is ConsequenceKind.REPORT else ""


def _others(
    clause: str, row: ConsequencePhrase, made: Consequence, setting: Setting
) -> Consequence | None:
    """必须从“好”中产生 closes it to all others."""
    if not re.search("必须从|必须为|只能从", clause) or row.kind is not ConsequenceKind.MAY:
        return None
    rest = tuple(one for one in setting.ladder.rungs if one not in made.levels)
    return Consequence(made.name, ConsequenceKind.MUST_NOT, rest) if rest else None


def _name(clause: str) -> str:
    plain = unnumbered(clause)
    return plain.strip("，、：“”（） 。；")[:24]


_CASE = re.compile(r"^对(?P<case>[^，。；]{2,24}?)的[，](?P<then>[^。；]{2,60})")
_CASES = 3


def cases(sentences: Sequence[Sentence]) -> Iterator[Suggestion]:
    """Three or more cases one after another: 对取得成效的，……；对变化不大的，……；……."""
    run: list[tuple[Sentence, re.Match[str]]] = []
    for one in (*sentences, None):
        match = _CASE.match(one.text) if one else None
        if one and match and (not run or one.number == run[-1][0].number + 1):
            run.append((one, match))
            continue
        if len(run) >= _CASES:
            yield from _chosen(run)
        run = [(one, match)] if one and match else []


def _chosen(run: list[tuple[Sentence, re.Match[str]]]) -> Iterator[Suggestion]:
    options = [match["case"] for _, match in run]
    common = _common_start(options)
    names = tuple(one if len(one) < 9 else one[-7:] for one in options)
    numbers = tuple(one.number for one, _ in run)
    fact = Fact(common or "情形", FactKind.CHOICE, options=names)
    yield Suggestion(fact, Certainty.LIKELY, numbers, "cases")
    for (sentence, match), option in zip(run, names, strict=True):
        when = Comparison(Operand.FACT, fact.name, Comparator.IS, option)
        part = Consequence(match["then"][:24], ConsequenceKind.DUTY, when=when)
        yield Suggestion(part, Certainty.LIKELY, (sentence.number,), "cases")


def _common_start(options: list[str]) -> str:
    """What all cases are about: the first words of the longest."""
    return max(options, key=len)[:4]
