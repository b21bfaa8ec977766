"""Django's settings. Machines are described by the environment (docs/configuration.md), people by the site row."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from balcao.config import environment as env
from balcao.config.files_environment import files_storage
from balcao.config.listeners import LISTENERS

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(env.text("BALCAO_DATA", str(PACKAGE.parent.parent / "var"))).resolve()

DEBUG = env.flag("BALCAO_DEBUG")
DEMO = env.flag("BALCAO_DEMO")
GALLERY = DEBUG or env.flag("BALCAO_GALLERY")

SECRET_KEY = env.text("BALCAO_SECRET_KEY")
if not SECRET_KEY and DEBUG:
    SECRET_KEY = "development-only"
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "BALCAO_SECRET_KEY is empty: set it to 50 or more random characters, and keep it the same at every start."
    )

# Secrets of before: what they signed or sealed is still good. What is sealed is sealed anew within a day.
SECRET_KEY_FALLBACKS = env.words("BALCAO_SECRET_KEY_FALLBACKS")

ALLOWED_HOSTS = env.words("BALCAO_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("BALCAO_ORIGINS")
BASE_URL = env.text("BALCAO_BASE_URL", "http://localhost:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "balcao.setup",  # before Django's admin, whose templates it replaces
    "balcao.setup.admin_app.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "balcao.site",
    "balcao.ui",
    "balcao.jobs",
    "balcao.files",
    "balcao.live",
    "balcao.history",
    "balcao.people",
    "balcao.processes",
    "balcao.catalog",
    "balcao.tickets",
    "balcao.mail",
    "balcao.notifications",
    "balcao.search",
    "balcao.front",
    "balcao.portal",
    "balcao.desk",
    "balcao.ops",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "balcao.front.seen.SeenMiddleware",
    "balcao.front.middleware.ReaderMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "balcao.front.middleware.FirstPasswordMiddleware",
    "balcao.front.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "balcao.config.urls"
WSGI_APPLICATION = "balcao.config.wsgi.application"
ASGI_APPLICATION = "balcao.config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "balcao.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "balcao.front.context.shell",
            ],
        },
    }
]

FORM_RENDERER = "balcao.ui.controls.Controls"

DATABASES = {"default": env.database(env.text("DATABASE_URL", f"sqlite:///{DATA / 'balcao.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["balcao.people.sign_in.PeopleBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "balcao.people.password_rules.VarietyValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 60 * 60

SESSION_ENGINE = "balcao.people.session_store"
SESSION_COOKIE_NAME = "balcao_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "balcao_csrf"
CSRF_FAILURE_VIEW = "balcao.front.views.errors.csrf_failure"

SECURE_SSL_REDIRECT = HTTPS and env.flag("BALCAO_SSL_REDIRECT")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.flag("BALCAO_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "media-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "pt-br"
LANGUAGES = [("pt-br", _("Portuguese (Brazil)")), ("en", _("English")), ("es", _("Spanish"))]
LANGUAGE_COOKIE_NAME = "balcao_language"
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "America/Sao_Paulo"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_FINDERS = [
    "balcao.ui.finders.JoinedAssetsFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
FILES_ROOT = Path(env.text("BALCAO_FILES_FOLDER", str(DATA / "files"))).resolve()
FILES_BUCKET = env.text("BALCAO_FILES_BUCKET")
STORAGES = {
    "default": files_storage(FILES_ROOT),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG

# For so long an answer can be taken back; it is stored at once, and dispatched when the time is over.
UNDO_SECONDS = 10

UPLOAD_MAX_BYTES = 50 * 1024 * 1024
UPLOAD_MAX_FILES = 20
# What one request of an upload in pieces may carry, and what one person may have on the way (decision 6).
UPLOAD_CHUNK_BYTES = 1024 * 1024
UPLOAD_MAX_UNFINISHED_BYTES = UPLOAD_MAX_FILES * UPLOAD_MAX_BYTES
UPLOADS_PER_HOUR = 300
# All files of one form together; more is refused before the application sees it.
REQUEST_MAX_BYTES = env.number("BALCAO_REQUEST_MAX_MB", 200, least=1) * 1024 * 1024
# Far above what a field takes: who pastes a log of megabytes gets the form back with a sentence, not an error page.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# More than a form takes is read over by the handler below, so that the form can say so instead of an error page.
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
FILE_UPLOAD_HANDLERS = ["balcao.front.upload_handler.FewFilesHandler"]

EMAIL_BACKEND = "balcao.mail.backend.OutboxBackend"
EMAIL_HOST = env.text("BALCAO_SMTP_HOST", "localhost")
EMAIL_PORT = env.number("BALCAO_SMTP_PORT", 25, least=1)
EMAIL_HOST_USER = env.text("BALCAO_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("BALCAO_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("BALCAO_SMTP_STARTTLS")
EMAIL_USE_SSL = env.flag("BALCAO_SMTP_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("BALCAO_MAIL_FROM", "suporte@balcao.example")
# Where answers to our mails are taken in. Empty: mails do not ask to be answered.
MAIL_REPLY_DOMAIN = env.domain("BALCAO_MAIL_REPLY_DOMAIN")
# Our own servers' names in Authentication-Results (RFC 8601); that header of anybody else is not believed.
MAIL_AUTHSERV_IDS = env.words("BALCAO_MAIL_AUTHSERV_IDS")
# Whether DKIM signatures are checked here when no server of ours did: asks the DNS.
MAIL_CHECKS_DKIM = env.flag("BALCAO_MAIL_CHECKS_DKIM", default=True)
MAIL_KEPT_LOCALLY = DEMO or env.flag("BALCAO_MAIL_KEPT_LOCALLY", default=DEBUG)

# Whether this process may fetch mail, the largest mail that is taken in, and folders of files outside BALCAO_DATA/mail.
MAIL_FETCH = env.flag("BALCAO_MAIL_FETCH", default=True)
MAIL_MAX_BYTES = min(env.number("BALCAO_MAIL_MAX_MB", 50, least=1), 100) * 1024 * 1024
MAIL_FOLDERS = [DATA / "mail", *(Path(folder).resolve() for folder in env.words("BALCAO_MAIL_FOLDERS"))]

WEBHOOK_SECRET = env.text("BALCAO_WEBHOOK_SECRET")
OUTBOUND_ALLOW = env.words("BALCAO_OUTBOUND_ALLOW")

TASKS = {"default": {"BACKEND": "balcao.jobs.backend.JobsBackend", "QUEUES": ["default", "mail"]}}

ACCOUNT_ADAPTER = "balcao.front.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("BALCAO_PROXIES", 0)

# W004: user names are unique whatever their case, by a constraint that the check does not know.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "security.W004", "security.W008", "security.W012", "security.W016"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("BALCAO_LOG_LEVEL", "INFO")},
    # They tell of each table of a font that goes into a PDF, and of each line of a mail that is handed over.
    "loggers": {"fontTools": {"level": "WARNING"}, "mail": {"level": "WARNING"}},
}

# Streams of live pages in one process; whoever finds no place asks every half minute instead.
LIVE_STREAMS = env.number("BALCAO_LIVE_STREAMS", 2500)

BALCAO_LISTENERS = LISTENERS
