"""Configuration from the environment, each case in a process of its own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

REAL = {"PORTAL_ALLOWED_HOSTS": "dx.example.jp", "PORTAL_SECRET_KEY": "k3" * 40 + "!abcdefghij"}


def manage(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *words],
        cwd=settings.BASE_DIR,
        env={**bare, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_deployment_check_on_a_real_host_finds_nothing() -> None:
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **REAL)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("risk", [{"PORTAL_SECRET_KEY": ""}, {"PORTAL_DEBUG": "1"}])
def test_real_host_with_debug_or_without_a_key_of_its_own_is_refused(risk: dict[str, str]) -> None:
    environment = {name: value for name, value in {**REAL, **risk}.items() if value}
    refused = manage("check", **environment)
    assert refused.returncode != 0
    assert "PORTAL_SECRET_KEY" in refused.stderr


def test_no_settings_at_all_run_on_loopback() -> None:
    asked = manage(
        "shell", "-v0", "-c", "from django.conf import settings as s; print(s.DEBUG, s.ALLOWED_HOSTS)"
    )
    assert asked.stdout.strip() == "False ['localhost', '127.0.0.1', '[::1]']"
