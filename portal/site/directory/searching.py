"""What of the directory may be found by name and number: 団体, 部署, 職 and 人."""

from portal.accounts.models import Department, Office, Organisation, Person
from portal.search.sources import SearchSource, joined, said

_ABOVE = ("parent__parent__parent__name", "parent__parent__name", "parent__name")

SOURCES = (
    SearchSource(
        Organisation,
        joined("name", said(" "), "kana", said(" "), "code"),
        trail=lambda organisation: organisation.get_kind_display(),
        note=lambda organisation: f"全国地方公共団体コード：{organisation.code}" if organisation.code else "",
        order=("kana", "name"),
        position=80,
    ),
    SearchSource(
        Department,
        joined(*_ABOVE, "name", said(" "), "kana"),
        trail=lambda department: str(department.organisation),
        related=("organisation", "parent__parent__parent"),
        order=("organisation", "position", "pk"),
        position=81,
    ),
    SearchSource(
        Office,
        joined(*(f"department__{name}" for name in _ABOVE), "department__name", "title", said(" "), "kana"),
        title=lambda office: office.full_name,
        trail=lambda office: str(office.organisation),
        related=("organisation", "department__parent__parent__parent"),
        order=("organisation", "position", "pk"),
        position=82,
    ),
    SearchSource(Person, joined("name", said(" "), "kana"), order=("kana", "name", "pk"), position=83),
)
