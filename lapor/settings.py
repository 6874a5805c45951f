"""What can be set: every setting of the service, read once from the environment.

A data folder marked as demo (see `lapor.operate.folder`) brings its own mode and keys; anything else is
production and refuses to start with an unsafe setting, naming it (`docs/operate.md` lists them all).
"""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from cryptography.fernet import Fernet
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("LAPOR_DATA") or ROOT / "var").resolve()

# The mark is written by `lapor demo`; with it the folder carries its own keys (see operate/folder.py).
DEMO = (DATA / "demo").exists()
TESTING = os.environ.get("LAPOR_TESTING") == "1"


def _needed(name: str, file: str) -> str:
    """A secret: from the environment, or in demo mode from the data folder's own file."""
    value = os.environ.get(name, "")
    if not value and DEMO and (DATA / "keys" / file).exists():
        value = (DATA / "keys" / file).read_text().strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: see docs/operate.md, section Settings")
    return value


DEBUG = False
SECRET_KEY = _needed("LAPOR_SECRET_KEY", "secret")
# Fernet keys, newest first, separated by commas: the first encrypts, all decrypt.
IDENTITY_KEYS = _needed("LAPOR_IDENTITY_KEYS", "identity").split(",")
BASE_URL = os.environ.get("LAPOR_BASE_URL", "http://127.0.0.1:8000" if DEMO or TESTING else "").rstrip("/")
SMS_SEND_URL = os.environ.get("LAPOR_SMS_SEND_URL", "")
SMS_SECRET = os.environ.get("LAPOR_SMS_SECRET", "lapor-demo" if DEMO or TESTING else "")
# Mail that comes in (imaps://user:password@host/FOLDER or maildir:///path), and the address it comes back to.
EMAIL_IN_URL = os.environ.get("LAPOR_EMAIL_IN_URL", "")
EMAIL_REPLY_ADDRESS = os.environ.get("LAPOR_EMAIL_REPLY_ADDRESS", "")
WEBHOOK_NETWORKS = os.environ.get("LAPOR_WEBHOOK_NETWORKS", "127.0.0.0/8,::1" if DEMO or TESTING else "")
METRICS_TOKEN = os.environ.get("LAPOR_METRICS_TOKEN", "")
SECURE = BASE_URL.startswith("https://")

if TESTING and SECURE:
    raise ImproperlyConfigured("LAPOR_TESTING is for tests: it shows codes and weakens passwords")
try:
    [Fernet(key) for key in IDENTITY_KEYS]
except ValueError as error:
    raise ImproperlyConfigured("LAPOR_IDENTITY_KEYS must be Fernet keys, separated by commas") from error
if not (DEMO or TESTING):
    if not SECURE:
        raise ImproperlyConfigured("LAPOR_BASE_URL must be the public https:// address of this service")
    if len(SECRET_KEY) < 50 or 0 < len(SMS_SECRET) < 16:  # who guesses the second writes as any number
        raise ImproperlyConfigured("too short: LAPOR_SECRET_KEY (50 letters or more), LAPOR_SMS_SECRET (16)")

_HOST = BASE_URL.split("://", 1)[-1].split("/")[0].rsplit(":", 1)[0]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", _HOST] + (["testserver"] if TESTING else [])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "lapor.audit",
    "lapor.ui",
    "lapor.registry",
    "lapor.accounts",
    "lapor.reports",
    "lapor.indicators",
    "lapor.skm",
    "lapor.jipp",
    "lapor.notifications",
    "lapor.intake",
    "lapor.portal",
    "lapor.backoffice",
    "lapor.oversight",
    "lapor.api",
    "lapor.operate",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "leaflet",
    "pgtrigger",
    "procrastinate.contrib.django",
    "csp",
    "drf_spectacular_sidecar",  # only its static files: Swagger UI
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "lapor.api.middleware.ProblemMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lapor.accounts.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "lapor.urls"
WSGI_APPLICATION = "lapor.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "lapor.notifications.badge.unseen",
            ],
        },
    }
]
FORM_RENDERER = "lapor.ui.forms.Renderer"

# Database. `lapor.operate.embedded` puts DATABASE_URL into the environment before Django starts where the
# operator gave none. The pool is worth five times the requests a second (docs/adr/0002); a worker has 8 jobs.
DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL", "postgresql://localhost/lapor"))}
DATABASES["default"].setdefault("OPTIONS", {})
if not TESTING:
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": 12,
        "timeout": 10,
    }  # a worker: 8 jobs

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}

# Time and language. Stored in UTC, shown in WIB unless the agency's zone says otherwise.
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [ROOT / "lapor" / "locale"]

