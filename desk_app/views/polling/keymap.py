"""Which key means what on a ballot. Every one of them has its place on the number pad."""

from dataclasses import dataclass, field

from desk_app.domain.polling.counts import ABSTAINED, SPOILT
from desk_app.domain.polling.keying import VOID_REASONS

VOID = "整张无效"
TEN = "10"
_MOST_OPTIONS = 9


@dataclass(frozen=True, slots=True)
class KeyMap:
    """``votes`` is key → vote; ``heads`` stand over the columns of the paper, in its order.

    ``counted`` and ``moves`` are (keys, meaning), as they are listed beside the paper.
    """

    votes: dict[str, str]
    heads: dict[str, str] = field(default_factory=dict)
    counted: tuple[tuple[str, str], ...] = ()
    moves: tuple[tuple[str, str], ...] = ()
    forward: str = ""
    spoilt_in_void: bool = False


def key_map(options: tuple[str, ...]) -> KeyMap:
    """Return the keys for a paper with these options; points 0 to 10 have keys of their own."""
    if is_points(options):
        return _points(options)
    votes = {str(number): option for number, option in enumerate(options[:_MOST_OPTIONS], 1)}
    shown = [*((key, vote) for key, vote in votes.items()), ("0", ABSTAINED), (". 或 X", SPOILT)]
    return KeyMap(
        votes={**votes, "0": ABSTAINED, ".": SPOILT, "X": SPOILT},
        heads={vote: key for key, vote in votes.items()} | {ABSTAINED: "0", SPOILT: "."},
        counted=tuple(shown),
        moves=(
            ("- 或 V", f"{VOID}，再按原因"),
            ("*", "全部同上"),
            ("+ 或 回车", "下一张"),
            ("/ 或 退格", "退一格"),
        ),
        forward="+",
    )


def is_points(options: tuple[str, ...]) -> bool:
    """Whether the options are points from 0 up, no more than 10."""
    return options == tuple(str(number) for number in range(len(options))) and (
        2 < len(options) <= int(TEN) + 1
    )


def can_be_keyed(options: tuple[str, ...]) -> bool:
    """Whether every option has a key; a longer paper is counted by hand and typed as totals."""
    return is_points(options) or len(options) <= _MOST_OPTIONS


def void_keys(keys: KeyMap) -> tuple[tuple[str, str], ...]:
    """What the digits mean after the key for a void paper."""
    rest = (("0", f"只这一行{SPOILT}"),) if keys.spoilt_in_void else ()
    return (*((str(number), one) for number, one in enumerate(VOID_REASONS, 1)), *rest)


def _points(options: tuple[str, ...]) -> KeyMap:
    """A digit is that many points and + is ten, so that no number takes two keys."""
    digits = [one for one in options if one != TEN]
    votes = {one: one for one in digits}
    ten = TEN in options
    shown = [("0–9" if ten else f"0–{digits[-1]}", "得分")]
    if ten:
        votes["+"] = TEN
        shown.append(("+ 或 A", "10 分"))
        votes["A"] = TEN
    return KeyMap(
        votes={**votes, ".": ABSTAINED, "X": SPOILT},
        heads={one: "+" if one == TEN else "" for one in options} | {ABSTAINED: ".", SPOILT: "X"},
        counted=(*shown, (".", ABSTAINED), ("X 或 - 0", SPOILT)),
        moves=(
            ("- 或 V", f"{VOID}，再按原因"),
            ("*", "全部同上"),
            ("回车", "下一张"),
            ("/ 或 退格", "退一格"),
        ),
        spoilt_in_void=True,
    )
