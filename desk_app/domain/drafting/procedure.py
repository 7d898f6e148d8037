"""The steps of a procedure: who does what by when, and what it leaves behind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desk_app.domain.drafting import times
from desk_app.domain.drafting.model import Certainty, Sentence, SentenceKind, Suggestion
from desk_app.domain.drafting.numerals import unnumbered
from desk_app.domain.scheme.model.rounds import Step, StepYield


@dataclass(frozen=True, slots=True)
class StepPhrase:
    """One row: a clause in which ``pattern`` is found is a step that yields so."""

    name: str
    yields: StepYield
    pattern: str


TABLE = (
    StepPhrase(
        "objection",
        StepYield.PAPERS,
        r"(?:\d+|[一二三五七十])个?(?:工作)?日内[^。；]{0,16}(?:提供|提出|申请|反映|申诉)|异议[^，。；]{0,8}(?:提出|申请)|(?:可以?|应)[^，。；]{0,6}(?:申请复核|申诉|申请复议)",
    ),
    StepPhrase(
        "notice", StepYield.NOTICE, r"公示(?!栏|板|牌|墙|制度|无异议|后|结束|上墙|期满)|张榜公布"
    ),
    StepPhrase(
        "poll",
        StepYield.POLL,
        r"无记名|民主测评(?!结果|情况)|群众测评(?!结果)|满意度测评(?!结果)|进行测评|召开测评会|票决(?!结果)",
    ),
    StepPhrase(
        "approval",
        StepYield.APPROVAL,
        r"(?:报|上报|经|由|申报)[^，。；]{0,16}?(?:审批|审定|批准|复查确认|核准|审核(?!评定|汇总))|(?:组织部|上级党委|[县市区]委|工委)[^，。；]{0,6}(?:审定|审批|批准|核定)|形成评价结果|挂牌授|予以命名",
    ),
    StepPhrase(
        "decision",
        StepYield.DECISION,
        r"(?:党委会?|党组(?!织)|支委会|班子会议?|委员会|工委)[^，。；]{0,24}?(?:评定|拟定|确定|研究|初评|定级|决定)[^，。；]{0,16}?(?:等级|等次|级次|星级|意见|结果|档次|类别)?|(?:进行|作出)(?:综合|星级)?评定|拟定星级|(?<![得接律能])评定(?!为)[^，。；]{0,8}(?:等级|级次|等次|星级)|初评意见|划分等级|组织考评定级|进行授牌命名|研究每位|研究(?:确定|决定|评定|审定)[^，。；]{0,12}(?:等级|等次|级次|星级|档次|类别)",
    ),
    StepPhrase(
        "scores",
        StepYield.SCORES,
        r"打分|量化考[核评](?!办法|细则)|综合评分|逐项评[分定]|考评打分|自我评价|自查自评(?!报告)|进行考[评核]|检查验收(?!情况|结果)|实地考核|考核评分|直接确定[“]?星|(?:自查|自评|考核|考评)[^，。；]{0,4}于[^，。；]{0,12}前完成",
    ),
    StepPhrase(
        "opinion",
        StepYield.OPINION,
        r"(?:初评|评议|审议|认定|自评|申报|重新核定|定级)[^，。；]{0,12}(?:级次|等级|等次|星级|类别|意见)|(?:级次|等级|等次|类别)[^，。；]{0,6}(?:初评|评议|审议|认定|自评)|自评(?:表|结果)|认格|定位、定星|填写《?[“]?申报表|民主评议(?!党员)|自评[、，]|评审委员会",
    ),
    StepPhrase(
        "papers",
        StepYield.PAPERS,
        r"(?:形成|撰写|制定|签订|上报|报送|建立|写出|提交|填写|作出|印发|召开|开展|成立|进行|完成|公开|提供|确定)[^，。；]{0,24}(?:报告|(?<!本)方案|承诺|总结|台账|台帐|名单|责任书|计划|措施|档案|摸底|动员|部署|宣传|标准|材料|申请|复核|回头看|点评)|公开承诺|调查摸底|宣传发动|(?:12|十二)月\d{0,2}日?前[^。；]{0,20}(?:申请|总结|复核)|全面完成",
    ),
)
_COMPILED = tuple((row, re.compile(row.pattern)) for row in TABLE)
_NO_STEPS = re.compile(
    "指导思想|基本原则|工作原则|工作要求|总体要求|目标要求|组织领导|加强领导|保障措施|宣传|营造|"
    "提高认识|高度重视|评定标准|评分标准|考核内容|创建标准|结果运用|有关要求|主要目标"
)
_ACTOR = re.compile(
    r"(?:由|各|经)?(?P<actor>[\u4e00-\u9fff（）“”]{0,8}(?:党委|党组织|党组|支委会|党支部|组织部|工委|党总支|领导小组|考评小组|考核组|评审委员会|支部))"
)
_BEFORE = re.compile(r"前|底|之前|以前|内完成|至|旬|期间|截止")
_SEVERAL = 4
_LISTED = re.compile(
    r"(?:采取|按照|包括|以|经过|通过)(?P<steps>[^，。；]{3,24}?(?:[、和][^，。；、]{2,20}){1,6}?)(?:等)?(?:方式|[二两三四五六七八]个程序|程序|步骤|为基本程序)"
)
LISTED = (
    StepPhrase(
        "listed.decision", StepYield.DECISION, "党委[^、]{0,4}评定|组织评定|评定定级|考评定级|审定"
    ),
    StepPhrase("listed.poll", StepYield.POLL, "测评|投票"),
    StepPhrase("listed.notice", StepYield.NOTICE, "公示"),
    StepPhrase("listed.approval", StepYield.APPROVAL, "审批|批准"),
    StepPhrase("listed.opinion", StepYield.OPINION, "自评|评议|审议|初评|认格|评价"),
)
"""Steps that are only listed: 采取党员大会评议、支部自评、党委评定方式."""
_SHORT = tuple((row, re.compile(row.pattern)) for row in LISTED)


def read(sentence: Sentence) -> Iterator[Suggestion]:
    """The steps of one sentence, at most four, each kind once."""
    if sentence.kind is SentenceKind.HEADING or len(sentence.text) < 8:
        return
    if any(_NO_STEPS.search(one) for one in sentence.headings) or _NO_STEPS.match(sentence.marker):
        return
    if listed := _LISTED.search(sentence.text):
        parts = re.split("[、和]", listed["steps"])
        rows = [next((one for one, found in _SHORT if found.search(part)), None) for part in parts]
        if sum(one is not None for one in rows) > 1:
            for part, row in zip(parts, rows, strict=True):
                if row is not None:
                    yield _step(part, row, sentence)
            return
    seen: set[StepYield] = set()
    for clause in re.split("[，：]", sentence.text):
        fresh = [(row, found) for row, found in _COMPILED if row.yields not in seen]
        row = next((one for one, found in fresh if found.search(clause)), None)
        if row is not None:
            seen.add(row.yields)
            yield _step(clause, row, sentence)
        if len(seen) == _SEVERAL:
            return


def _step(clause: str, row: StepPhrase, sentence: Sentence) -> Suggestion:
    found = times.period(sentence.text) if row.yields is StepYield.NOTICE else None
    deadline = _deadline(sentence)
    if row.name == "objection" and (found := times.period(sentence.text)):
        deadline = None
    actor = _ACTOR.search(clause) or _ACTOR.search(sentence.text)
    step = Step(
        _name(clause),
        actor["actor"] if actor else "",
        row.yields,
        deadline=deadline,
        notice_days=found.days if found else 0,
        working_days=bool(found and found.working),
    )
    return Suggestion(step, Certainty.LIKELY, (sentence.number,), f"step.{row.name}")


def _deadline(sentence: Sentence) -> tuple[int, int] | None:
    """The day in the sentence, else that of the nearest heading that has one."""
    for text in (sentence.text, *reversed(sentence.headings)):
        if (day := times.day(text)) and (_BEFORE.search(text) or "月" in text):
            return day
    return None


def _name(clause: str) -> str:
    plain = unnumbered(clause)
    return plain.strip("，、：“”（） 。；")[:16]
