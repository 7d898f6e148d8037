"""Polls, their rates, and who scores: 无记名测评, 满意率, 自评, 考评, 3:7的比例加权."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from desk_app.domain.drafting.model import Certainty, Part, Sentence, Suggestion
from desk_app.domain.drafting.numerals import SHARE, ratio, share
from desk_app.domain.drafting.phrases import Phrase, Setting
from desk_app.domain.scheme.model.polls import YES_OR_NO, Counting, Poll, Rate
from desk_app.domain.scheme.model.scoring import Evaluator, Weighting

SATISFIED = ("满意", "基本满意", "不满意", "不了解")
_OPTIONS = re.compile(
    r"[“（]?(?P<options>[\u4e00-\u9fff]{0,3}满意[”]?(?:[、，和][“]?[\u4e00-\u9fff]{0,3}(?:满意|了解|一般|较差|差)[”]?){1,4})"
)


def _poll(_: re.Match[str], sentence: Sentence, setting: Setting) -> Iterable[Part]:
    text = sentence.text
    called = "当场唱票" in text
    if listed := _OPTIONS.search(text):
        options = tuple(one.strip("“”") for one in re.split("[、，和]", listed["options"]))
        yield Poll("测评", options, counting=Counting(called=called))
        return
    if re.search("票决|举手表决", text):
        yield Poll("民主测评", YES_OR_NO, counting=Counting(called=called))
        return
    if re.search("满意度", text) or ("满意" in text and "测评" in text):
        yield Poll("满意度测评", SATISFIED, counting=Counting(called=called))
        return
    if re.search("等级|等次|级次|星级|档次", text) and setting.ladder.rungs:
        yield Poll(
            "测评", setting.ladder.rungs, distribution=True, counting=Counting(called=called)
        )
        return
    if re.search("测评表|群众测评", text):
        yield Poll("群众测评", SATISFIED, counting=Counting(called=called))


def _rate(_: re.Match[str], __: Sentence, ___: Setting) -> Iterable[Part]:
    yield Rate("满意率", "测评", SATISFIED[:2])


def _weighted(match: re.Match[str], sentence: Sentence, _: Setting) -> Iterable[Part]:
    parts = ratio(match["ratio"])
    names = _SCORERS.findall(sentence.text[: match.start()])
    if len(parts) != 2 or len(names) < 2 or sum(parts) not in {10, 100}:
        return
    for at, (name, part) in enumerate(zip(names[-2:], parts, strict=True)):
        yield Evaluator(name, total=at == 1, weight=Fraction(part))
    yield Weighting()


def _percent(match: re.Match[str], _: Sentence, __: Setting) -> Iterable[Part]:
    """Shares of several scores: 自评占20%，考评占60%，测评占20%."""
    found = [
        (one["name"], share(one["share"]) or Fraction(0))
        for one in _PERCENT.finditer(match.group())
    ]
    if sum((part for _, part in found), Fraction(0)) != 1:
        return
    heaviest = max(range(len(found)), key=lambda at: (found[at][0] != "自评", found[at][1]))
    for at, (name, part) in enumerate(found):
        yield Evaluator(name, total=at == heaviest, weight=part * 100)
    yield Weighting()


_PERCENT = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{0,8}}?(?:自评|互评|测评|考评|考核|评议|评价|评分))"
    rf"(?:得分|结果|成绩|分值)?(?:各|分别)?(?:占|权重为?|按)(?:总分的?)?(?P<share>{SHARE})"
)
_SHARED = re.sub(r"\?P<\w+>", "?:", _PERCENT.pattern)
_SCORERS = re.compile("(?:自评|互评|测评|考评|考核|评议)")

TABLE = (
    Phrase("weights.percent", rf"(?:{_SHARED}[，、；和]?){{2,5}}", _percent),
    Phrase(
        "poll",
        r"(?:无记名|不记名|投票|票决|满意度测评|民主测评|群众测评|进行测评|测评表|测评票)",
        _poll,
        Certainty.LIKELY,
    ),
    Phrase("rate", r"满意(?:率|度)(?!测评)", _rate, Certainty.LIKELY),
    Phrase(
        "weights",
        r"{ratio:ratio}(?:的)?(?:比例|权重)?[^，。；]{0,4}(?:加权|计分|折算|计算)",
        _weighted,
    ),
)
_SELF = re.compile("自评|自我评价|自查自评|自我评定")
_ABOVE = re.compile(
    "量化考核|考评|综合评分|考核打分|量化考评|评定级次|评定等级|组织评定|检查验收|民主评议|考核组|年度考核|评定[^，。；]{0,8}(?:级次|等级|等次|星级)"
)


def evaluators(sentences: Sequence[Sentence]) -> Iterator[Suggestion]:
    """Who scores: the graded themselves, and whoever stands above them, whose total counts."""
    mine = [one.number for one in sentences if _SELF.search(one.text)]
    above = [one.number for one in sentences if _ABOVE.search(one.text)]
    if mine:
        yield Suggestion(Evaluator("自评"), Certainty.LIKELY, tuple(mine), "evaluator.self")
    if above:
        yield Suggestion(Evaluator("考评", total=True), Certainty.LIKELY, tuple(above), "evaluator")
