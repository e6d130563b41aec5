"""The components as template tags, built into every template (settings, TEMPLATES)."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from portal import wareki
from portal.accounts.choices import Noun, Verb
from portal.accounts.models import User
from portal.disclosure.choices import Disclosure
from portal.site.checks.shown import Shown, present_of
from portal.sources.citing import Cites, derived_in, doubt_of, word_for

register = template.Library()

# ○ ◐ ● with the word: the shape tells what the colour tells.
_DISCLOSURE_MARKS = {
    Disclosure.OPEN: "○",
    Disclosure.PARTLY_CLOSED: "◐",
    Disclosure.CLOSED: "●",
    Disclosure.ON_THE_DAY: "◌",
    Disclosure.UNSET: "◌",
}


@register.inclusion_tag("_components/form_field.html")
def form_field(field: BoundField) -> dict[str, Any]:
    """Label, ※必須, help, the field and its errors."""
    ids = []
    if field.help_text:
        ids.append(f"{field.auto_id}_helptext")
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(ids)} if ids else {}
    return {"field": field, "widget": field.as_widget(attrs=attrs), "kind": field.widget_type}


@register.inclusion_tag("_components/disclosure_badge.html")
def disclosure_badge(value: str, scope: str = "") -> dict[str, Any]:
    """○ ◐ ● and the word; ``scope`` says of what (会議, 会議録, 資料)."""
    kind = Disclosure(value)
    return {"kind": kind.value, "mark": _DISCLOSURE_MARKS[kind], "label": kind.label, "scope": scope}


@register.inclusion_tag("_components/icon.html")
def icon(name: str) -> dict[str, str]:
    """A small picture of icons.svg beside words that say the same."""
    return {"name": name}


@register.inclusion_tag("_components/status_tag.html")
def status_tag(text: str, level: str = "plain") -> dict[str, Any]:
    """A word in a frame; ``level`` is plain, info, ok, warn or err, the last three with their sign."""
    return {"text": text, "level": level, "icon": level if level in {"ok", "warn", "err"} else ""}


@register.simple_block_tag(takes_context=True)
def panel(
    context: template.Context,
    content: str,
    title: str,
    count: int | None = None,
    note: str = "",
    more_url: str = "",
    more_label: str = "すべて見る",
    anchor: str = "",
) -> str:
    """A framed block with a heading around its content."""
    return render_to_string(
        "_components/panel.html",
        {
            "content": content,
            "title": title,
            "count": count,
            "note": note,
            "more_url": more_url,
            "more_label": more_label,
            "anchor": anchor,
        },
    )


@register.simple_block_tag(takes_context=True)
def notice(context: template.Context, content: str, level: str = "info", heading: str = "") -> str:
    """A message that stays on the page; ``level`` is info, ok, warn or err."""
    return render_to_string(
        "_components/notice.html", {"content": content, "level": level, "heading": heading}
    )


@register.filter
def wareki_date(value: date | datetime | None) -> str:
    """令和6年6月27日（木）; empty for nothing."""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return wareki.format_date(day) if day else ""


@register.filter
def wareki_moment(value: datetime | None) -> str:
    """令和6年6月27日（木） 11:58; empty for nothing."""
    return f"{wareki_date(value)} {clock(value)}" if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """11:58 in the portal's time zone; empty for nothing."""
    return wareki.format_time(timezone.localtime(value).time()) if value else ""


@register.inclusion_tag("_components/history_link.html", takes_context=True)
def history_link(context: template.Context, record: Any, label: str = "変更履歴を見る") -> dict[str, Any]:
    """The way to a record's history, for those who may read histories."""
    return {"history_url": _url_for(context, Noun.HISTORY, "history", record), "label": label}


@register.inclusion_tag("_components/sources_link.html", takes_context=True)
def sources_link(context: template.Context, record: Any, label: str = "出典を見る") -> dict[str, Any]:
    """The way to where a record's values come from, for those who may know."""
    url = _url_for(context, Noun.SOURCES, "sources:record", record)
    return {"sources_url": url, "label": label}


def _url_for(context: template.Context, noun: str, url_name: str, record: Any) -> str:
    """A page about any record, for those who may read ``noun``; otherwise empty."""
    user = context.get("user")
    allowed = isinstance(user, User) and user.may(Verb.READ, noun, over=record)
    return reverse(url_name, args=[record._meta.label_lower, record.pk]) if allowed else ""


@register.inclusion_tag("_components/basis.html")
def basis(record: Any, *fields: str) -> dict[str, Any]:
    """導出, 推定 or 例示 beside a value that was told of (``tell_bases``)."""
    return {"basis": word_for(getattr(record, "bases", {}), *fields)}


@register.inclusion_tag("_components/basis.html")
def doubt(record: Any, *fields: str) -> dict[str, Any]:
    """推定 or 例示 beside a value, in a block whose ``derived_note`` says once what of it was derived."""
    return {"basis": doubt_of(getattr(record, "bases", {}), *fields)}


@register.inclusion_tag("_components/derived_note.html", takes_context=True)
def derived_note(context: template.Context, *records: Any, url: str = "", about: str = "") -> dict[str, Any]:
    """What of a block was derived, in one line; ``url`` leads who may know to the sources of ``about``."""
    user = context.get("user")
    allowed = bool(url) and isinstance(user, User) and user.may(Verb.READ, Noun.SOURCES)
    return {"names": derived_in(records), "url": url if allowed else "", "about": about}


@register.simple_block_tag(takes_context=True)
def ways(context: template.Context, content: str, about: str, label: str = "操作") -> str:
    """The one quiet place for what can be done with a block: links; ``about`` names the block."""
    return render_to_string("_components/ways.html", {"content": content, "about": about, "label": label})


@register.simple_tag(takes_context=True)
def citations(context: template.Context, *records: Any) -> Cites:
    """Where the values of these records come from: one query for all of them, none without the right."""
    user = context.get("user")
    allowed = isinstance(user, User) and user.may(Verb.READ, Noun.SOURCES)
    return Cites.of(records) if allowed else Cites({})


@register.inclusion_tag("_components/contradiction.html")
def contradiction(found: Shown, framed: bool = False) -> dict[str, Any]:
    """One contradiction: both facts and the ways out."""
    return {**vars(found), "framed": framed}


@register.inclusion_tag("_components/contradictions.html", takes_context=True)
def contradictions(context: template.Context, *records: Any) -> dict[str, Any]:
    """What stands about these records (or lists of records), as far as the reader may know both facts."""
    user = context.get("user")
    return {"found": present_of(user, *records) if isinstance(user, User) else []}


@register.inclusion_tag("_components/citation_list.html")
def citation_list(cites: Cites, record: Any) -> dict[str, Any]:
    """All citations of a record, field by field."""
    return {"items": cites.for_record(record)}
