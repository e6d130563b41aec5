"""What can go wrong while a document is printed; ``str()`` of each is the sentence a user reads.

They cross a process boundary, so each hands exactly its own arguments to ``Exception``.
"""


class DocumentError(Exception):
    """A document was not made; nothing was written."""


class FontsDamaged(DocumentError):
    """The vendored fonts are missing or are not the ones we ship; ``args`` are the file names."""

    def __str__(self) -> str:
        return "フォントが見つかりません。管理者に連絡してください。"


class MissingGlyph(DocumentError):
    """No font of ours has this character."""

    def __init__(self, character: str, place: str) -> None:
        super().__init__(character, place)
        self.character = character
        self.place = place

    def __str__(self) -> str:
        where = f"{self.place}を直してください。" if self.place else "その文字を直してください。"
        return f"「{self.character}」（U+{ord(self.character):04X}）は印刷できません。{where}"


class ForbiddenAddress(DocumentError):
    """The document asked for something outside itself."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address

    def __str__(self) -> str:
        return f"印刷用の文書が外部のファイル（{self.address}）を参照しています。管理者に連絡してください。"


class InaccessibleDocument(DocumentError):
    """The document lacks what a screen reader needs: ``args[0]`` says what."""

    def __str__(self) -> str:
        return f"印刷用の文書に{self.args[0]}がありません。管理者に連絡してください。"


class RendererComplained(DocumentError):
    """The renderer logged something other than a missing glyph; ``args[0]`` is its message."""

    def __str__(self) -> str:
        return f"PDFを作成できませんでした（{self.args[0]}）。管理者に連絡してください。"


class RendererCrashed(DocumentError):
    """The renderer's process died, by itself or by somebody's hand."""

    def __str__(self) -> str:
        return "PDFの作成が途中で止まりました。もう一度お試しください。"


class RendererTooSlow(RendererCrashed):
    """The renderer did not finish in time and was stopped."""

    def __str__(self) -> str:
        return "PDFの作成に時間がかかりすぎたため、止めました。管理者に連絡してください。"
