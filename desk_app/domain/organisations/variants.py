"""What a word of a list means where offices add to it in brackets: 农村（行政村）, 村/社区."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desk_app.domain.organisations.model import key

_BRACKETS = str.maketrans("[]{}<>【】〔〕〈〉《》「」『』", "()" * 9)
_BRACKETED = re.compile(r"\(([^()]*)\)?")
_ALTERNATIVES = re.compile(r"[/\\、,;|]")


@dataclass(frozen=True, slots=True)
class Meanings:
    """The words that are understood.

    ``names``: word → its meaning. ``unclear``: word → the meanings between which it leaves the
    choice. ``endings`` say nothing and may stand behind any word. All words as ``model.key``.
    """

    names: Mapping[str, str]
    unclear: Mapping[str, Sequence[str]] = field(default_factory=dict)
    endings: tuple[str, ...] = ()

    def of(self, text: str) -> tuple[str, ...]:
        """Return what a text may mean: one meaning, several where it is not clear, or none.

        The whole text counts first, then the part before a bracket, then what stands inside.
        What is inside may settle what is left open before it (企业（非公）); where the two
        contradict each other, both are returned.
        """
        whole = key(text).translate(_BRACKETS)
        if told := self._word(whole):
            return told
        parts = [_BRACKETED.sub(" ", whole), *(found[1] for found in _BRACKETED.finditer(whole))]
        known: tuple[str, ...] = ()
        for part in parts:
            told = self._alternatives(part)
            known = tuple(one for one in known if one in told) or _each_once((*known, *told))
        return known

    def _alternatives(self, text: str) -> tuple[str, ...]:
        if told := self._word(text.strip()):
            return told
        words = _ALTERNATIVES.split(text)
        return _each_once(one for word in words for one in self._word(word.strip()))

    def _word(self, word: str) -> tuple[str, ...]:
        for ending in ("", *self.endings):
            word = word.removesuffix(ending)
            if word in self.names:
                return (self.names[word],)
            if word in self.unclear:
                return tuple(self.unclear[word])
        return ()


def _each_once(ones: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ones))


def asked_back(choices: Sequence[str]) -> str:
    """Name the choices as a question does: 农村还是社区, 机关、事业还是国企."""
    return "还是".join(("、".join(choices[:-1]), choices[-1]))
