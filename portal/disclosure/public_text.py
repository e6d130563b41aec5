"""The public text of a passage, composed from the original and what may not be said."""


def moved_span(old: str, new: str, start: int, end: int) -> tuple[int, int] | None:
    """Where ``old[start:end]`` stands in ``new`` after one edit; None when the edit touches it."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if end <= head:
        return start, end
    if start >= len(old) - tail:
        shift = len(new) - len(old)
        return start + shift, end + shift
    return None
