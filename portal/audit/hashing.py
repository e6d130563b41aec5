"""How the ledger hashes. Plain text in, hexadecimal SHA-256 out; PostgreSQL's functions do the same."""

import hashlib
from collections.abc import Iterable

# What stands before the first block.
GENESIS = "0" * 64


def digest_of(salt: str, text: str) -> str:
    """What stands in the chain for a text: SHA-256 over salt and text, UTF-8."""
    return hashlib.sha256((salt + text).encode()).hexdigest()


def change_digest_of(salt: str, model: str, key: int, version: int, kind: str, text: str) -> str:
    """The digest of one change: which record, which version, what was done, and its new state."""
    # As digest_of, with one copy of the text less: verifying does this for every change there is.
    return hashlib.sha256(f"{salt}{model}\n{key}\n{version}\n{kind}\n{text}".encode()).hexdigest()


def block_hash_of(sequence: int, previous: str, digest: str, changes: Iterable[str]) -> str:
    """The seal of one operation over its place, the block before, itself and its changes in order."""
    lines = [str(sequence), previous, digest, *changes]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
