"""Holds the store against its rows: contents that are missing, changed, left over, or still there."""

from collections.abc import Iterator

from portal.files import store
from portal.files.models import StoredFile


def faults() -> Iterator[str]:
    """Every disagreement between rows and contents, as sentences."""
    standing: set[str] = set()
    for file in StoredFile.objects.standing().order_by("pk").iterator():
        standing.add(file.sha256)
        if not store.exists(file.sha256):
            yield f"保存ファイル 番号{file.pk}「{file}」：中身がありません。"
        elif not store.is_sound(file.sha256, file.size):
            yield f"保存ファイル 番号{file.pk}「{file}」：中身が登録したときと違います。"
    erased = set(StoredFile.objects.exclude(erased_at=None).values_list("sha256", flat=True)) - standing
    yield from (
        f"消去したファイルの中身（{sha256[:12]}…）が残っています。"
        for sha256 in sorted(erased)
        if store.exists(sha256)
    )
    orphans = (sha256 for sha256 in store.settled() if sha256 not in standing | erased)
    yield from (
        f"どの記録にも属さない中身（{sha256[:12]}…）があります。files_collect で片付けられます。"
        for sha256 in orphans
    )
