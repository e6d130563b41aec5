"""Configuration from the environment; with none at all the portal runs safely on loopback.

Every name read here starts with ``PORTAL_``; docs/operations.md lists them.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
import django
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("PORTAL_VAR_DIR", BASE_DIR / "var"))
# Uploads and issued files, each under its SHA-256.
FILES_DIR = Path(os.environ.get("PORTAL_FILES_DIR", VAR_DIR / "files"))

# The key every clone shares. Good enough for loopback, refused everywhere else (see below).
SHIPPED_KEY = "shipped-with-the-source-and-therefore-no-secret-at-all"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def _flag(name: str, *, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def _words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    value = os.environ.get(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else list(default)


SECRET_KEY = os.environ.get("PORTAL_SECRET_KEY", SHIPPED_KEY)
DEBUG = _flag("PORTAL_DEBUG")
ALLOWED_HOSTS = _words("PORTAL_ALLOWED_HOSTS", LOOPBACK)
IS_LOOPBACK_ONLY = set(ALLOWED_HOSTS) <= set(LOOPBACK)

if not IS_LOOPBACK_ONLY and (DEBUG or SECRET_KEY == SHIPPED_KEY):
    raise ImproperlyConfigured(
        "PORTAL_ALLOWED_HOSTS names a host other than loopback: set a PORTAL_SECRET_KEY of your own "
        "and leave PORTAL_DEBUG off.",
    )

# Set by make demo: the users are examples, and all of them may look behind the pages.
PORTAL_DEMO = _flag("PORTAL_DEMO")

# What the shell and the window titles say.
PORTAL_NAME = os.environ.get("PORTAL_NAME", "行政DX推進ポータル")
PORTAL_ORGANISATION = os.environ.get("PORTAL_ORGANISATION", "豊島区")

INSTALLED_APPS = [
    "meetings",
    "procurement",
    "projects",
    "portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.site.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.site.middleware.KeepingLoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.site.middleware.StaleWriteMiddleware",
    # Answers a login that is locked, hence innermost.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The second holds the widgets of Django's forms.
        "DIRS": [BASE_DIR / "templates", Path(django.__file__).parent / "forms" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.site.context.shell",
            ],
            "builtins": ["portal.site.tags"],
        },
    },
]
FORM_RENDERER = "portal.site.renderer.PortalRenderer"


def _database() -> dict[str, object]:
    """One database: an embedded SQLite file, or the PostgreSQL that PORTAL_DATABASE_URL names."""
    url = os.environ.get("PORTAL_DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        return {**dj_database_url.parse(url, engine="portal.audit.backends.postgresql")}
    return {
        "ENGINE": "portal.audit.backends.sqlite3",
        "NAME": os.environ.get("PORTAL_SQLITE_PATH", str(VAR_DIR / "portal.sqlite3")),
        # Said outright, since pytest's workers know Django's own back end only.
        "TEST": {"NAME": ":memory:"},
        "OPTIONS": {
            # A writer takes its lock when the transaction begins and waits its turn: the default
            # (deferred) fails half of all concurrent read-then-write transactions at once.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # REPLACE must fire the delete trigger too, hence recursive_triggers.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;"
            ),
        },
    }


DATABASES = {"default": _database()}
# The role of PostgreSQL that serves; migrate, run by the owner, grants it what it needs and no more.
SERVING_ROLE = os.environ.get("PORTAL_SERVING_ROLE", "")
# Who is typing into which row: notes that fade, shared by the processes of one host and worth no backup.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "typing": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "typing",
        "TIMEOUT": 60,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = [
    # Asked first: it lets nobody in and keeps a locked login out.
    "axes.backends.AxesStandaloneBackend",
    "portal.site.arrival.ArrivalBackend",
]
# Argon2 first; a hash of an older kind is renewed at the next login.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# A whole building may stand behind one address, and a 職員番号 is no secret: only both together are locked,
# and only for a while. Nobody locks out a colleague from elsewhere, or an office by one forgotten password.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = int(os.environ.get("PORTAL_LOGIN_FAILURES", "20"))
AXES_COOLOFF_TIME = timedelta(minutes=int(os.environ.get("PORTAL_LOGIN_LOCK_MINUTES", "15")))
# Knocking at a locked door does not keep it locked.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "portal.site.accounts.login.locked"
AXES_USERNAME_FORM_FIELD = "username"
# What was typed before a session ended travels through the login and is nobody's business.
AXES_SENSITIVE_PARAMETERS = ["kept", "next"]
# Sessions and the log of the web server say who came; a second list of everybody's comings serves nobody.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Long work waits in the database and is done by ``manage.py work``.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Parts of results that are being made.
JOBS_DIR = VAR_DIR / "jobs"
# Seconds after which a worker that gives no sign of life is taken for dead; no step may take longer.
JOB_LEASE = int(os.environ.get("PORTAL_JOB_LEASE", "120"))
# Days for which the result of a long work can be fetched.
JOB_RESULT_DAYS = int(os.environ.get("PORTAL_JOB_RESULT_DAYS", "30"))

# E-mail goes out only where a mail server is named: smtp://user:password@host:25, smtps:// for TLS from the
# first byte, smtp+tls:// for STARTTLS.
_SMTP = urlsplit(os.environ.get("PORTAL_SMTP_URL", ""))
MAIL_IS_SET = bool(_SMTP.hostname)
if _SMTP.geturl() and (_SMTP.scheme not in {"smtp", "smtps", "smtp+tls"} or not MAIL_IS_SET):
    raise ImproperlyConfigured("PORTAL_SMTP_URL must look like smtp://host:25, smtps://… or smtp+tls://….")
EMAIL_HOST, EMAIL_PORT = _SMTP.hostname or "", _SMTP.port or (465 if _SMTP.scheme == "smtps" else 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_SMTP.username or ""), unquote(_SMTP.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _SMTP.scheme == "smtps", _SMTP.scheme == "smtp+tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("PORTAL_MAIL_FROM", "portal@localhost")
MAIL_HOST_NAME = DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
# Domains that notices may be mailed to; none for any.
MAIL_DOMAINS = [domain.lower() for domain in _words("PORTAL_MAIL_DOMAINS")]
# Where the portal is, for links in mails.
BASE_URL = os.environ.get("PORTAL_BASE_URL", "").rstrip("/")

# History is written by database triggers; simple-history's signals would write it a second time.
SIMPLE_HISTORY_ENABLED = False

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
# Loopback serves straight from the source; a real host collects files first.
STATIC_ROOT = None if IS_LOOPBACK_ONLY else VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "portal" / "site" / "static"]
WHITENOISE_USE_FINDERS = IS_LOOPBACK_ONLY

# The largest file anybody may upload. The handler stops writing there, whatever is sent.
UPLOAD_LIMIT = int(os.environ.get("PORTAL_UPLOAD_MEGABYTES", "50")) * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["portal.site.files.uploads.BoundedUpload"]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if not IS_LOOPBACK_ONLY:
    # The prefix binds a cookie to this very host; browsers accept it over TLS only.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not IS_LOOPBACK_ONLY
SECURE_SSL_REDIRECT = not IS_LOOPBACK_ONLY
SECURE_HSTS_SECONDS = 0 if IS_LOOPBACK_ONLY else 365 * 24 * 60 * 60
# The municipality's other hosts are not ours to bind to TLS, nor its domain to a browser's list.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Everything comes from this host, nothing is inline, nobody frames a page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "portal.site.errors.csrf_failure"
