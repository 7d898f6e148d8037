"""Which texts an office program could take for a formula: one rule for every way out."""

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a formula begins with, and what a cell's editor skips before it."""


def could_be_formula(text: str) -> bool:
    """Say whether ``text`` could run as a formula once it stands in a cell of Excel or WPS.

    A number with its sign counts too: whoever writes numbers as text decides about them.
    """
    return text.startswith(SIGNS)
