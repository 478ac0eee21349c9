"""Django settings, all of them from the environment; README and docs/operations.md list the variables."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from odos.config import identity_provider, places
from odos.database.roles import application_parameters

PROJECT = places.PROJECT
ODOS_DATA_DIR = places.data_dir()
ODOS_HOST = os.environ.get("ODOS_HOST") or "127.0.0.1"
ODOS_PORT = int(os.environ.get("ODOS_PORT") or 8000)
ODOS_EVENTS_PORT = int(os.environ.get("ODOS_EVENTS_PORT") or ODOS_PORT + 1)
ODOS_EVENTS_URL = os.environ.get("ODOS_EVENTS_URL", "")  # where a proxy publishes the events process
ODOS_STATEMENT_TIMEOUT_MS = int(os.environ.get("ODOS_STATEMENT_TIMEOUT_MS") or 0)
ODOS_WORKER_NICENESS = int(os.environ.get("ODOS_WORKER_NICENESS") or "10")
ODOS_WORKSPACE = os.environ.get("ODOS_WORKSPACE") or "main"
ODOS_FILES_DIR = ODOS_DATA_DIR / "files"
ODOS_METADATA_DIR = PROJECT / "metadata"
ODOS_PLUGINS_DIR = Path(os.environ.get("ODOS_PLUGINS_DIR") or PROJECT / "plugins").resolve()
ODOS_UI_DIR = PROJECT / "ui" / "dist"

SECRET_KEY = places.secret_key(ODOS_DATA_DIR)
DEBUG = False
ALLOWED_HOSTS = ["*"]  # links are never built from the Host header; a proxy in front may narrow it
ROOT_URLCONF = "odos.config.urls"
WSGI_APPLICATION = "odos.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _present(*packages: str) -> list[str]:
    found = {package: find_spec(package) for package in packages}
    return [package for package, spec in found.items() if spec and spec.origin]


INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "rest_framework",
    "polymorphic",
    *_present(
        "odos.accounts",
        "odos.calendars",
        "odos.jobs",
        "odos.storage",
        "odos.access",
        "odos.audit",
        "odos.records",
        "odos.search",
        "odos.notifications",
        "odos.workflow",
        "odos.files",
        "odos.personal",
        "odos.automation",
        "odos.meta",
        "odos.exchange",
        "odos.packages",
        "odos.config",
    ),
    "odos",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "odos.config.interface.InterfaceMiddleware",
    "odos.config.departures.DepartureMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",  # sets the cookie; `odos.api` checks it
]

# ---------------------------------------------------------------- PostgreSQL
# The administrator's address prepares the database; everything else signs in as the application's role.
ODOS_ADMIN_DATABASE_URL = os.environ.get("DATABASE_URL") or places.embedded_database_url(ODOS_DATA_DIR)
ODOS_EMBEDDED_DATABASE = not os.environ.get("DATABASE_URL")
_parameters = application_parameters(ODOS_ADMIN_DATABASE_URL, SECRET_KEY)
_OWN = ("dbname", "user", "password", "host", "port")

DATABASES = {
    "default": {
        "ENGINE": "odos.database.backend",
        "NAME": _parameters["dbname"],
        "USER": _parameters["user"],
        "PASSWORD": _parameters.get("password", ""),
        "HOST": _parameters.get("host", ""),
        "PORT": _parameters.get("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,  # costs no query, see odos.database.backend
        "OPTIONS": {name: value for name, value in _parameters.items() if name not in _OWN},
    }
}

ODOS_PREPARE = os.environ.get("ODOS_PREPARE") != "0"  # off behind a pooler that shares connections

# ---------------------------------------------------------------- Redis and Celery
ODOS_REDIS_URL = os.environ.get("REDIS_URL") or places.embedded_redis_url(ODOS_DATA_DIR)
ODOS_EMBEDDED_REDIS = not os.environ.get("REDIS_URL")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ODOS_REDIS_URL}}

CELERY_BROKER_URL = places.celery_url(ODOS_REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True  # the job row is the truth
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # for as long as Redis is away
CELERY_BEAT_MAX_LOOP_INTERVAL = 1  # seconds; also how long beat takes to stop
CELERY_TIMEZONE = "UTC"

# ---------------------------------------------------------------- people
if find_spec("odos.accounts"):
    AUTH_USER_MODEL = "accounts.User"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

ODOS_PUBLIC_URL = os.environ.get("ODOS_PUBLIC_URL", "")  # as people type it: https://crm.example.com
ODOS_CALL_INSIDE = os.environ.get("ODOS_CALL_INSIDE") == "1"  # gateways may stand in the own network
ODOS_OIDC = identity_provider.read(os.environ)

# ---------------------------------------------------------------- HTTP
REST_FRAMEWORK = {
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
}
APPEND_SLASH = False
ODOS_HTTPS = os.environ.get("ODOS_HTTPS") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ODOS_HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ODOS_HTTPS else 0  # browsers come by HTTPS alone from then on
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "odos_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ODOS_HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = ODOS_HTTPS
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024  # a bulk call of 10,000 rows
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# ---------------------------------------------------------------- language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# ---------------------------------------------------------------- logs
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ODOS_LOG_LEVEL", "WARNING")},
    "loggers": {
        "odos": {"level": os.environ.get("ODOS_LOG_LEVEL", "INFO")},
        "django.request": {"level": "ERROR"},  # a refusal is no event for the operator
    },
}
