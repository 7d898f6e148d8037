"""What a scheme asks for at all of whom: score sheets, polls, a place; many do without."""

from desk_app.domain.entries import counting, needed
from desk_app.domain.scheme.model.conditions import Comparison, Operand, leaves
from desk_app.domain.scheme.model.levels import Star
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.model.rounds import Over, Quota, Tail
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Evaluator

_PLACES = {Over.PARENT: "上级", Over.AREA: "区域"}


def sheets_asked(scheme: Scheme) -> tuple[Evaluator, ...]:
    """Who fills in score sheets: nobody where a scheme only holds opinions.

    A scheme has an evaluator either way, for somebody decides; sheets are asked for only where
    a line on them counts for anything. Nobody fills in what ballots give.
    """
    counts = counting(scheme.indicators) or scheme.sheets.givers
    return scheme.sheets.typists if counts else ()


def lines_asked(scheme: Scheme, evaluator: str, domain: str) -> int:
    """How many lines of an evaluator want points for a subject of that 领域; raises KeyError."""
    return len(needed(scheme.lines_of(evaluator, domain)))


def has_sheet(scheme: Scheme, domain: str) -> bool:
    """Whether somebody scores a subject of that 领域; raises KeyError for an unknown one."""
    return any(counting(scheme.lines_of(one.name, domain)) for one in scheme.sheets.typists)


def polls_asked(scheme: Scheme, domain: str) -> tuple[Poll, ...]:
    """The polls that a subject of that 领域 wants; raises KeyError for an unknown one.

    A poll that is held for a star (民主测评·学习星) is asked only of those who can win the star,
    one that gives the points of an indicator only of those who have the indicator.
    """
    group = scheme.domain_group(domain)
    own = [one for one in scheme.stars if not one.domains or group in one.domains]
    others = [one for one in scheme.stars if one not in own]
    unwanted = _polls_of(scheme, others) | _polls_of_lines(scheme)
    unwanted -= _polls_of(scheme, own) | _polls_of_lines(scheme, domain)
    return tuple(one for one in scheme.polls if one.name not in unwanted)


def places_asked(scheme: Scheme, domain: str) -> dict[str, tuple[str, ...]]:
    """上级 and 区域 within which a subject of that 领域 is counted → the quotas and tails.

    Whoever has none would be counted together with all others who have none.
    Raises KeyError for an unknown 领域.
    """
    group = scheme.domain_group(domain)
    found: dict[str, tuple[str, ...]] = {}
    rules: tuple[Quota | Tail, ...] = (*scheme.quotas, *scheme.tails)
    for one in rules:
        title = _PLACES.get(one.over, "")
        if title and (not one.domains or group in one.domains):
            found[title] = (*found.get(title, ()), one.name)
    return found


def _polls_of(scheme: Scheme, stars: list[Star]) -> set[str]:
    rates = {one.name: one.poll for one in scheme.rates}
    return {
        rates[leaf.name]
        for star in stars
        for leaf in leaves(star.when)
        if isinstance(leaf, Comparison) and leaf.operand is Operand.RATE and leaf.name in rates
    }


def _polls_of_lines(scheme: Scheme, domain: str | None = None) -> set[str]:
    """The polls that give points: of all there are, or of those that a 领域 has."""
    found: set[str] = set()
    for one in scheme.sheets.balloted:
        polls = scheme.sheets.polls(one)
        if domain is not None:
            wanted = {line.name for line in scheme.lines_of(one.name, domain)}
            polls = {line: poll for line, poll in polls.items() if line in wanted}
        found |= set(polls.values())
    return found
