"""What a poll says so far: one line a subject, votes, shares or rates with their base in words."""

from typing import TYPE_CHECKING

from desk_app.domain.point_options import is_points
from desk_app.domain.points import format_points, format_rate, round_half_up
from desk_app.domain.polling.count_report import average
from desk_app.domain.polling.counts import ABSTAINED, SPOILT
from desk_app.domain.scheme.model.polls import Poll
from desk_app.views.kit.records import RIGHT, Column, Records
from desk_app.views.kit.tables import TableView
from desk_app.views.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.views.use_cases import parts


def results_table(settings: Settings, sheet: "parts.PollSheet") -> TableView:
    """Return a table of the results of ``sheet``, with the columns that its poll needs."""
    columns: list[Column[parts.ResultLine]] = [Column("测评对象", lambda line: line.name, width=10)]
    if is_points(sheet.head.options):
        columns += _average(sheet)
    columns += [Column(one, _votes(one), width=max(2, len(one))) for one in sheet.head.options]
    columns.append(Column(ABSTAINED, lambda line: line.tally.abstained, width=2))
    columns.append(Column(SPOILT, lambda line: line.tally.spoilt, width=3))
    if sheet.head.distribution:
        columns += [_share(at, option) for at, option in enumerate(sheet.head.options)]
    for at, one in enumerate(sheet.results[0].rates if sheet.results else ()):
        columns += _rate(at, one.name)
    table = TableView(f"polling/results/{sheet.name}", settings)
    model = Records(columns)
    model.setParent(table)
    table.setModel(model)
    model.show(sheet.results)
    table.setAccessibleName("测评结果")
    return table


def _votes(option: str) -> "Callable[[parts.ResultLine], object]":
    return lambda line: line.tally.counts[option]


def _share(at: int, option: str) -> "Column[parts.ResultLine]":
    """How the votes spread: a column for one level's part of the valid papers."""

    def value(line: "parts.ResultLine") -> object:
        return format_rate(line.shares[at])

    def hint(line: "parts.ResultLine") -> str:
        return f"{option} {line.tally.counts[option]} ÷ 有效票 {line.tally.valid}"

    return Column(f"{option}占比", value, align=RIGHT, width=5, hint=hint)


def _average(sheet: "parts.PollSheet") -> "list[Column[parts.ResultLine]]":
    """The average of the points, and beside it how it comes about."""
    poll = Poll(sheet.name, sheet.head.options)

    def value(line: "parts.ResultLine") -> object:
        found, _ = average(poll, line.tally)
        return "—" if found is None else format_points(round_half_up(found, 2))

    def words(line: "parts.ResultLine") -> str:
        return average(poll, line.tally)[1]

    return [
        Column("平均分", value, align=RIGHT, width=4, hint=words),
        Column("平均分怎样算", words, width=18),
    ]


def _rate(at: int, name: str) -> "list[Column[parts.ResultLine]]":
    """A rate of the scheme, and beside it numerator and base in words."""

    def value(line: "parts.ResultLine") -> object:
        return format_rate(line.rates[at].value)

    def words(line: "parts.ResultLine") -> str:
        return line.rates[at].words

    return [
        Column(name, value, align=RIGHT, width=4, hint=words),
        Column(f"{name}怎样算", words, width=18),
    ]
