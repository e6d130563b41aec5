"""The demo command: prepared once, the same ever after."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from meetings.actions import record
from meetings.management.commands import demo as command
from portal.accounts.actions import edit_user
from portal.accounts.models import Role, User
from portal.disclosure.models import Withholding

pytestmark = pytest.mark.django_db

PASSWORD = re.compile(r"職員番号 (\S+) +パスワード (\S+)")


@pytest.fixture(autouse=True)
def demo_settings(settings, tmp_path, seed):
    settings.VAR_DIR = tmp_path
    # What the test server's host name takes away.
    settings.IS_LOOPBACK_ONLY = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def demo(**options):
    printed, refused = StringIO(), StringIO()
    call_command("demo", stdout=printed, stderr=refused, **options)
    return printed.getvalue(), refused.getvalue()


@pytest.fixture
def unprinted(monkeypatch):
    """The users alone: the files take seconds and are not the matter here."""
    monkeypatch.setattr(command.Command, "_write_files", lambda self: None)


def files(folder):
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in (folder / "demo").iterdir()}


def test_demo_makes_users_and_proofs_once(tmp_path):
    printed, refused = demo()
    users = {user.staff_number: user for user in User.objects.all()}
    for number, password in PASSWORD.findall(printed):
        assert users[number].check_password(password)
    assert {grant.role.code for user in users.values() for grant in user.grants.all()} == set(
        Role.Code.values
    )
    assert len(PASSWORD.findall(printed)) == len(users) == 10
    written = files(tmp_path)
    assert sorted(written) == ["kaigiroku-internal.pdf", "kaigiroku-public.pdf"]
    assert all(content.startswith(b"%PDF-") for _, content in written.values())
    assert Withholding.objects.count() == 8
    assert "http://127.0.0.1:8000/" in printed
    assert refused == ""

    again, _ = demo()
    assert not PASSWORD.search(again)
    assert list(User.objects.values_list("staff_number", "version")) == [
        (number, user.version) for number, user in users.items()
    ]
    assert files(tmp_path) == written


@pytest.mark.usefixtures("unprinted")
def test_new_passwords_replace_the_old_ones():
    old = dict(PASSWORD.findall(demo()[0]))
    new = dict(PASSWORD.findall(demo(new_passwords=True)[0]))
    assert old.keys() == new.keys()
    secretariat = User.objects.get(staff_number="demo-secretariat")
    assert secretariat.check_password(new["demo-secretariat"])
    assert not secretariat.check_password(old["demo-secretariat"])


def test_record_that_cannot_be_printed_is_named_and_the_demo_goes_on(seed):
    entry = seed.entries.get(text="可能性としてはあり得る。")
    record.edit_entry(by="system:tests", reason="試験の変更", entry=entry, text="可能性としてはあり得る🙂。")
    printed, refused = demo()
    assert "「🙂」（U+1F642）" in refused
    assert "http://127.0.0.1:8000/" in printed


def test_demo_without_its_reader_writes_no_file(tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(command.Command, "_write_files", lambda self: None)
        demo()
    reader = User.objects.get(staff_number="demo-secretariat")
    edit_user(by="system:tests", reason="試験の変更", user=reader, is_active=False)
    _, refused = demo()
    assert "権限がありません" in refused
    assert files(tmp_path) == {}


def test_demo_is_refused_where_others_can_reach_it(settings):
    settings.IS_LOOPBACK_ONLY = False
    with pytest.raises(CommandError, match="作りません"):
        demo()
    assert not User.objects.exists()
