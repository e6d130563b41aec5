"""How a browser comes in: open a form, type over some of its fields, send it."""

from typing import Any

from django.test import Client

from portal.accounts.models import Role, RoleGrant, User
from tests.factories.portal import UserFactory
from tests.factories.writing import as_system


def user_of(role: str) -> User:
    """A new user with one of the seeded roles."""
    user: User = UserFactory()
    with as_system():
        RoleGrant(user=user, role=Role.objects.get(code=role)).save()
    return user


def browser(user: User) -> Client:
    """A browser this user is logged in with."""
    client = Client()
    client.force_login(user)
    return client


def typed_form(client: Client, url: str) -> dict[str, Any]:
    """What an untouched form would send."""
    form = client.get(url).context["form"]
    return {field.html_name: "" if field.value() is None else field.value() for field in form}


def send(client: Client, url: str, **typed: Any) -> Any:
    """Open the form, type, send; where the page asks back how words were read, agree. Returns the answer."""
    answer = client.post(url, typed_form(client, url) | typed)
    if answer.context and answer.context.get("readings"):
        sent = {field.html_name: field.value() or "" for field in answer.context["form"]}
        return client.post(url, sent)
    return answer


def errors(answer: Any) -> dict[str, list[str]]:
    """What the page says is wrong, by field."""
    return {name: list(map(str, said)) for name, said in answer.context["form"].errors.items()}
