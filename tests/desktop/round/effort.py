"""Keys and clicks of each stage, and how many a clerk needed before, by the same walk."""

from dataclasses import dataclass, field

MOST_ANSWERS = 2
"""Keys or clicks that a question may want before something that cannot be taken back."""
MOST_FOR_300_CELLS = 40
"""Keys, clicks and pastes: a list comes in, 300 cells are scored with their 150 reasons."""


@dataclass
class Effort:
    """What a stage took; a paste is one, what answers a question is counted apart."""

    keys: int = 0
    clicks: int = 0
    pastes: int = 0
    answers: list[int] = field(default_factory=list)
    """Keys and clicks for each question."""

    @property
    def all(self) -> int:
        """Keys, clicks and pastes together, without the answers."""
        return self.keys + self.clicks + self.pastes

    def __add__(self, other: "Effort") -> "Effort":
        return Effort(
            self.keys + other.keys,
            self.clicks + other.clicks,
            self.pastes + other.pastes,
            self.answers + other.answers,
        )


@dataclass(frozen=True)
class Allowed:
    """What a stage took when it was first walked, by mouse and keyboard, in November 2026."""

    clicks: int
    keys: int
    pastes: int = 0

    def exceeded(self, effort: Effort) -> list[str]:
        """Say what a stage takes more: a key may stand for a click, not the other way round."""
        found = []
        if effort.clicks > self.clicks:
            found.append(f"点击多 {effort.clicks - self.clicks}")
        if effort.all > self.clicks + self.keys + self.pastes:
            found.append(f"共多 {effort.all - self.clicks - self.keys - self.pastes}")
        if any(one > MOST_ANSWERS for one in effort.answers):
            found.append(f"回答 {max(effort.answers)} 次")
        return found


ALLOWED = {
    "新建工作区": Allowed(clicks=0, keys=9, pastes=2),
    "导入名单": Allowed(clicks=3, keys=12, pastes=2),
    "新建轮次": Allowed(clicks=4, keys=9),
    "评分": Allowed(clicks=29, keys=94, pastes=7),
    "新建会议、打印票": Allowed(clicks=15, keys=17, pastes=2),
    "票数、计票人": Allowed(clicks=6, keys=18, pastes=1),
    "第一人录入": Allowed(clicks=3, keys=185),
    "第二人录入": Allowed(clicks=2, keys=107),
    "核定、封存、投影": Allowed(clicks=5, keys=12, pastes=1),
    "定级、名额、定稿": Allowed(clicks=8, keys=13, pastes=2),
    "整改": Allowed(clicks=12, keys=33, pastes=10),
    "上报": Allowed(clicks=6, keys=0),
}
"""Stage → what it may take."""
DIFFERENT = {
    "导入名单": "都是两次，先 23 个、改了再 7 个；第二次漏改的一格现在当场改，从前回 WPS 改",
    "评分": "都先键录两份；从前按指标一列一列粘贴五次、没有写理由，"
    "现在整块粘贴三次，150 条理由也在内",
    "新建会议、打印票": "都看到预览为止，没有打印机",
    "第一人录入": "都在录了 4 张以后断电一次，这一摞从头再录",
    "整改": "从前生成 42 项，这份名单生成 43 项",
    "上报": "从前文件夹改不了，写到了缺省的地方；现在写到 U 盘",
}
"""Where the work of a stage is not quite what it was, or is for a reason that cannot be seen."""


class Book:
    """What each stage took, written down and held against what it may take."""

    def __init__(self) -> None:
        self.stages: dict[str, Effort] = {}
        self.wrong: list[str] = []

    def enter(self, stage: str, effort: Effort) -> None:
        """Write a stage down and print its line."""
        self.stages[stage] = effort
        allowed = ALLOWED[stage]
        more = allowed.exceeded(effort)
        self.wrong += [f"{stage}：{one}" for one in more]
        before = f"{allowed.keys:>4} 键 {allowed.clicks:>3} 点 {allowed.pastes:>3} 贴"
        answers = f"，回答 {'、'.join(map(str, effort.answers))}" if effort.answers else ""
        saved = allowed.keys + allowed.clicks + allowed.pastes - effort.all
        print(
            f"{_wide(stage, 18)}{effort.keys:>4} 键 {effort.clicks:>3} 点 {effort.pastes:>3} 贴"
            f"　从前 {before}　{'多了：' + '、'.join(more) if more else f'少 {saved}'}{answers}",
            flush=True,
        )

    def explain(self) -> None:
        """Print what the lines above do not tell."""
        print(
            "一键、一次点击、一次粘贴各算一次；封存、定稿的回答另计，每问不超过两次。与从前相比："
        )
        for stage, words in DIFFERENT.items():
            print(f"  {stage}：{words}。", flush=True)

    def enter_300_cells(self, effort: Effort) -> None:
        """Hold the list, 300 cells and 150 reasons against their own limit."""
        if effort.all > MOST_FOR_300_CELLS:
            self.wrong.append(f"导入、300 格、150 条理由：{effort.all}")
        words = f"导入名单和整表一共 {effort.all}（≤ {MOST_FOR_300_CELLS}）"
        print(f"{_wide('300 格 150 条理由', 18)}{words}", flush=True)


def _wide(words: str, columns: int) -> str:
    """Fill a word up to a width in which a Chinese character counts two."""
    width = sum(2 if one > "\u2fff" else 1 for one in words)
    return words + " " * (columns - width)
