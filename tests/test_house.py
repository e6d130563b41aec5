"""The rules of the house, held against the tree itself."""

import fnmatch
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from itertools import pairwise

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from portal.audit.models import AuditedModel
from tests import house

ROOT_ENTRIES = {
    *("manage.py", "pyproject.toml", "constraints.txt", "Makefile", "README.md", "CHANGELOG.md", "LICENSE"),
    *("portal", "meetings", "projects", "procurement", "templates", "fixtures", "tests", "docs", "deploy"),
    *("bench", ".ci", ".git", ".gitignore"),
}
# Seen without logging in: whether the portal lives, the way in, light or dark on the way, what is published.
OPEN_VIEWS = {"health", "login", "look", "public", "public-file"}
# Tables of the audited layer itself, and why each is not audited.
NOT_AUDITED = {
    "Operation": "is the audit",
    "Change": "is the audit",
    "JobRun": "says which worker lives, anew with every step",
    "JobEntry": "is the log of a worker; the audited Job says what came of it",
    "SearchText": "is made from the records and can be made anew at any time",
    "Bookmark": "is one's own and says nothing about the record",
}
# Django renews an outdated hash while it checks a password; the model does it in an operation of the user's.
RENEWS_A_PASSWORD_HASH = {f"portal/accounts/models.py self.{method}" for method in ("set_password", "save")}
# Files written to a stream, no records.
SAVES_A_FILE = {"portal/documents/binding.py volume.save", "portal/documents/word.py self._document.save"}
# The code that writes: verbs, the layer that records them, and a script that saves font files.
WRITERS = ("*/actions.py", "*/actions/*", "portal/audit/*", "portal/documents/fonts/build.py")
UNFINISHED = re.compile("T[O]DO|FIXM[E]|XX[X]|no cove[r]|xfai[l]")


def _limits_broken(lines_by_place, limit):
    return [f"{place}: {lines}" for place, lines in lines_by_place if lines > limit]


def test_file_of_code_is_at_most_400_lines_long():
    lines = ((path, house.read(path).count("\n")) for path in house.code(tests=True))
    assert _limits_broken(lines, 400) == []


def test_function_is_at_most_60_lines_long():
    lines = (each for path in house.code(tests=True) for each in house.functions(path))
    assert _limits_broken(lines, 60) == []


def test_template_is_at_most_150_lines_long():
    lines = ((path, house.read(path).count("\n")) for path in house.tracked(".html"))
    assert _limits_broken(lines, 150) == []


def test_root_holds_nothing_else():
    ignored = [line.rstrip("/") for line in house.read(".gitignore").splitlines()]
    found = {entry.name for entry in house.ROOT.iterdir()}
    unknown = {name for name in found if not any(fnmatch.fnmatch(name, pattern) for pattern in ignored)}
    assert unknown - ROOT_ENTRIES == set()


def test_text_holds_nothing_unfinished():
    texts = house.tracked(".py", ".html", ".css", ".js", ".md", ".toml", "Makefile", "run")
    found = [f"{path}: {match[0]}" for path in texts for match in UNFINISHED.finditer(house.read(path))]
    assert found == []


def test_text_names_no_place_of_the_machine_it_was_written_on():
    home = str(house.ROOT.parent) + "/"
    assert [
        path for path in house.tracked(".py", ".md", ".txt", ".toml", ".json") if home in house.read(path)
    ] == []


def test_foreign_key_never_points_to_a_floor_above():
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in house.models()
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.related_model._meta.app_label in house.FLOORS
        and house.FLOORS.index(field.related_model._meta.app_label)
        < house.FLOORS.index(model._meta.app_label)
    ]
    assert upward == []


def test_model_is_audited_unless_it_is_the_audit():
    unaudited = {model.__name__ for model in house.models() if not issubclass(model, AuditedModel)}
    assert unaudited <= set(NOT_AUDITED)


def test_model_stands_in_the_glossary():
    glossary = house.read("docs/glossary.md")
    assert [model.__name__ for model in house.models() if f"`{model.__name__}`" not in glossary] == []


