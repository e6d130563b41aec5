"""What 要注意語 and the register of 仮名 show in the shell."""

from portal.accounts.rights import Noun
from portal.lists.nouns import register_list
from portal.site import registry
from portal.site.disclosure.lists import IN_USE, PSEUDONYMS, WATCH_WORDS


def register_watched_words() -> None:
    """Navigation, lists and pages."""
    register_list(WATCH_WORDS, PSEUDONYMS)
    registry.register_navigation(
        registry.NavEntry("要注意語", "disclosure:watch-words", Noun.DISCLOSURE, 41, IN_USE),
        registry.NavEntry("仮名の登録簿", "disclosure:pseudonyms", Noun.REGISTER, 42, IN_USE),
    )
    registry.register_record_page("portal.watchword", "disclosure:watch-word")
    registry.register_record_page("portal.pseudonym", "disclosure:pseudonym")
