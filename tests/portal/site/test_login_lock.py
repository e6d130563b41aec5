"""Many wrong passwords lock one 職員番号 at one address, and neither a building nor a colleague elsewhere."""

from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client
from django.utils import timezone

from portal.accounts import actions
from portal.accounts.models import User
from portal.site.kept import FIELD
from tests.factories.portal import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD, OFFICE, ELSEWHERE = "correct-horse-battery", "10.0.0.1", "10.0.0.2"


@pytest.fixture(autouse=True)
def quick(settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def staff() -> User:
    return UserFactory(staff_number="0101", password=make_password(PASSWORD))


def log_in(number: str, password: str, *, at: str = OFFICE, **more: str) -> Any:
    return Client(REMOTE_ADDR=at).post("/login/", {"username": number, "password": password, **more})


def lock(number: str) -> Any:
    return [log_in(number, "wrong") for _ in range(3)][-1]


def test_third_failure_locks_and_says_so_in_japanese(staff: User) -> None:
    answer = lock(staff.staff_number)

    assert answer.status_code == 429
    page = answer.content.decode()
    assert "続けて3回まちがえたため" in page
    assert "15分たつと、もう一度試せます" in page
    assert log_in(staff.staff_number, PASSWORD).status_code == 429


def test_failures_below_the_limit_say_neither_which_was_wrong_nor_lock(staff: User) -> None:
    assert "職員番号かパスワードが正しくありません" in log_in("0101", "wrong").content.decode()
    assert log_in("0101", PASSWORD).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_colleague_behind_the_same_address_still_gets_in(staff: User) -> None:
    UserFactory(staff_number="0102", password=make_password(PASSWORD))
    lock(staff.staff_number)
    assert log_in("0102", PASSWORD).status_code == 302


def test_same_person_at_another_address_still_gets_in(staff: User) -> None:
    lock(staff.staff_number)
    assert log_in(staff.staff_number, PASSWORD, at=ELSEWHERE).status_code == 302


def test_number_that_nobody_has_is_locked_alike() -> None:
    assert lock("9999").status_code == 429


def test_lock_opens_by_itself_and_is_not_lengthened_by_knocking(staff: User, settings: Any) -> None:
    lock(staff.staff_number)
    log_in(staff.staff_number, PASSWORD)
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME)
    assert log_in(staff.staff_number, PASSWORD).status_code == 302


def test_new_password_from_the_administration_opens_the_lock(staff: User) -> None:
    lock(staff.staff_number)
    actions.reset_password(by="system:tests", reason="忘れた", user=staff, password=PASSWORD)
    assert log_in(staff.staff_number, PASSWORD).status_code == 302


def test_what_was_typed_before_a_session_ended_is_carried_and_never_stored(staff: User) -> None:
    for _ in range(3):
        answer = log_in(staff.staff_number, "wrong-secret", **{FIELD: "typed-words", "next": "/meetings/1/"})
    page = answer.content.decode()
    assert 'value="typed-words"' in page
    assert 'value="/meetings/1/"' in page
    stored = repr(list(AccessAttempt.objects.values()))
    assert "typed-words" not in stored
    assert "wrong-secret" not in stored


def test_passwords_are_kept_as_argon2_and_an_older_hash_is_renewed_at_login(settings: Any) -> None:
    argon2, pbkdf2 = (
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    )
    settings.PASSWORD_HASHERS = [pbkdf2, argon2]
    user = UserFactory(staff_number="0103", password=make_password(PASSWORD))
    settings.PASSWORD_HASHERS = [argon2, pbkdf2]

    assert log_in("0103", PASSWORD).status_code == 302
    assert identify_hasher(User.objects.get(pk=user.pk).password).algorithm == "argon2"
