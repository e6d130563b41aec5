"""Verbs of notices: telling people, and what they do with what they were told."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from portal.accounts.models import User
from portal.accounts.rights import Actor
from portal.audit.errors import StaleWrite
from portal.audit.operations import operation
from portal.audit.writing import added, changed, removed
from portal.notices.kinds import Tidings, known_kinds
from portal.notices.mailing import request_mails
from portal.notices.models import Notice, NoticeAddress, NoticeChoice
from portal.notices.reading import may_read

OWN = "本人の操作"
# Stands among the keys of choices for the address, of which a person has one or none.
ADDRESS = 0


class Ways(NamedTuple):
    """How a kind of notice is wanted."""

    in_portal: bool
    by_mail: bool


UNASKED = Ways(in_portal=True, by_mail=False)


def tell(*, by: Actor, reason: str, tidings: Tidings) -> list[Notice]:
    """Tell everybody who is named, still uses the portal, may read the record and was not told yet."""
    label, key = tidings.record._meta.label_lower, tidings.record.pk
    with operation(by=by, reason=reason, reason_optional=True) as current:
        about = {"kind": tidings.kind, "record_model": label, "record_key": key, "occasion": tidings.occasion}
        told = set(Notice.objects.filter(**about).values_list("person", flat=True))
        persons = {person.pk: person for person in tidings.persons if person.is_active}
        wanted = _wanted(tidings.kind, persons)
        made = [
            added(
                Notice(
                    person=person,
                    subject=tidings.subject[:300],
                    words=tidings.words[:500],
                    told_at=current.at,
                    in_portal=wanted[person.pk].in_portal,
                    by_mail=wanted[person.pk].by_mail,
                    **about,
                )
            )
            for person in persons.values()
            if person.pk not in told and any(wanted[person.pk]) and may_read(person, label, key)
        ]
        if any(notice.by_mail for notice in made):
            # Mails wait for nobody and nobody waits for mails.
            transaction.on_commit(request_mails)
        return made


def mark_read(*, by: User, notices: Iterable[Notice]) -> int:
    """A person has read these notices of their own; returns how many were unread."""
    unread = [notice for notice in notices if notice.read_at is None]
    if any(notice.person_id != by.pk for notice in unread):
        raise PermissionDenied("ほかの人のお知らせは既読にできません。")
    with operation(by=by, reason=OWN) as current:
        for notice in unread:
            changed(notice, read_at=current.at)
    return len(unread)


def choose_ways(
    *,
    by: User,
    ways: Mapping[str, Ways],
    address: str | None = None,
    versions: Mapping[int, int] | None = None,
) -> None:
    """A person says how each kind of notice is wanted, and where mails go (None: as it was).

    ``versions`` is what ``versions_of`` said when the choices were read; raises ``StaleWrite`` where it would
    say something else by now.
    """
    known = {kind.code for kind in known_kinds()}
    if unknown := ways.keys() - known:
        raise ValidationError(f"「{min(unknown)}」という種類のお知らせはありません。")
    with operation(by=by, reason=OWN):
        if versions is not None and dict(versions) != versions_of(by, lock=True):
            raise StaleWrite
        if address is not None:
            _keep_address(by, address.strip(), is_needed=any(way.by_mail for way in ways.values()))
        stored = {choice.kind: choice for choice in NoticeChoice.objects.filter(person=by)}
        for kind, way in ways.items():
            choice = stored.get(kind)
            if choice is None and way != UNASKED:
                added(NoticeChoice(person=by, kind=kind, in_portal=way.in_portal, by_mail=way.by_mail))
            elif choice is not None and (choice.in_portal, choice.by_mail) != way:
                changed(choice, in_portal=way.in_portal, by_mail=way.by_mail)


def versions_of(person: User, *, lock: bool = False) -> dict[int, int]:
    """The version of each choice by its key, and under 0 that of the address: 0 while there is none."""
    choices, addresses = (
        NoticeChoice.objects.filter(person=person),
        NoticeAddress.objects.filter(person=person),
    )
    if lock:
        choices, addresses = choices.select_for_update(), addresses.select_for_update()
    address = addresses.first()
    return {ADDRESS: address.version if address else 0, **{each.pk: each.version for each in choices}}


def _keep_address(person: User, address: str, *, is_needed: bool) -> None:
    if is_needed and not address:
        raise ValidationError({"address": "メールで受け取るときは、メールアドレスを入力してください。"})
    stored = NoticeAddress.objects.filter(person=person).first()
    if address and settings.MAIL_DOMAINS and address.rpartition("@")[2].lower() not in settings.MAIL_DOMAINS:
        domains = "、".join(f"@{domain}" for domain in settings.MAIL_DOMAINS)
        raise ValidationError({"address": f"お知らせを送れるのは、{domains}のアドレスです。"})
    if stored is None and address:
        added(NoticeAddress(person=person, address=address))
    elif stored is not None and not address:
        removed(stored)
    elif stored is not None and stored.address != address:
        changed(stored, address=address)


def _wanted(kind: str, persons: Mapping[int, User]) -> dict[int, Ways]:
    """How each person wants this kind; e-mail only where there is a mail server and an address."""
    choices = NoticeChoice.objects.filter(kind=kind, person__in=persons)
    found = {choice.person_id: Ways(choice.in_portal, choice.by_mail) for choice in choices}
    mailed = {person for person, ways in found.items() if ways.by_mail and settings.MAIL_IS_SET}
    reached = set(NoticeAddress.objects.filter(person__in=mailed).values_list("person", flat=True))
    return {person: Ways(found.get(person, UNASKED).in_portal, person in reached) for person in persons}
