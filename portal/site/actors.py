"""Who acted, as pages say it."""


def actor(text: str) -> tuple[str, str]:
    """職員番号 and name of who acted, from the text the history keeps; commands have a name only."""
    if text.startswith("system:"):
        return "", f"システム（{text.removeprefix('system:')}）"
    number, _, name = text.partition(" ")
    return (number, name) if name else ("", text)