# Static files and uploads. Uploads are never served from a URL of their own: a view checks who asks.
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "lapor.ui.stylesheet.Finder",  # the components' CSS as one file
]
UPLOADS = DATA / "uploads"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(UPLOADS),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING and "LAPOR_AS_SERVED" not in os.environ  # set by the test that weighs pages
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gz", "br", "woff", "woff2", "map"]
# Attachments: number and total size of one report's files (bytes). One more MB for the form's own fields.
ATTACHMENTS_MAX_FILES = int(os.environ.get("LAPOR_ATTACHMENTS_MAX_FILES", "10"))
ATTACHMENTS_MAX_BYTES = int(os.environ.get("LAPOR_ATTACHMENTS_MAX_MB", "20")) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "lapor.intake.web.quota.QuotaHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Our proxies: the client's address is that many places from the right of X-Forwarded-For; 0 believes nobody.
TRUSTED_PROXIES = int(os.environ.get("LAPOR_TRUSTED_PROXIES", "0"))
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# Maps: the tile server (`https://tiles.example/{z}/{x}/{y}.png`) and the credit it asks for. Without one a
# map shows our own boundaries.
LEAFLET_CONFIG = {
    "TILES": os.environ.get("LAPOR_TILES_URL", ""),
    "CREDIT": os.environ.get("LAPOR_TILES_CREDIT", ""),
}
_TILE_HOST = "/".join(LEAFLET_CONFIG["TILES"].replace("{s}", "*").split("/")[:3])

# Security.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "img-src": [SELF, "data:", *([_TILE_HOST] if _TILE_HOST else [])],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE and not (DEMO or TESTING)
SECURE_REDIRECT_EXEMPT = [r"^gateway/sms/"]  # Kannel asks on this machine, past the proxy, with a secret
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SESSION_ENGINE = "lapor.accounts.sessions"  # in the database, with the account beside it
_HASHERS = ("MD5",) if TESTING else ("Scrypt", "PBKDF2")
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in _HASHERS]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# Accounts (allauth): reporters by a code sent to e-mail or phone, officers by password and 2FA.
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/akun/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "lapor.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # without the latter the log-in form has no password
ACCOUNT_EMAIL_VERIFICATION = "none"  # the login code proves the address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds (accounts/stepup.py)
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_RATE_LIMITS = {"request_login_code": "30/m/ip,10/h/key"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_FORMS = {
    "login": "lapor.portal.entrance.LoginForm",
    "request_login_code": "lapor.portal.entrance.RequestCodeForm",
    "confirm_login_code": "lapor.portal.entrance.ConfirmCodeForm",
    "reauthenticate": "lapor.portal.entrance.ReauthenticateForm",
    "reset_password": "lapor.portal.entrance.ResetPasswordForm",
    "reset_password_from_key": "lapor.portal.entrance.ResetPasswordKeyForm",
    "change_password": "lapor.portal.entrance.ChangePasswordForm",
}
MFA_FORMS = {
    "authenticate": "lapor.portal.entrance.SecondStepForm",
    "reauthenticate": "lapor.portal.entrance.SecondStepAgainForm",
    "activate_totp": "lapor.portal.entrance.ActivateForm",
    "add_webauthn": "lapor.portal.entrance.AddKeyForm",
    "edit_webauthn": "lapor.portal.entrance.EditKeyForm",
}
ACCOUNT_SESSION_REMEMBER = ACCOUNT_LOGOUT_ON_GET = False
OFFICERS_NEED_SECOND_STEP = not (DEMO or TESTING)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or TESTING
MFA_ADAPTER = "lapor.accounts.adapter.MFAAdapter"

# Mail: LAPOR_EMAIL_URL such as smtp://user:password@host:587/?tls=1; in demo mode nothing leaves the machine.
EMAIL_URL = os.environ.get("LAPOR_EMAIL_URL", "")
EMAIL_BACKEND = "lapor.notifications.mailbox.Backend"  # the way of all messages; the worker uses EMAIL_URL
DEFAULT_FROM_EMAIL = os.environ.get("LAPOR_EMAIL_FROM", "LAPOR! <tidak-dibalas@lapor.example>")

# Jobs (procrastinate). Heartbeats are short so that a killed worker's jobs are taken up within a minute.
_TASKS = "reactions schedule notifications.delivery api.webhooks.delivering"
PROCRASTINATE_IMPORT_PATHS = [f"lapor.{room}" for room in _TASKS.split()]
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": 2,
    "stalled_worker_timeout": 6,
    "shutdown_graceful_timeout": 20,
    "delete_jobs": "successful",
}

# Logs carry no addresses and no personal data: the access log is off, errors name the view only.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "lapor.operate.logs.Discreet"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
