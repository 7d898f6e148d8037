"""Every table and key of the grammar, in the order in which a file is written."""

from functools import cache

from desk_app.domain.drafts.catalogue_rounds import ROUNDS
from desk_app.domain.drafts.catalogue_scoring import SCORING
from desk_app.domain.drafts.fields import (
    LEVELS,
    NAME,
    ORIGIN,
    UNMEASURED,
    Editor,
    FieldTable,
    Keys,
    SchemeField,
    choices,
    domains,
    when,
)
from desk_app.domain.drafts.tree import Path
from desk_app.domain.organisations.model import DOMAINS

HEAD = FieldTable(
    (),
    "基本",
    (
        SchemeField("format", "格式", Editor.WHOLE, "新方案写 2", required=True),
        SchemeField("id", "编号", hint="字母、数字、汉字和 . - _，最多 40 字", required=True),
        SchemeField("title", "方案名称", required=True),
        SchemeField("source", "依据的文件", Editor.LONG_TEXT, "文件名称和文号"),
    ),
    many=False,
    main="title",
)
_GENERAL = (
    HEAD,
    FieldTable(
        ("subjects",),
        "考评对象",
        (
            SchemeField("name", "怎样称呼", hint="不填为“党组织”；评党员的填“党员”"),
            SchemeField("unit", "量词", hint="不填为“个”，党员、干部为“名”", least_format=2),
            SchemeField("absent_in_base", "不参评的计入名额基数", Editor.YES_NO),
            SchemeField(
                "out_in_base", "取消资格、不定级的计入名额基数", Editor.YES_NO, least_format=2
            ),
            *ORIGIN,
        ),
        many=False,
    ),
    FieldTable(
        ("total",),
        "总分",
        (
            SchemeField(
                "measure",
                "等次看什么",
                Editor.WORD,
                "不选就是看总分",
                choices=choices(
                    ("points", "看总分"), ("stars", "看获得几颗星"), ("opinion", "看会议意见")
                ),
            ),
            SchemeField("full", "总分", Editor.NUMBER, "应等于各项指标之和"),
            SchemeField("decimals", "保留几位小数", Editor.WHOLE, "0 到 3，不填为 1"),
            SchemeField(
                "round_first",
                "先四舍五入再定档",
                Editor.YES_NO,
                "不选的，89.95 分不到 90 分",
                least_format=2,
            ),
            SchemeField("ceiling", "最高计多少分", Editor.NUMBER, "加减分以后；不填不封顶"),
            SchemeField("floor", "最低计多少分", Editor.NUMBER, "不填为 0"),
            *ORIGIN,
        ),
        many=False,
        main="full",
    ),
    FieldTable(
        ("levels",),
        "等次",
        (
            NAME,
            SchemeField("aliases", "别名", Editor.NAMES, "读别人的表时认得的叫法"),
            SchemeField("management", "管理名称", hint="如“红旗支部”"),
            SchemeField(
                "none",
                "不定等次",
                Editor.WORD,
                "各只能有一个，排在最后",
                choices=choices(
                    ("below", "低于最低一级，如“无星”"), ("outside", "不在等次之内，如“不定级”")
                ),
            ),
            SchemeField("duty", "以后做什么", Editor.LONG_TEXT, "评为这一等次以后"),
            *ORIGIN,
        ),
    ),
    FieldTable(
        ("domains",),
        "领域",
        (
            NAME,
            SchemeField(
                "includes",
                "名册里的领域",
                Editor.NAMES,
                "不选就是同名的",
                choices=choices(*((one, one) for one in DOMAINS)),
            ),
            *ORIGIN,
        ),
    ),
)
_LADDER = (
    FieldTable(
        ("stars",),
        "星",
        (
            NAME,
            SchemeField(
                "kind",
                "哪一类",
                Editor.WORD,
                choices=choices(("共性星", "共性星"), ("个性星", "个性星")),
            ),
            domains(),
            when("什么条件下授予", required=True),
            *ORIGIN,
        ),
        main="when",
    ),
    FieldTable(
        ("bands",),
        "档次",
        (
            SchemeField("level", "等次", Editor.NAME_OF, required=True, of=LEVELS),
            SchemeField("range", "多少分", Editor.RANGE, "只定下限，不会有空档", required=True),
            SchemeField("soft", "原文说“一般”", Editor.YES_NO),
            SchemeField("requires", "还须满足", Editor.CONDITION, "不满足的按下一档"),
            UNMEASURED,
            *ORIGIN,
        ),
        main="range",
    ),
    FieldTable(
        ("limits",),
        "限定的先后",
        (
            SchemeField(
                "sequence",
                "先后",
                Editor.WORDS,
                "有两类以上时要定先后",
                choices=choices(
                    ("disqualify", "取消资格"),
                    ("force", "直接认定"),
                    ("cap", "最高限定"),
                    ("demote", "降级"),
                ),
            ),
            SchemeField(
                "demotions",
                "几条降级",
                Editor.WORD,
                choices=choices(("add_up", "累计降低"), ("largest", "只按降得最多的一条")),
            ),
            SchemeField("rules", "限定", Editor.ROWS),
            SchemeField("yearly", "逐年升降", Editor.ROWS, least_format=2),
            *ORIGIN,
        ),
        many=False,
        main="sequence",
    ),
    FieldTable(
        ("limits", "rules"),
        "限定",
        (
            NAME,
            SchemeField(
                "disqualify",
                "取消资格",
                Editor.OUT,
                "没有等次，或写“不定等次”",
                of=LEVELS,
                one_of="限定",
            ),
            SchemeField("force", "直接定为", Editor.NAME_OF, of=LEVELS, one_of="限定"),
            SchemeField("cap", "最高定为", Editor.NAME_OF, of=LEVELS, one_of="限定"),
            SchemeField("demote", "降低几个等次", Editor.WHOLE, "1 到 20", one_of="限定"),
            SchemeField("unscored", "不等评分", Editor.YES_NO, "直接定为的才能选", least_format=2),
            when("什么情况", required=True),
            UNMEASURED,
            *ORIGIN,
        ),
        main="when",
    ),
    FieldTable(
        ("limits", "yearly"),
        "逐年升降",
        (
            NAME,
            SchemeField("rise", "最多升几级", Editor.WHOLE, "比上一年度，1 到 20"),
            SchemeField("fall", "最多降几级", Editor.WHOLE, "比上一年度，1 到 20"),
            when("只在什么情况下", "不填就是都受限"),
            SchemeField("waiver", "会议可以突破的叫法", hint="如“破格”"),
            *ORIGIN,
        ),
        main="rise",
    ),
    FieldTable(
        ("consequences",),
        "结果运用",
        (
            NAME,
            SchemeField(
                "kind",
                "哪一种",
                Editor.WORD,
                required=True,
                choices=choices(
                    ("report", "须报告"), ("may", "可以"), ("must_not", "不得"), ("duty", "应当")
                ),
            ),
            SchemeField("levels", "哪些等次", Editor.NAMES_OF, "不选就是所有等次", of=LEVELS),
            when("还须满足"),
            SchemeField("to", "报给谁", hint="或征求谁的意见"),
            *ORIGIN,
        ),
    ),
)
_LAST = (
    FieldTable(
        ("readings",),
        "读法",
        (
            NAME,
            SchemeField("question", "问题", Editor.LONG_TEXT, required=True),
            SchemeField("options", "可以怎样理解", Editor.NAMES, "至少两种", required=True),
            SchemeField("chosen", "选定", Editor.TEXT, "其中一种；没有选定的方案不能用"),
            SchemeField("reason", "理由", Editor.LONG_TEXT),
            *ORIGIN,
        ),
        main="chosen",
    ),
    FieldTable(
        ("forms",),
        "表名",
        (
            SchemeField("declaration", "申报表"),
            SchemeField("summary", "汇总表"),
            SchemeField("score_sheet", "评分表"),
            SchemeField("ballot", "测评票"),
            SchemeField("rectification", "整改台账"),
        ),
        many=False,
        main="declaration",
    ),
)
_TRIALS = FieldTable(
    ("trials",),
    "试算",
    (
        SchemeField("name", "名称", hint="甲、乙，或真的名称", required=True),
        SchemeField(
            "level",
            "应当得到",
            Editor.NAME_OF,
            "不选就只看结果；也可写“没有等次”",
            least_format=2,
            of=LEVELS,
        ),
        SchemeField("entered", "依据", Editor.CELLS, "列名同依据表", least_format=2),
        *ORIGIN,
    ),
    main="level",
)
CATALOGUE: tuple[FieldTable, ...] = (*_GENERAL, *SCORING, *_LADDER, *ROUNDS, *_LAST, _TRIALS)


@cache
def _by_path() -> dict[Keys, FieldTable]:
    return {one.path: one for one in CATALOGUE}


def table_of(path: Path) -> FieldTable | None:
    """The table that a path to a table, a row or a list of rows speaks of."""
    return _by_path().get(tuple(step for step in path if isinstance(step, str)))


def field_of(path: Path) -> SchemeField | None:
    """The field that a path leads to, or leads into; ``None`` where it leads to a table."""
    names = tuple(step for step in path if isinstance(step, str))
    for length in range(len(names) - 1, -1, -1):
        table = _by_path().get(names[:length])
        if table is not None and len(names) > length and names not in _by_path():
            return table.field(names[length])
    return None


def order_of(path: Path) -> tuple[str, ...]:
    """The keys beside the one at ``path``, as they are written; the tables behind those of ()."""
    holder = table_of(path[:-1]) if path else None
    keys = holder.keys if holder is not None else ()
    tops = tuple(one.path[0] for one in CATALOGUE if len(one.path) == 1)
    return keys if len(path) > 1 else (*keys, *tops)
