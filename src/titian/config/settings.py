"""The one settings module; everything that differs between places comes from the environment."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from titian.accounts.passwords import SHORTEST
from titian.config.keys import Keys, keys_of, passing_keys
from titian.config.places import ROOT, home
from titian.config.readiness import SETUP, why_not_ready
from titian.core.db.embedded import EmbeddedServer

HOME = home()
TESTING = "pytest" in sys.modules

env = environ.Env()
if not TESTING:
    environ.Env.read_env(HOME / "titian.env")  # what `./titian init` noted; the environment wins
_EXAMINED_BY_A_TOOL = "mypy" in sys.modules
MODE = "test" if TESTING or _EXAMINED_BY_A_TOOL else env.str("TITIAN_MODE", "production")
PRODUCTION = MODE not in {"demo", "test"}
if TESTING:
    HOME = HOME / "test"

_setting_up = env.bool(SETUP, False)
if PRODUCTION and not _setting_up and (reasons := why_not_ready(os.environ, HOME)):
    sys.stderr.write("Titian belum dapat dijalankan / Titian cannot start:\n")
    sys.stderr.writelines(f"- {reason}\n" for reason in reasons)
    raise SystemExit(2)

KEYS: Keys = passing_keys(HOME) if _EXAMINED_BY_A_TOOL or _setting_up else keys_of(HOME)
SECRET_KEY = KEYS.secret
SECRET_KEY_FALLBACKS = KEYS.former_secrets

# `titian_app` serves and cannot see past the policies; `titian_owner` migrates.
EMBEDDED = EmbeddedServer(HOME)
EXTERNAL_DATABASE = "DATABASE_URL" in os.environ
AS_OWNER = TESTING or env.bool("TITIAN_AS_OWNER", False)


def database(*, as_owner: bool) -> dict[str, Any]:
    """Return the connection of the serving role or of the owner."""
    if not EXTERNAL_DATABASE:
        user = "titian_owner" if as_owner else "titian_app"
        server: dict[str, Any] = {"NAME": "titian", "USER": user, "HOST": str(EMBEDDED.socket), "OPTIONS": {}}
    else:
        name = "DATABASE_OWNER_URL" if as_owner and "DATABASE_OWNER_URL" in os.environ else "DATABASE_URL"
        server = dict(env.db_url(name))
        if "host" in server.get("OPTIONS", {}):  # a socket folder is told as ?host=/run/postgresql
            server["HOST"] = server["OPTIONS"].pop("host")
    if TESTING:  # no test waits for ever: a hang becomes a failure with a name
        waits = "-c lock_timeout=60s -c idle_in_transaction_session_timeout=180s"
        server["OPTIONS"] = {**server.get("OPTIONS", {}), "options": waits}
    return {
        **server,
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def prepared(server: dict[str, Any]) -> dict[str, Any]:
    """Policies make planning dearer than answering: docs/decisions/prepared-statements.md.

    A pooler that changes connections between transactions may not know the plans of the one before.
    """
    keeps = env.bool("TITIAN_KEEP_PLANS", True)
    options = {"server_side_binding": True, "prepare_threshold": 2 if keeps else None}
    return {**server, "OPTIONS": {**server.get("OPTIONS", {}), **options}}


DATABASES = {
    "default": prepared(database(as_owner=AS_OWNER)),
    # Folding commits on its own, whatever becomes of the request that asked for it.
    "fold": {**prepared(database(as_owner=AS_OWNER)), "TEST": {"MIRROR": "default"}},
}
OWNER_DATABASE = database(as_owner=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "titian.core",
    "titian.accounts",
    "titian.journal",
    "titian.standards",
    "titian.network",
    "titian.programmes",
    "titian.people",
    "titian.counselling",
    "titian.planning",
    "titian.admissions",
    "titian.protection",
    "titian.training",
    "titian.certification",
    "titian.placement",
    "titian.rosters",
    "titian.evaluation",
    "titian.portal",
    "titian.seeds",
    "titian.config",
]
if MODE == "test" and find_spec("django_migration_linter"):
    INSTALLED_APPS += ["django_migration_linter"]  # a tool of developers and CI
MIDDLEWARE = [
    "titian.config.probes.ProbeMiddleware",
    "titian.core.logs.RequestLogMiddleware",
    "titian.core.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "titian.core.methods.MethodMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads its answers by chance, so that sizes tell no secret
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "titian.accounts.kept_forms.KeptFormMiddleware",
    "titian.core.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "titian.network.doorkeeper.MachineDoorMiddleware",
    "titian.people.arrival.ArrivalMiddleware",
    "titian.network.second_factor.SecondFactorMiddleware",
    "titian.journal.exports.ExportMiddleware",
    "titian.portal.form_addresses.FormAddressMiddleware",
]
_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "titian.portal.frame.frame",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "titian.core.jinja.environment",
            "context_processors": ["titian.portal.frame.frame"],
        },
    },
    {  # sign-in pages only: allauth brings Django templates
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]
FORM_RENDERER = "titian.core.widgets.FormRenderer"
# Whom citizens ask about their data (UU 27/2022 article 53); shown below every page.
DATA_PROTECTION_CONTACT = env.str("TITIAN_DATA_PROTECTION_CONTACT", "pelindungan.data@titian.invalid")
ROOT_URLCONF = "titian.config.urls"
WSGI_APPLICATION = "titian.config.wsgi.application"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [ROOT / "src" / "titian" / "locale"]
TIME_ZONE = env.str("TITIAN_TIME_ZONE", "Asia/Jakarta")
USE_I18N = USE_TZ = True
os.environ.setdefault("LC_ALL", "C.UTF-8")

# Who may sign in, and how.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["titian.accounts.backends.SignInBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if TESTING
    else "django.contrib.auth.hashers.Argon2PasswordHasher"
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": SHORTEST},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "titian.accounts.passwords.NoKnownNumber"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "titian.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "titian.accounts.forms.SignInForm",
    "reauthenticate": "titian.accounts.forms.ConfirmForm",
    "change_password": "titian.accounts.forms.NewPasswordForm",  # nosec B105  # pragma: allowlist secret
    "reset_password_from_key": "titian.accounts.forms.FirstPasswordForm",  # nosec B105  # pragma: allowlist secret
}
ACCOUNT_SESSION_REMEMBER = False  # office computers are shared
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "invitation": "10/m/ip,60/h/ip",
}
REQUIRE_SECOND_FACTOR = PRODUCTION  # of those who plan, lead or administer
MFA_ADAPTER = "titian.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Titian"
MFA_RECOVERY_CODES_SHOW_ONCE = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
SESSION_ENGINE = "titian.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_MINUTES = env.int("TITIAN_IDLE_MINUTES", 30)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "titian.accounts.views.stale"
if PRODUCTION:  # a browser takes such a name from this very host over TLS alone, never from a neighbour's
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

# What browsers are told.
ALLOWED_HOSTS = env.list("TITIAN_ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("TITIAN_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = env.int("TITIAN_HSTS_SECONDS", 365 * 24 * 60 * 60)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("TITIAN_HSTS_SUBDOMAINS", True)
    if env.str("TITIAN_TLS", "") == "proxy":
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TITIAN_PROXIES", 1)
TLS_CERTIFICATE = env.str("TITIAN_TLS_CERTIFICATE", "") if env.str("TITIAN_TLS", "") == "direct" else ""
TLS_KEY = env.str("TITIAN_TLS_KEY", "")
# What the watchers are told: the certificate of the proxy, the folder of backups, the token of /metrics.
WATCHED_CERTIFICATE = env.str("TITIAN_WATCHED_CERTIFICATE", "")
BACKUPS = env.str("TITIAN_BACKUPS", "")
METRICS_TOKEN = env.str("TITIAN_METRICS_TOKEN", "")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [NONE],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 30 * 86_400  # the address of a file changes with it
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# Imported by the worker when it starts, not by every command.
PROCRASTINATE_IMPORT_PATHS = [
    "titian.admissions.jobs",
    "titian.config.jobs",
    "titian.counselling.jobs",
    "titian.evaluation.jobs",
    "titian.rosters.jobs",
]

# How messages to people leave: smtp://..., and the address of a gateway for WhatsApp and SMS (docs/operations.md).
EMAIL_CONFIGURED = bool(env.str("TITIAN_EMAIL_URL", ""))
if EMAIL_CONFIGURED:
    globals().update(env.email_url("TITIAN_EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.str("TITIAN_EMAIL_FROM", "titian@titian.invalid")
MESSAGE_GATEWAY = env.str("TITIAN_MESSAGE_GATEWAY", "")
MESSAGE_GATEWAY_TOKEN = env.str("TITIAN_MESSAGE_GATEWAY_TOKEN", "")
SMS_GATEWAY = env.str("TITIAN_SMS_GATEWAY", "")
SMS_GATEWAY_TOKEN = env.str("TITIAN_SMS_GATEWAY_TOKEN", "")
for name, gateway in (("MESSAGE", MESSAGE_GATEWAY), ("SMS", SMS_GATEWAY)):
    if gateway and not gateway.startswith("https://"):
        raise SystemExit(f"TITIAN_{name}_GATEWAY harus https:// / must be https://")

# Mirrors of a public beacon of chance, the seed of lotteries; without them dice are thrown. The chain is quicknet.
BEACON_MIRRORS = env.list("TITIAN_BEACON_MIRRORS", default=[])
BEACON_CHAIN = env.str(
    "TITIAN_BEACON_CHAIN",
    "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",  # pragma: allowlist secret
)
BEACON_GENESIS = env.int("TITIAN_BEACON_GENESIS", 1_692_803_367)
BEACON_PERIOD = env.int("TITIAN_BEACON_PERIOD", 3)
if BEACON_MIRRORS and (
    len(BEACON_MIRRORS) < 2 or not all(one.startswith("https://") for one in BEACON_MIRRORS)
):
    raise SystemExit("TITIAN_BEACON_MIRRORS: paling sedikit dua, https:// / at least two, https://")

# Where an officer calls several routes equally good a lot may say which comes first; off unless it was decided to.
DRAW_EQUAL_ROUTES = env.bool("TITIAN_DRAW_EQUAL_ROUTES", False)

# Files one user may take away in an hour; each is noted in the journal and marked.
EXPORTS_AN_HOUR = env.int("TITIAN_EXPORTS_AN_HOUR", 60)
# Where deletions are listed for the day a backup is restored; shared storage where several machines work.
TOMBSTONES = env.str("TITIAN_TOMBSTONES", str(HOME / "tombstones.jsonl"))
# Questions beyond the pages: DuckDB in process over exported files, or the address of a Spark cluster.
ANALYTICS_ENGINE = env.str("ANALYTICS_ENGINE", "duckdb")
ANALYTICS_FOLDER = Path(env.str("ANALYTICS_FOLDER", str(HOME / "analytics")))
ANALYTICS_NIGHTLY = env.bool(
    "ANALYTICS_NIGHTLY", False
)  # files know no row-level security: only where asked for

# What is written down when something goes wrong: never about whom.
DEBUG = False
DEFAULT_EXCEPTION_REPORTER_FILTER = "titian.core.logs.NothingPersonal"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "private": {
            "()": "titian.core.logs.PrivateFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "titian.core.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if env.str("TITIAN_LOG_FORMAT", "text") == "json" else "private",
        }
    },
    "root": {"handlers": ["console"], "level": env.str("TITIAN_LOG_LEVEL", "WARNING")},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "procrastinate": {"level": "WARNING"},
        "titian.access": {"level": "INFO" if env.bool("TITIAN_ACCESS_LOG", PRODUCTION) else "WARNING"},
    },
}
