"""A login ends with the account."""

from portal.accounts.actions import edit_user
from tests.copies import MAKER, PASSWORD, WHY, Seeded


def test_session_of_a_disabled_account_ends_at_the_next_request(seeded: Seeded) -> None:
    client = seeded.client("secretariat")
    assert client.get("/meetings/").status_code == 200

    edit_user(by=MAKER, reason=WHY, user=seeded.user("secretariat"), is_active=False)

    refused = client.get("/meetings/")
    assert refused.status_code == 302
    assert refused["Location"].startswith("/login/")


def test_disabled_account_cannot_log_in(seeded: Seeded) -> None:
    user = seeded.user("secretariat")
    edit_user(by=MAKER, reason=WHY, user=user, is_active=False)
    client = seeded.client()

    answer = client.post("/login/", {"username": user.staff_number, "password": PASSWORD})
    assert answer.status_code != 302
    assert client.get("/meetings/").status_code == 302
