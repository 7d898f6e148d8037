"""Fills an evidence workbook by hand, from what a round in the window knows."""

from collections.abc import Iterable
from pathlib import Path

from openpyxl import load_workbook

from desk_app.documents.evidence import blank
from desk_app.domain.entries import format_entry
from desk_app.domain.evidence import Evidence
from desk_app.domain.facts import format_fact
from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.scheme import Scheme


def cells(scheme: Scheme, known: Evidence) -> dict[str, str]:
    """What a clerk would type into one row: heading → text."""
    subject = known.subject
    row = {
        scheme.object_name: subject.name,
        "代码": subject.code,
        "领域": subject.domain,
        "区域": subject.area,
        "上级": subject.parent,
        "参评": "" if known.participates else "否",
        "评定日期": known.on.isoformat() if known.on else "",
    }
    for evaluator, sheet in known.points.items():
        indicators = {one.name: one for one in scheme.lines_of(evaluator, subject.domain)}
        for name, points in sheet.items():
            line = indicators[name]
            if not line.clauses:
                row[f"{evaluator}·{name}"] = format_entry(line, points)
                continue
            # What does not apply is typed as 0 once: then somebody has looked at the line.
            row[f"{evaluator}·{name}·{line.clauses[0].name}"] = "0"
            for clause, amount in known.clauses.get(evaluator, {}).get(name, ()):
                row[f"{evaluator}·{name}·{clause}"] = format_points(amount)
    counts: dict[str, int] = {}
    for entry in known.adjustments:
        title = f"{entry.adjustment}·{entry.tier}"
        counts[title] = counts.get(title, 0) + entry.count
    row |= {title: str(count) for title, count in counts.items()}
    row |= {name: format_fact(value) for name, value in known.facts.items()}
    for poll, tally in known.tallies.items():
        row |= {
            f"{poll}·发出票": str(tally.issued),
            f"{poll}·收回票": str(tally.returned),
            f"{poll}·有效票": str(tally.valid),
            f"{poll}·无效票": str(tally.invalid),
            f"{poll}·弃权": str(tally.abstained),
            f"{poll}·无效项": str(tally.spoilt),
        }
        row |= {f"{poll}·{option}": str(votes) for option, votes in tally.counts.items()}
    row |= {f"{step}·意见": level for step, level in known.opinions.items()}
    titles = ("上年等级", "前年等级", "大前年等级")
    row |= {title: one.level for title, one in zip(titles, known.earlier, strict=False)}
    row |= {name: format_fact(value) for name, value in known.registry.items()}
    if subject.member_count is not None:
        row["党员数"] = str(subject.member_count)
    return row


def fill(scheme: Scheme, everybody: Iterable[Evidence], path: Path) -> Path:
    """Fill the scheme's blank workbook; what it has no column for no rule looks at."""
    blank(scheme).save(path)
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    titles = [str(cell.value) for cell in sheet[1]]
    for number, known in enumerate(everybody, start=3):
        for title, text in cells(scheme, known).items():
            if title in titles and text:
                cell = sheet.cell(number, titles.index(title) + 1, text)
                cell.data_type = "s"
    workbook.save(path)
    return path
