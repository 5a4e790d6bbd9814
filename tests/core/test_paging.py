import pytest
from django.test import RequestFactory

from accounts.models import Membership
from core.paging import PAGE, page_of
from tests.cast import Cast
from tests.factories.accounts import MembershipFactory


@pytest.mark.parametrize(
    "asked", ["", "?page=", "?page=abc", "?page=-1", "?page=²", "?page=9999999"]
)
def test_whatever_is_asked_there_is_a_first_page(cast: Cast, asked: str) -> None:
    request = RequestFactory().get(f"/{asked}")
    found, older = page_of(request, Membership.objects.filter(school=cast.school).order_by("pk"))
    assert cast.student in found and older == ""


def test_the_pages_together_are_the_list(cast: Cast) -> None:
    MembershipFactory.create_batch(PAGE * 2, school=cast.school)
    everybody = Membership.objects.filter(school=cast.school).order_by("pk")
    seen, address = [], "?q=a%20b"
    while address:
        found, address = page_of(RequestFactory().get(f"/{address}"), everybody)
        seen += found
        assert not address or "q=a+b" in address
    assert seen == list(everybody)
