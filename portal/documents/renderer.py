"""Printing in a process of its own: whatever happens to the renderer, the portal goes on.

The worker is started by spawn (a fork of a process that has rendered misbehaves) and kept warm.
"""

import functools
import multiprocessing
import os
import resource
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from portal.documents import pdf
from portal.documents.errors import DocumentError, RendererCrashed, RendererTooSlow
from portal.documents.pdf import PrintJob

SECONDS = 60
# One worker prints while another one does, no more: each holds some 150 MB.
WORKERS = 2
# A document that needs more than this is none of ours.
MEMORY = 2 * 1024**3
# Documents that are kept as they were printed, some 350 KB each.
KEPT = 16

_lock = threading.Lock()
_pool: ProcessPoolExecutor | None = None
_owner = 0


def render(job: PrintJob, *, seconds: float = SECONDS) -> bytes:
    """Print one document in the worker.

    Raises ``RendererCrashed`` when the worker died, ``RendererTooSlow`` after ``seconds``, and whatever
    ``DocumentError`` the document itself deserves. The next call gets a new worker.
    """
    try:
        return _workers().submit(pdf.render, job).result(timeout=seconds)
    except (BrokenProcessPool, MemoryError):
        _discard()
        raise RendererCrashed from None
    except TimeoutError:
        _discard()
        raise RendererTooSlow from None


def render_each(jobs: Iterable[PrintJob], *, at_once: int = WORKERS) -> Iterator[bytes | DocumentError]:
    """Print several, as many at once as there are workers: in order, the bytes of each or why there are none.

    The next jobs are made while others are being printed.
    """
    with ThreadPoolExecutor(max_workers=at_once) as threads:
        yield from threads.map(_rendered, jobs)


def _rendered(job: PrintJob) -> bytes | DocumentError:
    try:
        return render(job)
    except RendererTooSlow as slow:
        return slow
    except RendererCrashed:
        return _rendered_again(job)
    except DocumentError as refused:
        return refused


def _rendered_again(job: PrintJob) -> bytes | DocumentError:
    """Another document may have taken the workers down."""
    try:
        return render(job)
    except DocumentError as refused:
        return refused


@functools.lru_cache(maxsize=KEPT)
def printed(job: PrintJob) -> bytes:
    """The same, at once where this very document was printed lately: the same job gives the same bytes.

    The job holds every word and rule of the document, so nobody gets anything they could not have printed.
    """
    return render(job)


def _workers() -> ProcessPoolExecutor:
    """The pool of this process; a forked child does not use its parent's, nobody uses a dead one."""
    global _pool, _owner
    with _lock:
        if _pool is None or _owner != os.getpid() or not _all_alive(_pool):
            context = multiprocessing.get_context("spawn")
            _pool = ProcessPoolExecutor(max_workers=WORKERS, mp_context=context, initializer=_prepare_worker)
            _owner = os.getpid()
        return _pool


def _all_alive(pool: ProcessPoolExecutor) -> bool:
    """Whether no idle worker was killed since the last document: the next one has done nothing wrong."""
    processes = list((pool._processes or {}).values())
    # In this order: the pool calls itself broken before it collects the dead, who then look alive.
    return all(process.is_alive() for process in processes) and not pool._broken


def _prepare_worker() -> None:
    """In the worker: no document may eat the host's memory, and nobody may leave the worker behind."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    threading.Thread(target=_end_with_portal, daemon=True).start()


def _end_with_portal() -> None:
    """A portal that is killed cannot stop its workers, so they watch it themselves."""
    portal = multiprocessing.parent_process()
    if portal is not None:
        portal.join()
        os._exit(1)


def worker_pids() -> list[int]:
    """Process ids of the workers that are up."""
    with _lock:
        return list(_pool._processes) if _pool is not None else []


def _discard() -> None:
    """Stop the pool and its processes at once."""
    global _pool
    with _lock:
        pool, _pool = _pool, None
    if pool is not None:
        for process in list((pool._processes or {}).values()):
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)
