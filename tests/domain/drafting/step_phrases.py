"""Phrasings of steps and of what follows from a level."""

from tests.domain.drafting.phrase_table import PhraseRow

STEPS = (
    PhraseRow(
        "step.notice",
        (
            ("考核结果在党务公开栏公示5个工作日。", "notice_days = 5, working_days = true"),
            ("将评定结果在一定范围内进行公示，公示期不少于7天。", "notice_days = 7"),
            ("评定等次予以为期一周的公示。", "notice_days = 7"),
        ),
        (
            "公示无异议后，各支部存档备查。",
            "在公示栏、宣传栏张贴学习材料。",
        ),
    ),
    PhraseRow(
        "step.poll",
        (
            ("3月31日前，召开党员大会进行民主测评。", 'yields = "poll", deadline = "03-31"'),
            ("采取无记名方式由党员群众打票。", 'yields = "poll"'),
            ("组织群众代表开展满意度测评。", 'yields = "poll"'),
        ),
        (
            "结合民主测评结果查找差距。",
            "测评结果作为改进工作的参考。",
        ),
    ),
    PhraseRow(
        "step.approval",
        (
            ("4月20日前，报县委组织部审批。", 'yields = "approval", deadline = "04-20"'),
            ("初评结果报上级党委审定。", 'yields = "approval"'),
            ("经镇党委批准后授牌。", 'yields = "approval"'),
        ),
        (
            "报送材料要真实准确。",
            "按照审批权限规范办理各项手续。",
        ),
    ),
    PhraseRow(
        "step.decision",
        (
            ("召开党委会议，研究确定党支部等次。", 'yields = "decision"'),
            ("5月底前，镇党委评定各党支部等级。", 'deadline = "05-31"'),
            ("召开班子会议，综合研究提出初评意见。", 'yields = "decision"'),
        ),
        (
            "按照县委决定部署开展工作。",
            "党组织要研究新情况。",
        ),
    ),
    PhraseRow(
        "step.scores",
        (
            ("考核组对照标准逐项打分。", 'yields = "scores"'),
            ("12月10日前，镇党委对各支部进行量化考核。", 'deadline = "12-10"'),
            ("各支部对照细则开展自我评价。", 'yields = "scores"'),
        ),
        (
            "制定量化考核办法细则。",
            "检查验收结果及时反馈各支部。",
        ),
    ),
    PhraseRow(
        "step.opinion",
        (
            ("召开党员大会，对支部等次进行评议。", 'yields = "opinion"'),
            ("支部对照标准提出自评等次。", 'yields = "opinion"'),
            ("群众代表会议对党支部级次进行初评。", 'yields = "opinion"'),
        ),
        (
            "做好民主评议党员工作。",
            "评议时间安排在晚上。",
        ),
    ),
    PhraseRow(
        "step.papers",
        (
            ("6月30日前，各支部撰写自查报告。", 'yields = "papers", deadline = "06-30"'),
            ("年底前形成工作总结。", 'deadline = "12-31"'),
            ("各支部制定整改方案。", 'yields = "papers"'),
        ),
        (
            "工作方案要切实可行。",
            "报告内容实事求是。",
        ),
    ),
    PhraseRow(
        "step.objection",
        (
            (
                "对结果有异议的，应在7个工作日内提出书面申请。",
                "notice_days = 7, working_days = true",
            ),
            ("有不同意见的，可在5日内向镇党委申诉。", "notice_days = 5"),
            ("对评定结果有异议的，可以申请复核。", 'yields = "papers"'),
        ),
        (
            "公示期间没有异议。",
            "7个工作日内完成录入工作。",
        ),
    ),
    PhraseRow(
        "step.listed.opinion",
        (
            ("采取支部自评、党员评议、党委评定的程序进行。", 'yields = "opinion"'),
            ("按照支部自评、群众测评、上级审批等程序进行。", 'yields = "opinion"'),
            ("以党员自评、民主测评、组织评定为基本程序。", 'yields = "opinion"'),
        ),
        (
            "采取看、听、查等方式。",
            "按照规定程序进行。",
        ),
    ),
)

