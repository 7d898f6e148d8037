"""Compares two versions of a scheme in words, by the names of their parts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.values import Origin
from desk_app.domain.scheme.words.sentences import SchemeLine, readings, sentences

READINGS = "读法"


@dataclass(frozen=True, slots=True)
class SchemeDifference:
    """One place where two versions differ; an empty ``before`` or ``after`` means not there."""

    section: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """Say the difference in one line."""
        if not self.before:
            return f"{self.section}：新增 {self.after}"
        if not self.after:
            return f"{self.section}：删去 {self.before}"
        return f"{self.section}：原为 {self.before}现为 {self.after}"


def compare(old: Scheme, new: Scheme) -> tuple[SchemeDifference, ...]:
    """Return every difference of what is said, in the order of the sections.

    Parts are matched by name, so a part that was renamed is one that went and one that came.
    Where only the order of the parts changed, that alone is said. Lines of the file do not
    count, comments neither.
    """
    before, after = _sections(old), _sections(new)
    titles = [*before, *(title for title in after if title not in before)]
    return tuple(
        difference
        for title in titles
        for difference in _differences(title, before.get(title, ()), after.get(title, ()))
    )


def _sections(scheme: Scheme) -> dict[str, tuple[SchemeLine, ...]]:
    found = {section.title: section.lines for section in sentences(scheme)}
    nowhere = Origin()
    head = (
        SchemeLine(f"方案编号是“{scheme.id}”。", nowhere, "编号"),
        SchemeLine(f"方案名称是“{scheme.title}”。", nowhere, "名称"),
        SchemeLine(f"方案文件的格式是 format {scheme.format}。", nowhere, "格式"),
        SchemeLine(
            f"依据的文件是“{scheme.source}”。" if scheme.source else "没有写依据。", nowhere, "依据"
        ),
    )
    first = next(iter(found))
    found[first] = (*head, *found[first])
    if scheme.readings:
        found[READINGS] = readings(scheme)
    return found


def _differences(
    title: str, before: Iterable[SchemeLine], after: Iterable[SchemeLine]
) -> Iterator[SchemeDifference]:
    old, new = _by_name(before), _by_name(after)
    for name, line in old.items():
        other = new.get(name)
        if other is None:
            yield SchemeDifference(title, line.text, "")
        elif line.text != other.text:
            yield SchemeDifference(title, line.text, other.text)
        elif (was := _source(line.origin)) != (now := _source(other.origin)):
            yield SchemeDifference(title, f"{line.text}{was}", f"{other.text}{now}")
    for name, line in new.items():
        if name not in old:
            yield SchemeDifference(title, "", line.text)
    kept = [name for name in old if name in new]
    moved = [name for name in new if name in old]
    if kept != moved:
        yield SchemeDifference(title, f"先后为{_row(kept)}。", f"先后改为{_row(moved)}。")


def _by_name(lines: Iterable[SchemeLine]) -> dict[tuple[str, int], SchemeLine]:
    """Lines by name; several of one name (two bands of a level) by their place among them."""
    found: dict[tuple[str, int], SchemeLine] = {}
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.name] = counts.get(line.name, 0) + 1
        found[line.name, counts[line.name]] = line
    return found


def _source(origin: Origin) -> str:
    said = [
        f"{what}：{text}"
        for what, text in (
            ("出处", origin.source),
            ("原话", origin.phrase),
            ("补定", origin.ours),
        )
        if text
    ]
    return f"（{'；'.join(said)}）" if said else "（没有写出处）"


def _row(names: Iterable[tuple[str, int]]) -> str:
    return "、".join(name for name, _ in names)
