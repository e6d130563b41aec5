"""The tree as the rules of the house look at it: its files, its code, its models."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.db.models import Model, TextChoices

ROOT = Path(__file__).resolve().parents[1]
# Top floor first: a floor may use those after it.
FLOORS = ("meetings", "procurement", "projects", "portal")


@cache
def tracked(*suffixes: str) -> tuple[str, ...]:
    """Paths below the root of all files that belong to the project, with one of these suffixes."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return tuple(path for path in listed if path.endswith(suffixes or ("",)) and (ROOT / path).is_file())


def read(path: str) -> str:
    """The text of one file."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: str) -> ast.Module:
    """The syntax tree of one Python file."""
    return ast.parse(read(path), path)


def code(*, tests: bool = False, migrations: bool = False) -> list[str]:
    """The project's own Python files."""
    left_out = [part for part, kept in (("tests/", tests), ("/migrations/", migrations)) if not kept]
    return [path for path in tracked(".py") if not any(part in path for part in left_out)]


def functions(path: str) -> Iterator[tuple[str, int]]:
    """Every function of a file by place and name, with its lines."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def calls(path: str) -> Iterator[tuple[str, str, str]]:
    """Every method call of a file: place, method, and the words of what it is called on."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield f"{path}:{node.lineno}", node.func.attr, ast.unparse(node.func.value)


def calls_by_function(path: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Every function of a file with what it calls: name, and the words of what a method is called on."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            functions = [each.func for each in ast.walk(node) if isinstance(each, ast.Call)]
            yield (
                node.name,
                [
                    (each.attr, ast.unparse(each.value)) if isinstance(each, ast.Attribute) else (each.id, "")
                    for each in functions
                    if isinstance(each, ast.Attribute | ast.Name)
                ],
            )


def reads_around(path: str, doors: set[str]) -> Iterator[str]:
    """Functions that start from all records of a kind (``.objects``) and call none of these doors."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.FunctionDef):
            continue
        inner = list(ast.walk(node))
        called = {
            each.func.attr if isinstance(each.func, ast.Attribute) else getattr(each.func, "id", "")
            for each in inner
            if isinstance(each, ast.Call)
        }
        kinds = {
            ast.unparse(each.value)
            for each in inner
            if isinstance(each, ast.Attribute) and each.attr in {"objects", "_base_manager"}
        }
        if not doors & called:
            yield from (f"{path} {node.name} {kind}" for kind in sorted(kinds))


def imported(path: str) -> Iterator[str]:
    """Every module a file imports, in full."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def models() -> list[type[Model]]:
    """The project's own models, without the history tables that follow from them."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in FLOORS and not hasattr(model, "history_object")
    ]


def vocabularies() -> list[type[TextChoices]]:
    """Every list of values people choose from, wherever it is written."""
    for path in code():
        if "TextChoices" in read(path):
            import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))

    def below(kind: type[TextChoices]) -> Iterator[type[TextChoices]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    return [kind for kind in below(TextChoices) if kind.__module__.split(".")[0] in FLOORS]
