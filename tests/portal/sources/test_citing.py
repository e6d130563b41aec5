"""出典 beside the values of a page."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template

from portal.accounts.rights import Noun, Verb
from portal.sources.actions import add_source, cite
from portal.sources.models import Basis, Source
from tests.factories.portal import DepartmentFactory, user_who_may

pytestmark = pytest.mark.django_db
TEMPLATE = Template(
    "{% citations one two as cites %}{% citation_list cites one %}／{% citation_list cites two %}"
)


@pytest.fixture
def cited() -> dict[str, Any]:
    one, two = DepartmentFactory(), DepartmentFactory()
    how = {"by": "system:tests", "reason": "試験"}
    source = add_source(**how, title="第1回会議録", kind=Source.Kind.MINUTES)
    cite(**how, source=source, record=one, field="name", place="1頁", quote="情報管理課")
    cite(
        **how,
        source=source,
        record=two,
        field="",
        place="2頁",
        basis=Basis.INFERRED,
        note="職名から読み取った",
    )
    return {"one": one, "two": two}


def test_citations_say_place_words_and_basis(cited: dict[str, Any]) -> None:
    user = user_who_may((Verb.READ, Noun.SOURCES))
    first, second = TEMPLATE.render(Context({**cited, "user": user})).split("／")
    assert "第1回会議録（原本未登録） 1頁" in first
    assert "「情報管理課」" in first
    assert "推定" not in first
    assert "推定（原文にない値）" in second
    assert "職名から読み取った" in second


def test_citations_of_many_records_cost_one_query(
    cited: dict[str, Any], django_assert_num_queries: Any
) -> None:
    user = user_who_may((Verb.READ, Noun.SOURCES))
    user.may(Verb.READ, Noun.SOURCES)
    with django_assert_num_queries(1):
        TEMPLATE.render(Context({**cited, "user": user}))


@pytest.mark.parametrize("reader", [AnonymousUser, user_who_may])
def test_citations_without_the_right_stay_hidden(cited: dict[str, Any], reader: Any) -> None:
    assert "第1回" not in TEMPLATE.render(Context({**cited, "user": reader()}))