_LISTED = (
    "采取支部自评、群众测评、结果公示、党委评定、上级审批的程序进行。",
    "按照支部自评、民主测评、公示公开、组织评定、县委审批等程序进行。",
    "经过党员自评、投票测评、公示、党委研究评定、上级党委批准五个步骤。",
)
_NOT_LISTED = ("采取看、听、查等方式。", "按照规定程序进行。")
LISTED_STEPS = tuple(
    PhraseRow(
        f"step.listed.{name}",
        tuple((sentence, f'yields = "{name}"') for sentence in _LISTED),
        _NOT_LISTED,
    )
    for name in ("poll", "notice", "decision", "approval")
)

CONSEQUENCES = (
    PhraseRow(
        "consequence.report",
        (
            ("评为“好”的党支部，报市委组织部备案。", 'kind = "report", levels = ["好"]'),
            ("考核结果报县委组织部审批。", 'kind = "report"'),
            ("对评定为“较差”的，逐级上报县委组织部审核。", 'levels = ["较差"]'),
        ),
        (
            "认真填写备案材料。",
            "各支部及时报送信息。",
        ),
    ),
    PhraseRow(
        "consequence.must_not",
        (
            ("评为“较差”的党支部，书记不得评先评优。", 'kind = "must_not", levels = ["较差"]'),
            ("定为“一般”及以下等次的，班子成员不能提拔使用。", '"一般", "较差"'),
            ("“较差”党支部取消评选先进基层党组织资格。", 'kind = "must_not"'),
        ),
        (
            "不得弄虚作假。",
            "不能流于形式，走过场。",
        ),
    ),
    PhraseRow(
        "consequence.may",
        (
            ("评为“好”的党支部，优先推荐为先进基层党组织。", 'kind = "may", levels = ["好"]'),
            ("对“好”等次党支部授牌命名。", 'kind = "may"'),
            ("“好”和“较好”党支部纳入先进基层党组织评选范围。", 'levels = ["好", "较好"]'),
        ),
        (
            "优先安排工作经费。",
            "可以采取多种形式学习。",
        ),
    ),
    PhraseRow(
        "consequence.duty",
        (
            ("对“较差”的党支部限期整改。", 'kind = "duty", levels = ["较差"]'),
            ("评为“一般”的，由党委委员结对帮扶。", 'levels = ["一般"]'),
            ("对工作不力的，约谈党支部书记。", "fact"),
        ),
        (
            "认真抓好问题整改。",
            "要加强督促检查。",
        ),
    ),
    PhraseRow(
        "consequence.report.up",
        (
            ("评定结果逐级上报。", 'kind = "report"'),
            ("确定为“好”的，征求纪检机关意见。", 'levels = ["好"]'),
            ("整顿不力的需书面向县委报告。", "fact"),
        ),
        (
            "广泛征求意见建议。",
            "上报材料一式三份。",
        ),
    ),
    PhraseRow(
        "consequence.others",
        (
            ("推荐先进基层党组织，必须从评为“好”的党支部中产生。", '"较好", "一般", "较差"'),
            ("优秀书记人选必须从“好”的党支部中推荐。", "must_not"),
            ("先进党组织只能从“好”和“较好”党支部中优先产生。", '"一般", "较差"'),
        ),
        (
            "必须从思想上重视评定工作。",
            "优先从“好”的党支部中推荐。",
        ),
    ),
    PhraseRow(
        "cases",
        (
            (
                "对见效快的，巩固提升；对变化不大的，加强帮扶；对没有变化的，重点整改。",
                'kind = "choice"',
            ),
            ("对完成好的，通报表扬；对完成一般的，督促提醒；对没有完成的，限期整改。", "options"),
            (
                "对按期整改的，予以销号；对正在整改的，跟踪督办；对拒不整改的，严肃处理。",
                'is = "拒不整改"',
            ),
        ),
        (
            "对见效快的，巩固提升；对变化不大的，加强帮扶。",
            "对照标准，查找差距；对照先进，学习经验；对照要求，抓好落实。",
        ),
    ),
)