def test_vocabulary_stands_in_the_glossary_with_its_values_and_labels():
    glossary = house.read("docs/glossary.md")
    rows = (
        f"| `{kind.__qualname__}.{' / '.join(kind.names)}` | {' / '.join(map(str, kind.labels))} |"
        for kind in house.vocabularies()
    )
    assert [row for row in rows if row not in glossary] == []


def _declared():
    project = tomllib.loads(house.read("pyproject.toml"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for group in project["optional-dependencies"].values() for name in group),
    ]
    return {re.split(r"[\[<>=~ ]", name)[0] for name in wanted}


def test_dependency_has_its_reason_in_the_line_above():
    lines = [line.strip() for line in house.read("pyproject.toml").splitlines()]
    without = [
        line
        for above, line in pairwise(lines)
        if re.match(rf'"({"|".join(_declared())})\b', line) and not above.startswith("#")
    ]
    assert without == []


def test_dependency_is_pinned():
    pinned = {
        line.split("==")[0].lower().replace("_", "-") for line in house.read("constraints.txt").splitlines()
    }
    assert {name.lower().replace("_", "-") for name in _declared()} - pinned == set()


def test_import_from_outside_is_a_declared_dependency():
    declared = {name.lower().replace("_", "-") for name in _declared()}
    providers = packages_distributions()
    outside = {
        module.split(".")[0]
        for path in house.code(tests=True)
        for module in house.imported(path)
        if module.split(".")[0] not in {*house.FLOORS, "tests", "bench", *sys.stdlib_module_names}
    }
    undeclared = {
        name
        for name in outside
        if not declared & {each.lower().replace("_", "-") for each in providers.get(name, [name])}
    }
    assert undeclared == set()


def test_printer_is_imported_by_the_documents_room_only():
    users = {
        path for path in house.code() if "weasyprint" in {name.split(".")[0] for name in house.imported(path)}
    }
    assert users
    assert {path for path in users if not path.startswith("portal/documents/")} == set()


def test_component_opens_with_a_comment_on_its_parameters():
    components = [path for path in house.tracked(".html") if path.startswith("templates/_components/")]
    assert [path for path in components if not house.read(path).startswith(("{#", "{% comment %}"))] == []


def test_page_carries_no_script_or_style_of_its_own_and_calls_nobody_outside():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=|(?:src|href)=[\"'](?:https?:)?//", re.I
    )
    pages = [path for path in house.tracked(".html") if "/pdf/" not in path]
    found = [f"{path}: {match[0]}" for path in pages for match in inline.finditer(house.read(path))]
    assert found == []


def test_map_in_the_readme_is_true():
    named = re.findall(r"^(?:│ *)?[├└]── ([\w./-]+)", house.read("README.md"), re.MULTILINE)
    assert len(named) > 10
    assert [name for name in named if not (house.ROOT / name).exists()] == []


def test_setting_read_from_the_environment_is_documented():
    documented = house.read("docs/operations.md")
    names = {name for path in house.code() for name in re.findall(r"\bPORTAL_[A-Z_]+\b", house.read(path))}
    assert {name for name in names if f"`{name}`" not in documented} == set()


