"""The one settings module; everything that differs between places comes from the environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import environ

from titian.config.keys import keys_of
from titian.core.db.embedded import EmbeddedServer

env = environ.Env()
ROOT = Path(__file__).resolve().parents[3]
TESTING = "pytest" in sys.modules
MODE = "test" if TESTING else env.str("TITIAN_MODE", "production")  # demo, production or test
HOME = Path(env.str("TITIAN_HOME", str(ROOT / ".titian")))
EMBEDDED = EmbeddedServer(HOME / ("test" if TESTING else ""))

KEYS = keys_of(HOME / ("test" if TESTING else ""))
SECRET_KEY = KEYS.secret

# `titian_app` serves and cannot see past the policies; `titian_owner` migrates.
APP_URL = env.str("DATABASE_URL", EMBEDDED.url("titian_app"))
OWNER_URL = env.str("DATABASE_OWNER_URL", EMBEDDED.url("titian_owner"))
AS_OWNER = TESTING or env.bool("TITIAN_AS_OWNER", False)
_database = environ.Env.db_url_config(OWNER_URL if AS_OWNER else APP_URL)
_database["CONN_MAX_AGE"] = 60
if "host=" in (OWNER_URL if AS_OWNER else APP_URL):
    _database["HOST"] = _database.get("OPTIONS", {}).pop("host", _database.get("HOST", ""))
DATABASES = {
    "default": _database,
    # Folding commits on its own, whatever becomes of the request that asked for it.
    "fold": {**_database, "TEST": {"MIRROR": "default"}},
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "pgtrigger",
    "pghistory",
    "titian.core",
    "titian.accounts",
    "titian.journal",
    "titian.standards",
    "titian.network",
    "titian.programmes",
    "titian.people",
    "titian.planning",
    "titian.protection",
    "titian.training",
    "titian.certification",
    "titian.placement",
    "titian.rosters",
    "titian.evaluation",
    "titian.portal",
    "titian.seeds",
]
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [ROOT / "src" / "titian" / "locale"]
TIME_ZONE = env.str("TITIAN_TIME_ZONE", "Asia/Jakarta")
USE_I18N = USE_TZ = True
STATIC_URL = "static/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if TESTING
    else "django.contrib.auth.hashers.Argon2PasswordHasher"
]
os.environ.setdefault("LC_ALL", "C.UTF-8")
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth", "django.contrib.messages.context_processors.messages"]},
    }
]
ROOT_URLCONF = "titian.config.urls"
