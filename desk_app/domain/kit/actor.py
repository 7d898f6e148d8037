"""Who works at the desk (办理人)."""

from dataclasses import dataclass

from desk_app.domain.faults import Fault

LONGEST_NAME = 20
"""Characters of a person's name; the longest that registers know have fewer."""
_BETWEEN = frozenset(" ·•・-.'（）()")
"""What may stand between the letters of a name: 买买提·艾力, 张伟（大）."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The person in whose name changes are written; ``name`` is "" where nobody is known."""

    name: str


def person_name(typed: str) -> str:
    """Return a person's name as it is written under changes, blanks around it taken away.

    Raises:
        Fault: it is blank, longer than ``LONGEST_NAME``, or holds what no name has.
    """
    name = " ".join(typed.strip().split(" "))
    if not name.strip():
        raise Fault("请写下姓名。")
    if len(name) > LONGEST_NAME:
        raise Fault(f"姓名最多 {LONGEST_NAME} 个字，请写本人的姓名。")
    odd = [one for one in name if not (one.isalnum() or one in _BETWEEN)]
    if odd:
        shown = odd[0] if odd[0].isprintable() and not odd[0].isspace() else "看不见的字符"
        raise Fault(f"姓名里不能有“{shown}”，请写本人的姓名。")
    if not any(one.isalpha() for one in name):
        raise Fault("姓名里要有字，请写本人的姓名。")
    return name


def signing_name(typed: str) -> str:
    """Return a person's name as it stands on a paper that is kept, blanks around it taken away.

    Raises:
        Fault: see ``person_name``; also for letters that look like a login or like the initials
            of a name that nobody chose from the list (ws).
    """
    name = person_name(typed)
    if name.isascii() and not any(one in _BETWEEN for one in name):
        raise Fault(f"“{name}”像是拼音首字母或登录名，请写本人的姓名。")
    return name
