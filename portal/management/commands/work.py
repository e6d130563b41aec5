"""The worker: takes long works from the queue one by one, and takes up what other workers dropped."""

import logging
import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from portal.audit.checking import require_serving_role, require_wall
from portal.jobs import stopping
from portal.jobs.actions.asking import requeue_abandoned

logger = logging.getLogger(__name__)
NAP = 0.2
# After the database could not be reached.
LONG_NAP = 5.0


class StoppableWorker(Worker):
    """The library's worker, which also stops where it was not a signal that asked for it."""

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Do one task; one that was put back for being asked to stop is for another worker."""
        super().run_task(db_task_result)
        if stopping.is_asked():
            self.running = False


class Command(BaseCommand):
    """``manage.py work``: one worker; start as many as there should be."""

    help = "長い仕事の働き手を動かす。止めると、手元の部分を終えてから止まる。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """When to end."""
        parser.add_argument("--once", action="store_true", help="順番待ちがなくなったら終わる")
        parser.add_argument(
            "--with-parent", type=int, metavar="PID", help="始めたプロセスの番号。それが終わったら終わる"
        )
        parser.add_argument("--interval", type=float, default=1.0, help="順番待ちを見る間隔（秒）")

    def handle(
        self, *args: Any, once: bool, with_parent: int | None, interval: float, **options: Any
    ) -> None:
        """Work until asked to stop."""
        require_wall()
        require_serving_role()
        stopping.forget()
        if once:
            self._work_off()
            return
        if with_parent is not None:
            stopping.follow(with_parent)
        self._worker: Worker | None = None
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not stopping.is_asked():
            _rest(interval if self._try_to_work() else LONG_NAP)

    def _try_to_work(self) -> bool:
        """Whether the database could be reached."""
        try:
            self._work_off()
        except DatabaseError:
            logger.exception("The worker could not reach the database")
            close_old_connections()
            return False
        return True

    def _work_off(self) -> None:
        """Do everything that waits."""
        requeue_abandoned()
        self._worker = StoppableWorker(
            queue_names=["default"],
            interval=NAP,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self._worker.run()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Stop after the step at hand; asked a second time, at once."""
        stopping.ask()
        if self._worker is not None:
            self._worker.running = False
        signal.signal(number, signal.SIG_DFL)


def _rest(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not stopping.is_asked():
        time.sleep(NAP)
