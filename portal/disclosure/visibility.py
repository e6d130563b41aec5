"""The one question behind every ``visible_to(user)``: may this reader read this family of nouns?"""

from django.contrib.auth.models import AnonymousUser

from portal.accounts.models import RolePermission, User

Reader = User | AnonymousUser
Noun = RolePermission.Noun


def may_read(reader: Reader, noun: str) -> bool:
    """Staff read what their roles allow. Everybody else reads issued public editions, which are files."""
    return isinstance(reader, User) and reader.may(RolePermission.Verb.READ, noun)
