"""Made-up facts for every form, rich enough to fill pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from desk_app.documents.columns import OMIT
from desk_app.domain.polling.meeting_papers import PaperCount, register_row, sign_in_rows
from desk_app.domain.polling.samples import Household, draw, method_words, size_words

VILLAGES = (
    "柳树湾村",
    "石桥村",
    "杏花岭村",
    "双泉村",
    "云溪社区",
    "农业技术推广站",
    "青山茶业有限公司",
)
REASONS = (
    "一、综合得分 93.5 分，落在 90 分以上（五星）。\n"
    "二、没有县委组织部认定的创新项目，按照方案第二条“五星级党组织须有创新项目”的规定，最高为四星。\n"
    "三、民主测评满意率 93.33%（满意 56 票、基本满意 14 票，有效票 75 张），达到 80% 的要求。"
)
PROBLEMS = (
    "组织生活会查摆问题不够深入，“三会一课”记录有缺项；村级集体经济收入来源单一，"
    "2025 年仅 12.6 万元；党务公开栏更新不及时……"
)

MEASURES = "1.明确专人负责公开栏；\n2.每季度首月10日前更新；\n3.镇党委组织办按季抽查，结果通报。"


def declaration() -> dict[str, object]:
    indicators = [
        ("领导班子建设好", "15", "14.5", "13", "班子缺 1 名委员，扣 2 分"),
        ("党员队伍建设好", "15", "15", "14.5", "2 名流动党员未按季度联系"),
        ("基本制度落实好（“三会一课”、主题党日、组织生活会、民主评议党员）", "20", "18", "17", ""),
        ("活动阵地建设好", "10", "10", "10", ""),
        (
            "服务群众作用好",
            "15",
            "14",
            "13.25",
            "群众反映办事排队时间长，《服务事项清单》未上墙公示",
        ),
        ("集体经济发展好", "15", "12", "11", "集体经济收入低于 15 万元"),
        ("基层治理成效好", "10", "9", "9", ""),
        ("群众反映好", "10", "9.5", "9", ""),
    ]
    return {
        "form_title": "青山镇基层党组织五星创评申报表",
        "township": "中共青山镇委员会",
        "year": 2026,
        "organisation": "中共青山镇柳树湾村支部委员会",
        "sector": "农村",
        "region": "东片",
        "superior": "中共青山镇委员会",
        "secretary": "章喆祎",
        "member_count": 46,
        "indicators": [
            {
                "name": name,
                "points": Decimal(points),
                "self_score": Decimal(own),
                "review_score": Decimal(review),
                "reason": reason,
            }
            for name, points, own, review, reason in indicators
        ],
        "points_total": Decimal(110),
        "self_total": Decimal("102.0"),
        "review_total": Decimal("96.75"),
        "adjustments": [
            {
                "name": "获市级表彰（先进基层党组织）",
                "points": Decimal(2),
                "proof": "市委文件〔2026〕3号",
            },
            {
                "name": "发生越级上访 1 起",
                "points": Decimal("-1.5"),
                "proof": "信访局通报（2026年4月）",
            },
        ],
        "adjustment_total": Decimal("0.5"),
        "final_score": Decimal("97.25"),
        "poll_result": "满意率 93.33%（发出 80 票，收回 78 票，有效 75 票；"
        "满意 56，基本满意 14，不满意 5）",
        "level_word": "星级",
        "self_level": "五星级",
        "proposed_level": "四星级",
        "reasons": REASONS,
        "problems": PROBLEMS,
        "committee_opinion": "经2026年11月18日镇党委会议研究，拟评定为四星级党组织。",
        "committee_day": date(2026, 11, 18),
        "superior_opinion": None,
        "superior_day": None,
    }


def summary(count: int = 40) -> dict[str, object]:
    return {
        "form_title": "2026年度青山镇党组织星级评定汇总表",
        "township": "中共青山镇委员会",
        "filled_on": date(2026, 11, 20),
        "level_word": "星级",
        "checker": "",
        "preparer": "王某",
        "phone": None,
        "rows": [
            {
                "organisation": f"中共青山镇{VILLAGES[number % 7]}第{number + 1}支部委员会",
                "sector": ("农村", "社区", "机关", "非公企业")[number % 4],
                "region": ("东片", "西片")[number % 2],
                "secretary": ("章喆祎", "李堃", "欧阳珺", "𬱖某", "赵玥湉")[number % 5],
                "member_count": 20 + number,
                "self_score": Decimal("95.5") - number,
                "review_score": Decimal("93.25") - number,
                "poll_result": Fraction(70 - number, 75),
                "proposed_level": "四星级",
                "decided_level": "三星级" if number % 3 else "四星级",
                "note": "超出名额，按排名顺延" if number % 9 == 4 else "",
            }
            for number in range(count)
        ],
    }


def rectification(count: int = 24) -> dict[str, object]:
    return {
        "form_title": "2026年度青山镇党组织整改台账",
        "township": "中共青山镇委员会",
        "filled_on": date(2026, 11, 20),
        "checker": "",
        "preparer": "王某",
        "rows": [
            {
                "organisation": f"{VILLAGES[number % 7]}党支部",
                "problem": PROBLEMS
                if number % 4 == 0
                else "党务公开不及时，“三务”公开栏半年未更新。",
                "goal": "按季度公开，群众知晓率达到 90% 以上",
                "measures": MEASURES,
                "owner": "李堃",
                "due_on": date(2026, 12, 1 + number),
                "progress": "已更新第三季度内容，正在建立台账。" if number % 2 else "",
                "state": ("进行中", "已逾期", "已销号")[number % 3],
                "closed_on": date(2026, 11, 2) if number % 3 == 2 else None,
                "proof": "公开栏照片（3张）" if number % 3 == 2 else None,
            }
            for number in range(count)
        ],
    }


def score_sheet() -> dict[str, object]:
    standard = (
        "班子配备齐全、分工明确得 5 分，缺 1 名委员扣 2 分；书记履职尽责得 5 分；"
        "每半年至少研究 1 次党建工作，少 1 次扣 1 分，扣完为止。"
    )
    given = declaration()["indicators"]
    assert isinstance(given, list)
    return {
        "form_title": "青山镇基层党组织五星创评评分表",
        "organisation": "中共青山镇柳树湾村支部委员会",
        "year": 2026,
        "sector": "农村",
        "evaluator": "考评",
        "indicators": [
            {
                "name": entry["name"],
                "points": entry["points"],
                "standard": standard,
                "score": None,
                "reason": None,
            }
            for entry in given
        ],
        "points_total": Decimal(110),
        "score_total": None,
        "scored_on": None,
    }


def ballot(count: int = 12) -> dict[str, object]:
    options = dict.fromkeys((f"option_{number}" for number in range(1, 9)), OMIT)
    named = {
        f"option_{number}": name for number, name in enumerate(("好", "较好", "一般", "较差"), 1)
    }
    examples: dict[str, object] = {
        f"{kind}_{number}": mark if number <= marks else None
        for kind, mark, marks in (("valid", "○", 1), ("invalid", "×", 2))
        for number in range(1, 9)
    }
    return {
        "form_title": "青山镇党组织民主测评票",
        "held": "中共青山镇委员会　测评大会（2026年3月5日）　群众测评",
        "instruction": "请在您认为合适的一栏内画“○”，每个党组织只选一项；不选的按弃权计，"
        "选两项以上的该项无效。",
        "heading": "测评对象",
        "valid_words": "有效：只画一个",
        "invalid_words": "无效：画了两个",
        "note": "本票不记名，不要写姓名、编号或作其他记号。",
        "rows": [{"organisation": f"{VILLAGES[number % 7]}党支部"} for number in range(count)],
        **examples,
        **options,
        **named,
    }


def register() -> dict[str, object]:
    return {
        "form_title": "发票登记表",
        "held": "中共青山镇委员会　党员群众测评大会　镇政府三楼会议室",
        "day": date(2026, 3, 5),
        "instruction": "按类别清点发票张数，只记数量，不记哪张票给了谁。",
        "rows": [
            register_row(PaperCount("群众测评（票一）", "党员", 40, 39, 39, 38)),
            register_row(PaperCount("群众测评（票一）", "群众代表", 38, 37)),
            register_row(PaperCount("评星", "", 30, 28, note="已作废")),
        ],
    }


def minutes() -> dict[str, object]:
    return {
        "form_title": "会　议　记　录",
        "meeting": "党员群众测评大会",
        "day": date(2026, 3, 5),
        "place": "镇政府三楼会议室",
        "host": "欧阳珺",
        "supervisors": "𬱖某、冯䶮",
        "tellers": "章喆祎、李堃",
        "caller": "赵玥湉",
        "recorder": None,
        "attendance": "应到 78 人，实到 76 人。其中党员应到 40 人、实到 39 人。",
        "agenda": "一、通报情况；\n二、述职；\n三、测评。",
        "minutes": PROBLEMS,
        "polls": "群众测评（12 个对象）：发出 76 张，收回 75 张，有效 74 张，无效 1 张。",
    }


def household_sample() -> dict[str, object]:
    heads = ("章喆祎", "李堃", "欧阳珺", "𬱖某", "冯䶮")
    houses = [
        Household(number, heads[number % 5], f"柳树湾村{number % 9 + 1}组{number}号", "一组")
        for number in range(1, 264)
    ]
    made = draw(houses, "58213047", 27)
    return {
        "form_title": "2026年度住户抽样名单",
        "office": "中共青山镇委员会",
        "name": "柳树湾村住户抽样",
        "drawn_on": date(2026, 3, 5),
        "seed": made.seed,
        "size_words": size_words(made),
        "digest": made.digest,
        "method": method_words(made),
        "rows": [
            {
                "number": one.number,
                "head": one.head,
                "address": one.address,
                "group": one.group,
                "visit": None,
            }
            for one in made.drawn
        ],
    }


def sign_in(count: int = 35) -> dict[str, object]:
    names = [f"{'章李王祎赵翀钱'[number % 7]}某{number}" for number in range(count)]
    return {
        "form_title": "党员群众测评大会签到册",
        "held": "中共青山镇委员会　党员群众测评大会　2026年3月5日　镇政府三楼会议室",
        "category": "党员",
        "expected": count,
        "rows": sign_in_rows(names, count),
    }


FACTS = {
    "declaration": declaration,
    "summary": summary,
    "rectification": rectification,
    "score_sheet": score_sheet,
    "ballot": ballot,
    "sign_in": sign_in,
    "register": register,
    "minutes": minutes,
    "household_sample": household_sample,
}
