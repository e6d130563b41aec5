"""What was erased on legal request is in no byte of the database's files."""

from django.core.management import call_command

from portal.accounts.models import Organisation
from tests.copies import Seeded
from tests.factories.portal import OrganisationFactory
from tests.factories.writing import as_system

SECRET = "消されるべき仮名"


def test_erased_words_are_in_no_file_of_the_database(seeded: Seeded) -> None:
    record = OrganisationFactory(kana=SECRET)
    with as_system():
        Organisation.objects.filter(pk=record.pk).update(kana=SECRET * 20)

    def files_with_it() -> list[str]:
        return [
            each.name
            for each in seeded.path.parent.glob("portal.sqlite3*")
            if SECRET.encode() in each.read_bytes()
        ]

    assert files_with_it()
    erased = ["portal.organisation", str(record.pk), "kana"]
    call_command("audit_erase", *erased, "--reason", "本人の求め", "--ground", "個人情報の保護に関する法律")
    assert files_with_it() == []
    call_command("audit_verify")
