"""Where a path leads, in the words of the screen: 指标“班子建设” · 分值."""

from desk_app.domain.drafts.catalogue import field_of, table_of
from desk_app.domain.drafts.tree import Path, SchemeDraft, text_at

_NAMES = ("name", "level", "title", "question")


def place_words(draft: SchemeDraft, path: Path) -> str:
    """Say where a field or row is; "" for the scheme as a whole."""
    found: list[str] = []
    for length in range(1, len(path) + 1):
        inner = path[:length]
        table = table_of(inner)
        if table is None:
            field = field_of(inner)
            if field is not None:
                found.append(field.label)
            break
        if isinstance(inner[-1], int):
            found[-1:] = [_row(draft, inner, table.label)]
        else:
            found.append(table.label)
    return " · ".join(dict.fromkeys(found))


def _row(draft: SchemeDraft, path: Path, label: str) -> str:
    named = next((name for key in _NAMES if (name := text_at(draft, (*path, key)).strip())), "")
    if "“" in named:
        return f"{label} {named[:16]}"
    return f"{label}“{named[:14]}”" if named else f"{label}第 {int(path[-1]) + 1} 行"
