"""Reads the cells of a list as offices fill them: kinds, 领域, days, numbers of members."""

import re

from desk_app.domain.days import day_of
from desk_app.domain.organisations.model import (
    ARMED_FORCES,
    BRANCH,
    BRAND,
    COMMITTEE,
    GENERAL_BRANCH,
    JOINT_BRANCH,
    MAX_MEMBERS,
    MEMBER,
    TOWN,
    key,
)
from desk_app.domain.organisations.variants import Meanings, asked_back
from desk_app.domain.points import without_thousands
from desk_app.domain.sheets import NOTHING, CellValue, plain

_KIND_NAMES = {
    COMMITTEE: ("党委", "基层党委", "委员会", "党的委员会", "党工委", "工委", "机关党委"),
    GENERAL_BRANCH: ("党总支", "总支", "党总支部", "总支部", "总支部委员会", "党总支委员会"),
    BRANCH: ("党支部", "支部", "支部委员会", "党支部委员会", "临时党支部", "独立党支部"),
    JOINT_BRANCH: ("联合党支部", "联合支部", "联合党支部委员会", "联合支部委员会"),
    MEMBER: ("党员", "正式党员", "中共党员", "个人"),
    ARMED_FORCES: ("武装部", "基层武装部", "人武部", "人民武装部"),
    BRAND: ("党建品牌", "品牌"),
}
_KIND_OF = {name: kind for kind, names in _KIND_NAMES.items() for name in names}
_KINDS = Meanings(_KIND_OF)

# The longer ending decides: 总支部委员会 also ends with 支部委员会.
_KIND_ENDINGS = (
    (re.compile(r"联合(党)?支部(委员会)?$"), JOINT_BRANCH),
    (re.compile(r"(党总支(部)?|总支部|总支)(委员会)?$"), GENERAL_BRANCH),
    (re.compile(r"支部(委员会)?$"), BRANCH),
    (re.compile(r"(党委|党工委|工委|委员会)$"), COMMITTEE),
    (re.compile(r"(武装部|人武部)$"), ARMED_FORCES),
)

_DOMAIN_NAMES = {
    "农村": ("农村", "村", "行政村", "建制村", "乡村", "农村村", "村级", "农村基层"),
    "社区": ("社区", "街道社区", "城市社区", "城镇社区", "居委会", "社区居委会", "城市"),
    "机关": ("机关", "党政机关", "机关单位", "国家机关", "政府机关", "党政机关单位"),
    "事业": ("事业", "事业单位", "其他事业", "其他事业单位", "公立医院", "医院"),
    "学校": ("学校", "高校", "中小学", "中小学校", "中学", "小学", "高等学校", "教育"),
    "国企": ("国企", "国有企业", "国有", "公有制企业", "国有单位", "国有独资企业"),
    "非公企业": (
        "非公企业",
        "非公",
        "非公有制企业",
        "非公有制经济组织",
        "非公经济组织",
        "非公经济",
        "民营企业",
        "私营企业",
        "民企",
    ),
    "社会组织": ("社会组织", "社团", "社会团体", "民办非企业", "民办非企业单位", "民非"),
    TOWN: ("镇党委", "乡党委", "乡镇党委", "街道党工委", "乡镇(街道)党(工)委"),
}
_DOMAIN_OF = {name: domain for domain, names in _DOMAIN_NAMES.items() for name in names}
_DOMAIN_UNCLEAR = {
    "两新": ("非公企业", "社会组织"),
    "两新组织": ("非公企业", "社会组织"),
    "机关事业": ("机关", "事业"),
    "机关事业单位": ("机关", "事业"),
    "机关企事业单位": ("机关", "事业", "国企"),
    "企业": ("国企", "非公企业"),
    "企事业单位": ("事业", "国企", "非公企业"),
    "村(社区)": ("农村", "社区"),
    "村社区": ("农村", "社区"),
}
_DOMAINS = Meanings(_DOMAIN_OF, _DOMAIN_UNCLEAR, ("党组织", "领域"))
_NO_DOMAIN = NOTHING | {"其他", "其它"}

_COUNT = re.compile(r"(\d{1,9})(?:[人名个])?$")

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"


def parse_kind(text: str) -> str:
    """Read 组织类别; raises ValueError with a Chinese sentence."""
    kinds = _KINDS.of(text)
    if not kinds:
        raise ValueError(
            f"组织类别“{text}”不认识，请填写党委、党总支、党支部或联合党支部"
            "（评的不是党组织的，填党员、武装部或党建品牌）。"
        )
    if len(kinds) > 1:
        raise ValueError(f"组织类别“{text}”看不出是{asked_back(kinds)}，请写明。")
    return kinds[0]


def guess_kind(name: str) -> str | None:
    """Tell the kind from how a name ends; None where it does not say."""
    plain_name = re.sub(r"\([^()]*\)$", "", key(name))
    for ending, kind in _KIND_ENDINGS:
        if ending.search(plain_name):
            return kind
    return None


def parse_domain(text: str) -> str:
    """Read 领域 or 所在单位类别; ``其他`` is empty. Raises ValueError with a sentence.

    Variants in brackets are understood (``variants``): 农村（行政村） is 农村.
    """
    plain_text = key(text).strip("“”\"'「」")
    if plain_text in _NO_DOMAIN:
        return ""
    domains = _DOMAINS.of(plain_text)
    if len(domains) == 1:
        return domains[0]
    if domains:
        raise ValueError(f"领域“{text}”看不出是{asked_back(domains)}，请写明。")
    raise ValueError(
        f"领域“{text}”不认识，请填写农村、社区、机关、事业、学校、国企、非公企业、社会组织或镇党委。"
    )


def parse_count(value: CellValue) -> int | None:
    """Read a number of members (``35``, ``３５人``); raises ValueError with a sentence."""
    text = without_thousands(plain(value))
    if not text:
        return None
    found = _COUNT.match(text)
    if found is None or int(found[1]) > MAX_MEMBERS:
        raise ValueError(f"党员数“{text}”不是整数，请用阿拉伯数字填写。")
    return int(found[1])


def parse_code(value: CellValue) -> str:
    """Read a code; raises ValueError where the office program has already lost digits."""
    if isinstance(value, float) and abs(value) >= 1e15:
        raise ValueError(
            "代码超过 15 位又是数字格式，末几位已被表格软件改成 0，请把该列设为文本后重填。"
        )
    return "".join(plain(value).split())


def is_id_number(value: CellValue) -> bool:
    """Whether a cell holds a citizen's ID number (18 digits, day of birth, check digit)."""
    text = plain(value).upper()
    if not re.fullmatch(r"\d{17}[\dX]", text):
        return False
    if day_of(text[6:10], text[10:12], text[12:14]) is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _ID_WEIGHTS, strict=False))
    return _ID_CHECKS[total % 11] == text[17]
