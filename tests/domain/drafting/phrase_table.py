"""What a table of phrases in the tests is, and how its sentences are read."""

from dataclasses import dataclass

from desk_app.domain.drafting.plain_text import paragraphs
from desk_app.domain.drafting.reading import draft
from desk_app.domain.drafting.writing import rule_text, tables

GRADES = "对党支部考核，分为“好”、“较好”、“一般”、“较差”四个等次。\n"
STARS = "党支部分为五星级、四星级、三星级、二星级、一星级五个星级，达不到的为无星。\n"


@dataclass(frozen=True)
class PhraseRow:
    """A row of the grammar: sentences with what they give, and sentences that look alike.

    What is given is a part of the written rule; where it is "" only the row has to be found.
    """

    row: str
    said: tuple[tuple[str, str], ...]
    alike: tuple[str, ...]
    ladder: str = GRADES


def given(row: str, sentence: str, ladder: str = GRADES) -> list[str]:
    """The rules that a row of the grammar gives for a sentence."""
    found = draft(paragraphs(ladder + sentence))
    return [
        rule_text(table) for table, behind in tables(found.suggestions) if behind[0].phrase == row
    ]
