"""The table that tells an auditor what proves the audited layer names tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NAMED = re.compile(r"`(tests/[\w/]+\.py)?::(test_\w+)`")


def test_every_test_that_the_table_of_promises_names_is_there():
    text = (ROOT / "docs" / "audit-promises.md").read_text(encoding="utf-8")
    missing, file = [], ""
    named = NAMED.findall(text)
    for path, name in named:
        file = path or file
        if f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8"):
            missing.append(f"{file}::{name}")
    assert len(named) > 50
    assert missing == []
