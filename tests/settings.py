"""The product's settings as tests run them: the database of DATABASE_URL, or a SQLite file of this run's own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "BALCAO_DATA" not in os.environ:
    os.environ["BALCAO_DATA"] = tempfile.mkdtemp(prefix="balcao-tests-")
    atexit.register(shutil.rmtree, os.environ["BALCAO_DATA"], ignore_errors=True)
_data = Path(os.environ["BALCAO_DATA"])
_data.mkdir(parents=True, exist_ok=True)
os.environ.setdefault("BALCAO_SECRET_KEY", "tests-" + "0123456789abcdef" * 4)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_data / 'balcao.sqlite3'}")

from balcao.config.settings import *  # noqa: E402
from balcao.config.settings import DATABASES, STORAGES  # noqa: E402
from balcao.ops.catalogues import compile_all  # noqa: E402

compile_all()

_database = DATABASES["default"]
# Connections of server threads must not outlive their request: the test database could not be dropped.
_database["CONN_MAX_AGE"] = 0
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: connections see and wait for each other as in production. Only fsync is left out.
    _options = dict(_database["OPTIONS"])  # type: ignore[call-overload]
    _options["init_command"] = str(_options["init_command"]).replace("synchronous=FULL", "synchronous=OFF")
    _database["OPTIONS"] = _options
    _database["TEST"] = {"NAME": str(_data / "test.sqlite3")}

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# No mail leaves a test that does not ask for a server of its own.
MAIL_KEPT_LOCALLY = True
