"""Registration of portal with Django."""

from typing import TYPE_CHECKING, Any, cast

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import register
from django.db import connections
from django.db.models.signals import post_migrate

if TYPE_CHECKING:
    from portal.audit.backends.walled import WalledConnection


def _raise_wall(*, using: str, **_: Any) -> None:
    """Whatever a migration did in raw SQL, the audit wall stands when migrate ends, and who serves may."""
    walled = cast("WalledConnection", connections[using])
    walled.raise_wall()
    if settings.SERVING_ROLE:
        walled.grant_serving(settings.SERVING_ROLE)


def _register_files_and_work() -> None:
    """What looks after stored files, and what is done and told by workers."""
    from portal.audit.checking import register_check
    from portal.files.actions import refuse_lost_content
    from portal.files.checking import faults
    from portal.jobs.kinds import register_ending, register_kind
    from portal.notices.about_jobs import JOB_ENDED, tell_owner
    from portal.notices.kinds import register_notice_kind
    from portal.notices.mailing import NoticeMails
    from portal.site.history_export import TimelineExport
    from portal.site.registry import register_restore_check

    register_check(faults)
    register_restore_check("portal.storedfile", lambda record, before: refuse_lost_content(record))
    register_kind(TimelineExport())
    register_kind(NoticeMails())
    register_notice_kind(JOB_ENDED)
    register_ending(tell_owner)


def _register_home_panels() -> None:
    """What everybody has on the home page beside what the apps put there."""
    from portal.site.jobs.panel import own_jobs
    from portal.site.lists.views import pinned_views
    from portal.site.registry import HomePanel, register_home_panel

    for panel in (
        HomePanel("保存した一覧", "lists/_pinned.html", "", pinned_views, 6, is_aside=True),
        HomePanel("自分の長い仕事", "jobs/_own.html", "", own_jobs, 40, is_aside=True),
    ):
        register_home_panel(panel)


class PortalConfig(AppConfig):
    """Django's handle on the portal app."""

    name = "portal"
    verbose_name = "基盤"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the ground's system checks and what it shows in the shell."""
        from portal.accounts.models import RolePermission
        from portal.audit.closing import register_closer
        from portal.audit.system_checks import check_relations
        from portal.documents.typefaces import check_fonts
        from portal.history.models import Erasure
        from portal.lists.nouns import register_list
        from portal.search.actions import kinds_heard_of, register_renewal, settle_index
        from portal.site import registry
        from portal.site.accounts.registration import register_accounts
        from portal.site.checks.registration import register_checks
        from portal.site.days.lists import CLOSED_DAYS
        from portal.site.directory.registration import register_directory
        from portal.site.disclosure.registration import register_watched_words
        from portal.site.jobs.lists import JOBS

        register_accounts()
        register_directory()
        register_checks()
        register_closer(settle_index, reads=kinds_heard_of)
        register_renewal(Erasure)
        register(check_fonts)
        register(check_relations)
        _register_files_and_work()
        register_watched_words()
        # Migrate is the one event of Django's that the ground listens to.
        post_migrate.connect(_raise_wall, sender=self)
        registry.register_navigation(
            registry.NavEntry("閉庁日と期限", "days:days", RolePermission.Noun.DAYS, position=70),
            registry.NavEntry("変更の一覧", "history-timeline", RolePermission.Noun.HISTORY, position=80),
            registry.NavEntry("長い仕事", "jobs:all", RolePermission.Noun.JOBS, position=85),
        )
        register_list(CLOSED_DAYS, JOBS)
        _register_home_panels()
        registry.register_record_page("portal.job", "jobs:job")
