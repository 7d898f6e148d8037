"""Says the rows that a scheme is tried on."""

from desk_app.domain.scheme.model.trials import NO_LEVEL, Trial


def trial(one: Trial) -> str:
    """Say what is entered for a row, and what must come of it."""
    cells = "，".join(f"{title} {text}" for title, text in one.entered) or "什么都没有填"
    if not one.level:
        return f"试算“{one.name}”：{cells}。"
    wanted = "没有等次" if one.level == NO_LEVEL else f"“{one.level}”"
    return f"试算“{one.name}”：{cells}；应为{wanted}。"
