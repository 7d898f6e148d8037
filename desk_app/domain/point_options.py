"""Options that are points: a paper on which every line is given 0 up to 10."""

TEN = "10"
"""The most points that a line of a ballot can be given."""
_FEWEST = 3
"""Two options "0" and "1" are a choice, no points."""


def is_points(options: tuple[str, ...]) -> bool:
    """Whether the options of a poll are points from 0 up, no more than 10."""
    return options == tuple(str(number) for number in range(len(options))) and (
        _FEWEST <= len(options) <= int(TEN) + 1
    )