def _views(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern.callback


def test_view_asks_for_login_unless_it_is_named_here():
    assert "portal.site.middleware.KeepingLoginRequiredMiddleware" in settings.MIDDLEWARE
    open_views = {name for name, view in _views(get_resolver()) if not getattr(view, "login_required", True)}
    assert open_views <= OPEN_VIEWS


# Rooms that show records, and the doors through which they are read.
SHOWING = (
    *("portal/site/", "meetings/views/", "meetings/lists/", "meetings/forms/", "meetings/dashboard.py"),
    *("portal/public/", "meetings/public.py"),
    *("meetings/today.py", "meetings/filters.py", "meetings/documents.py", "meetings/searching.py"),
)
DOORS = {"visible", "visible_or_404", "offer", "visible_to", "for_the_public"}
# ``RecordPage.load`` asks the door for what ``get_records`` prepares; the history has a rule of its own.
BEHIND_THE_DOOR = {"get_records"}
BY_THE_HISTORY_RULE = ("portal/site/history_", "portal/site/timeline.py", "portal/site/actions.py")
# Function and kind → why it needs no door.
READS_AROUND = {
    "meetings/public.py _closed Meeting": "names records whose body shows that there are such",
    "meetings/forms/bodies.py departments Department": "is handed to offer()",
    "portal/site/accounts/lists.py _seat_of_today Posting": "orders users that came through the door",
    "portal/site/accounts/lists.py current_postings Posting": "of persons that came through the door",
    "portal/site/accounts/lists.py filter Posting": "narrows users that came through the door",
    "portal/site/accounts/lists.py grants_with_roles RoleGrant": "of users that came through the door",
    "portal/site/accounts/roles.py acts_on history": "of a role that came through the door",
    "portal/site/accounts/roles.py rows_wanted history": "of the rights table, for its administrators",
    "portal/site/accounts/roles.py latest Change": "of the rights table, for its administrators",
    "portal/site/accounts/roles.py latest Operation": "of the rights table, for its administrators",
    "portal/site/accounts/roles.py rows_wanted Operation": "of the rights table, for its administrators",
    "portal/site/directory/lists.py held_today Posting": "of records that came through the door",
    "portal/site/arrival.py get_user Notice": "counts one's own",
    "portal/site/jobs/panel.py own_jobs Job": "of() gives one's own",
    "portal/site/checks/shown.py _ways rule.subject": "of contradictions that came through the door",
    "portal/site/checks/shown.py shown ContradictionFact": "of contradictions that came through the door",
    "portal/site/checks/views.py found Contradiction": "of a record that came through the door",
    "portal/site/disclosure/views.py get_context RolePermission": "says who reads what one reads oneself",
    "portal/site/jobs/lists.py visible Job": "lists one's own",
    "portal/site/own/actions.py mark Bookmark": "writes one's own",
}
ALWAYS_WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "set_password"}
WRITES_ON_QUERYSETS = {"create", "update", "delete", "add", "remove", "set", "clear"}
QUERYSET = re.compile(r"\.objects\b|\.(?:filter|exclude|all|visible_to)\(|_set\b")


def _may_not_write():
    code = (path for path in house.code() if path.startswith(house.FLOORS))
    return [path for path in code if not any(fnmatch.fnmatch(path, writer) for writer in WRITERS)]


@pytest.mark.parametrize("path", _may_not_write())
def test_record_is_written_by_actions_only(path):
    writes = [
        f"{place}: {receiver}.{method}"
        for place, method, receiver in house.calls(path)
        if f"{path} {receiver}.{method}" not in RENEWS_A_PASSWORD_HASH | SAVES_A_FILE
        and (method in ALWAYS_WRITES or (method in WRITES_ON_QUERYSETS and QUERYSET.search(receiver)))
    ]
    assert writes == []
    assert "portal.audit.writing" not in house.imported(path)


def test_record_is_shown_through_visible_to_only():
    found = {
        each
        for path in house.code()
        if path.startswith(SHOWING) and not path.startswith(BY_THE_HISTORY_RULE)
        for each in house.reads_around(path, DOORS)
        if each.split()[1] not in BEHIND_THE_DOOR
    }
    assert found == set(READS_AROUND)


def test_action_that_writes_over_many_records_holds_them_at_the_versions_that_were_read():
    astray = []
    for path in house.code():
        if not fnmatch.fnmatch(path, "*/actions*") or path.startswith("tests/"):
            continue
        for name, called in house.calls_by_function(path):
            over_many = any(
                method == "bulk_update" or (method == "update" and QUERYSET.search(receiver))
                for method, receiver in called
            )
            if over_many and "held" not in {method for method, _ in called}:
                astray.append(f"{path} {name}")
    assert astray == []
