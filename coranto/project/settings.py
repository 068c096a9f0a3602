"""Django's settings, derived once from the instance (see `instance.py`). Nothing here is meant to be edited per site."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import django

from coranto.project.instance import read_instance

INSTANCE = read_instance()
BASE_HOST = urlsplit(INSTANCE.public_url).hostname or "127.0.0.1"

# Without a secret (no instance yet) only commands that make one may run; `coranto doctor` and the system checks say so.
SECRET_KEY = INSTANCE.secret or "no-instance-yet"
DEBUG = INSTANCE.debug
ALLOWED_HOSTS = [BASE_HOST, "127.0.0.1", "localhost", "[::1]", *INSTANCE.allowed_hosts]
CSRF_TRUSTED_ORIGINS = [INSTANCE.public_url] if INSTANCE.public_url.startswith("https://") else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if INSTANCE.public_url.startswith("https://") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = INSTANCE.public_url.startswith("https://")
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the desk shows previews in a frame of its own

INSTALLED_APPS = [
    "coranto.delivery",
    "coranto.members",
    "coranto.pictures",
    "coranto.taxonomy",
    "coranto.rights",
    "coranto.publication",
    "coranto.articles",
    "coranto.search",
    "coranto.intake",
    "coranto.translation",
    "coranto.syndication",
    "coranto.licensing",
    "coranto.site",
    "coranto.newsroom",
    "coranto.project",
    "wagtail.contrib.redirects",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "coranto.newsroom.malformed.MalformedForms",
]

ROOT_URLCONF = "coranto.project.urls"
WSGI_APPLICATION = "coranto.project.wsgi.application"
ASGI_APPLICATION = "coranto.project.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


def _database(url: str) -> dict[str, Any]:
    """SQLite as the design says it (WAL, synchronous=FULL, BEGIN IMMEDIATE); any other URL as it is."""
    settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=0 if url.startswith("sqlite") else 60))
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;",
        }
    return settings


DATABASES = {"default": _database(INSTANCE.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "members.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/desk/login/"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
WAGTAIL_I18N_ENABLED = False  # translations are rows of segments, not copies of pages

STATIC_URL = "/desk-static/"
STATIC_ROOT = INSTANCE.folder / "desk-static"
MEDIA_ROOT = INSTANCE.media
MEDIA_URL = "/desk-media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_PERMISSIONS = 0o640

# Django 6.1 names mail servers in a table; earlier ones have one backend.
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": "coranto.newsroom.mailing.OneDoorBackend"}}
else:
    EMAIL_BACKEND = "coranto.newsroom.mailing.OneDoorBackend"
DEFAULT_FROM_EMAIL = INSTANCE.mail_from or f"desk@{BASE_HOST}"

WAGTAIL_SITE_NAME = "Coranto"
WAGTAILADMIN_BASE_URL = INSTANCE.public_url
WAGTAILIMAGES_IMAGE_MODEL = "pictures.Picture"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "txt", "xlsx", "zip"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAIL_ENABLE_UPDATE_CHECK = False  # nothing of the desk calls home
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = True
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []  # embeds are rendered from our own template; nothing is fetched
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 800

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"facts": {"()": "coranto.project.telling.FactsFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "facts"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"coranto": {"level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
