"""Reads conditions: ``{ fact = "创新项目", is = true }``, combined with all, any and not."""

from desk_app.domain.scheme.conditions import (
    AllOf,
    AnyOf,
    Comparand,
    Comparator,
    Comparison,
    Condition,
    Not,
    Operand,
)
from desk_app.domain.scheme.table import LONGEST_NAME, Table
from desk_app.domain.scheme.values import exact_number, kind_of, read_share

REGISTRY_FIELDS = ("领域", "区域", "上级")
"""What a condition may ask of the registry."""

_DEEPEST = 8
_NEVER = AnyOf(())


def clause(table: Table, key: str, *, required: bool = False) -> Condition | None:
    """Read the condition under ``key``; ``None`` where it is not written."""
    inside = table.table(key, f"{table.what}的条件", required=required)
    return None if inside is None else _condition(inside, 0)


def _condition(table: Table, depth: int) -> Condition:
    if depth > _DEEPEST:
        table.fault(f"{table.what}嵌套得太深，请写得简单些。")
        table.forgive()
        return _NEVER
    combined = [key for key in ("all", "any", "not") if table.has(key)]
    operands = [one for one in Operand if table.has(one)]
    if len(combined) + len(operands) != 1:
        table.fault(
            f"{table.what}应写 fact、rate、adjustment、registry 中的一个，"
            "或用 all、any、not 组合，且只写一个。"
        )
        table.forgive()
        return _NEVER
    found = _combined(table, combined[0], depth) if combined else _comparison(table, operands[0])
    table.finish()
    return found


def _combined(table: Table, key: str, depth: int) -> Condition:
    if key == "not":
        inside = table.table(key, table.what)
        return _NEVER if inside is None else Not(_condition(inside, depth + 1))
    parts = tuple(
        _condition(one, depth + 1) for one in table.tables(key, table.what, required=True)
    )
    return AllOf(parts) if key == "all" else AnyOf(parts)


def _comparison(table: Table, operand: Operand) -> Condition:
    name = table.name(operand)
    written = [one for one in Comparator if table.has(one)]
    if len(written) != 1:
        words = "、".join(Comparator)
        table.fault(f"{table.what}应写 {words} 中的一个，且只写一个。")
        table.forgive()
        return _NEVER
    comparator = written[0]
    value = _value(table, operand, comparator)
    if operand is Operand.REGISTRY and name and name not in REGISTRY_FIELDS:
        table.wrong(operand, f"应为 {'、'.join(REGISTRY_FIELDS)} 之一，现在是“{name}”。")
    return _NEVER if value is None else Comparison(operand, name, comparator, value)


def _value(table: Table, operand: Operand, comparator: Comparator) -> Comparand | None:
    raw = table.raw(comparator)
    found: Comparand | None
    if operand is Operand.RATE:
        found = read_share(raw)
        wanted = '"60%" 这样加引号的百分比'
    elif operand is Operand.ADJUSTMENT or comparator is not Comparator.IS:
        found = None if isinstance(raw, str) else exact_number(raw)
        wanted = "数字"
    elif operand is Operand.FACT and not isinstance(raw, str):
        found = raw if isinstance(raw, bool) else exact_number(raw)
        wanted = "true、false、数字或加引号的文字"
    else:
        found = raw.strip() if isinstance(raw, str) and 0 < len(raw) <= LONGEST_NAME else None
        wanted = f"加引号的文字（最多 {LONGEST_NAME} 字）"
    if found is None or found == "":
        table.wrong(comparator, f"应为{wanted}，现在是{kind_of(raw)}。")
        return None
    return found
