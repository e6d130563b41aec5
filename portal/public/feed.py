"""更新情報: what was issued last, as Atom. Links are relative to the feed, times those of the editions."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed

from portal.public.publications import Publication, Publications


class Feed(Atom1Feed):
    """Says nothing of the moment at which it was made."""

    def latest_post_date(self) -> datetime:
        """The newest edition's; of an empty feed the beginning of time."""
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=datetime(1970, 1, 1, tzinfo=UTC))


def _name(*parts: object) -> str:
    """A name that stays, wherever the feed is read."""
    return uuid5(NAMESPACE_URL, "/".join(map(str, (settings.PORTAL_ORGANISATION, *parts)))).urn


def atom(records: Iterable[tuple[Publications, Publication]]) -> bytes:
    """The feed of these records."""
    feed = Feed(
        title=f"{settings.PORTAL_ORGANISATION} 公開している会議録",
        link="index.html",
        description="",
        language="ja",
        feed_url="feed.xml",
        feed_guid=_name("feed"),
        author_name=settings.PORTAL_ORGANISATION,
    )
    for kind, record in records:
        feed.add_item(
            title=record.title,
            link=f"{kind.code}/{record.key}.html",
            description=record.edition,
            unique_id=_name(kind.code, record.key),
            pubdate=record.issued_at,
            updateddate=record.issued_at,
        )
    return feed.writeString("utf-8").encode()
