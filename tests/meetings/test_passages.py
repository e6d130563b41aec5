"""Text cut at the bounds of its marks."""

from hypothesis import given
from hypothesis import strategies as st

from meetings.passages import MarkedSpan, pieces


def span(kind: str, start: int | None, end: int | None) -> MarkedSpan:
    return MarkedSpan(kind, start, end, kind)


def told(text: str, *spans: MarkedSpan) -> list[tuple[str, tuple[str, ...]]]:
    return [(piece.words, piece.kinds) for piece in pieces(text, spans)]


def test_text_without_marks_is_one_piece() -> None:
    assert told("甲は乙") == [("甲は乙", ())]


def test_empty_text_has_no_pieces() -> None:
    assert told("") == []


def test_overlapping_marks_share_their_words() -> None:
    found = told("甲は乙に丙を", span("held", 0, 3), span("sic", 2, 5))

    assert found == [("甲は", ("held",)), ("乙", ("held", "sic")), ("に丙", ("sic",)), ("を", ())]


def test_mark_of_the_whole_text_covers_all_of_it_and_ends_with_it() -> None:
    (piece,) = pieces("全部", [span("held", None, None)])

    assert (piece.words, piece.kinds, [mark.kind for mark in piece.closing]) == ("全部", ("held",), ["held"])


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)), max_size=4))
def test_pieces_always_join_to_the_text(text: str, bounds: list[tuple[int, int]]) -> None:
    spans = [span("held", start, start + size) for start, size in bounds if start + size <= len(text)]

    assert "".join(piece.words for piece in pieces(text, spans)) == text
