"""Verbs of organisations, departments, offices and persons."""

from typing import Any

from portal.accounts.models import Department, Office, Organisation, Person
from portal.accounts.rights import Actor, Noun, Verb, require, writing
from portal.audit.writing import added, changed


def create_organisation(*, by: Actor, reason: str, **values: Any) -> Organisation:
    """Register a 団体."""
    with writing(Noun.DIRECTORY, by=by, reason=reason):
        return added(Organisation(**values))


def edit_organisation(*, by: Actor, reason: str, organisation: Organisation, **changes: Any) -> Organisation:
    """Change a 団体's particulars."""
    with writing(Noun.DIRECTORY, by=by, reason=reason, over=organisation):
        return changed(organisation, **changes)


def create_department(
    *, by: Actor, reason: str, organisation: Organisation, parent: Department | None = None, **values: Any
) -> Department:
    """Add a 部署 to the organisation's tree."""
    with writing(Noun.DIRECTORY, by=by, reason=reason, over=parent or organisation):
        return added(Department(organisation=organisation, parent=parent, **values))


def edit_department(*, by: Actor, reason: str, department: Department, **changes: Any) -> Department:
    """Change a 部署, also where it stands in the tree and since when, or until when, it exists."""
    with writing(Noun.DIRECTORY, by=by, reason=reason, over=department):
        parent = changes.get("parent")
        if parent is not None:
            require(by, Verb.WRITE, Noun.DIRECTORY, over=parent)
        return changed(department, **changes)


def create_office(*, by: Actor, reason: str, **values: Any) -> Office:
    """Register a 職."""
    office = Office(**values)
    with writing(Noun.DIRECTORY, by=by, reason=reason, over=office):
        return added(office)


def edit_office(*, by: Actor, reason: str, office: Office, **changes: Any) -> Office:
    """Change a 職; one that moves to another department needs the right there too."""
    with writing(Noun.DIRECTORY, by=by, reason=reason, over=office):
        stored = changed(office, **changes)
        require(by, Verb.WRITE, Noun.DIRECTORY, over=stored)
        return stored


def create_person(*, by: Actor, reason: str, name: str, kana: str = "") -> Person:
    """Register a 人."""
    person = Person(name=name, kana=kana)
    with writing(Noun.DIRECTORY, by=by, reason=reason, over=person):
        return added(person)


def edit_person(*, by: Actor, reason: str, person: Person, **changes: Any) -> Person:
    """Change a 人's name; the login of the same person follows."""
    with writing(Noun.DIRECTORY, by=by, reason=reason, over=person):
        stored = changed(person, **changes)
        login = stored.user
        if login is not None and (login.name, login.kana) != (stored.name, stored.kana):
            changed(login, name=stored.name, kana=stored.kana)
        return stored
