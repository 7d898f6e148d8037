"""What the record of changes says of an organisation that is edited."""

from collections.abc import Iterator, Mapping

from desk_app.domain.organisations.model import Organisation, OrganisationForm, form_of
from desk_app.services.organisations.rows import row_of
from desk_app.services.session import Changed


def changes_of(
    before: Organisation, after: OrganisationForm, names: Mapping[int, str]
) -> Iterator[Changed]:
    """Yield what a form changes of an organisation, a line for each field that differs.

    ``names`` says who an id is, for the superior.
    """
    name = after.name if after.name == before.name else f"{after.name}（原{before.name}）"
    old, new = row_of(form_of(before)), row_of(after)
    for values in (old, new):
        values["parent_id"] = names.get(values["parent_id"])
    for field, words in _RECORDED.items():
        yield Changed(words, about=name, before=_text(old[field]), after=_text(new[field]))


_RECORDED = {
    "name": "名称",
    "short_name": "简称",
    "kind": "类型",
    "code": "编号",
    "parent_id": "上级",
    "domain": "领域",
    "area": "片区",
    "secretary": "书记",
    "contact": "联系人",
    "phone": "电话",
    "member_count": "党员人数",
    "elected_on": "换届日期",
    "term_ends_on": "届满日期",
    "founded_on": "成立日期",
}
"""Column → what the record of changes calls it."""


def _text(value: object) -> str:
    return "" if value is None else str(value)
