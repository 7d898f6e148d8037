"""What 首页 and the lines around it say, as texts: no scheme and no database is needed to show it.

Imported for the first screen of a start, so it imports next to nothing.
"""

from typing import NamedTuple, TypeVar

T = TypeVar("T")


class StepWords(NamedTuple):
    """One line of the steps; ``room`` is "" for what happens outside the program."""

    name: str
    words: str
    done: int
    total: int
    room: str
    actor: str
    until: str
    overdue: bool


class HomeWords(NamedTuple):
    """Everything that 首页, the line on top, the list of rooms and the line below say.

    ``round_id`` is ``None`` where there is no round yet; ``badges`` is room → text.
    """

    office: str
    round: str
    round_id: int | None
    heading: str
    facts: str
    sentence: str
    action: str
    room: str
    late: str
    steps: tuple[StepWords, ...]
    badges: dict[str, str]


def read_words(kept: object) -> HomeWords:
    """Return what ``HomeWords._asdict`` became on its way through JSON.

    Raises ValueError where anything is missing, superfluous or of another kind.
    """
    fields = _fields(kept, HomeWords._fields)
    steps = fields.pop("steps")
    badges = fields.pop("badges")
    if not isinstance(steps, list) or not isinstance(badges, dict):
        raise ValueError("steps")  # noqa: TRY004 - whatever is wrong with a file is one error
    round_id = fields.pop("round_id")
    return HomeWords(
        round_id=None if round_id is None else _checked(round_id, int),
        steps=tuple(_step(one) for one in steps),
        badges={str(key): _checked(text, str) for key, text in badges.items()},
        **{name: _checked(value, str) for name, value in fields.items()},
    )


def _step(kept: object) -> StepWords:
    if not isinstance(kept, list) or len(kept) != len(StepWords._fields):
        raise ValueError("step")
    name, words, done, total, room, actor, until, overdue = kept
    return StepWords(
        _checked(name, str),
        _checked(words, str),
        _checked(done, int),
        _checked(total, int),
        _checked(room, str),
        _checked(actor, str),
        _checked(until, str),
        _checked(overdue, bool),
    )


def _fields(kept: object, names: tuple[str, ...]) -> dict[str, object]:
    if not isinstance(kept, dict) or set(kept) != set(names):
        raise ValueError("fields")
    return dict(kept)


def _checked(value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise ValueError(kind.__name__)  # noqa: TRY004 - as above
    return value
