"""Where files are kept: a folder of this machine, or a bucket that speaks S3. Read from BALCAO_FILES_…"""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from balcao.config import environment as env

OF_A_BUCKET = ("ENDPOINT", "REGION", "KEY", "SECRET", "PREFIX")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"[\w.-]+(/[\w.-]+)*", re.ASCII)


def files_storage(folder: Path) -> dict[str, Any]:
    """Django's entry in STORAGES. Raises ImproperlyConfigured with what to write instead."""
    if not env.text("BALCAO_FILES_BUCKET"):
        return _in_folder(folder)
    return {"BACKEND": "balcao.files.bucket.Bucket", "OPTIONS": _in_bucket()}


def _in_folder(folder: Path) -> dict[str, Any]:
    idle = [f"BALCAO_FILES_{name}" for name in OF_A_BUCKET if env.text(f"BALCAO_FILES_{name}")]
    if idle:
        raise ImproperlyConfigured(
            f"{', '.join(idle)} is set, but BALCAO_FILES_BUCKET is not: name the bucket, or leave it out to keep files"
            " in a folder."
        )
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}


def _in_bucket() -> dict[str, Any]:
    if env.text("BALCAO_FILES_FOLDER"):
        raise ImproperlyConfigured(
            "BALCAO_FILES_FOLDER and BALCAO_FILES_BUCKET are both set: files are kept in one place."
        )
    bucket = env.text("BALCAO_FILES_BUCKET")
    if not _BUCKET.fullmatch(bucket):
        raise ImproperlyConfigured(
            f"BALCAO_FILES_BUCKET={bucket!r} is no name of a bucket: 3 to 63 small letters, digits, points and dashes."
        )
    endpoint = _endpoint()
    return {
        "bucket_name": bucket,
        "endpoint_url": endpoint,
        "region_name": env.text("BALCAO_FILES_REGION") or ("us-east-1" if endpoint else None),
        "location": _prefix(),
        **_credentials(),
        # Servers other than Amazon's seldom answer at bucket.host.
        "addressing_style": "path" if endpoint else "auto",
    }


def _endpoint() -> str | None:
    endpoint = env.text("BALCAO_FILES_ENDPOINT").rstrip("/")
    parts = urlsplit(endpoint)
    if endpoint and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path):
        raise ImproperlyConfigured(
            f"BALCAO_FILES_ENDPOINT={endpoint!r} must be scheme and host, for example https://s3.empresa.com.br"
        )
    return endpoint or None


def _credentials() -> dict[str, str]:
    """Without any, boto3 looks for the machine's own role."""
    key, secret = env.text("BALCAO_FILES_KEY"), env.text("BALCAO_FILES_SECRET")
    if bool(key) != bool(secret):
        raise ImproperlyConfigured("BALCAO_FILES_KEY and BALCAO_FILES_SECRET belong together: set both or none.")
    return {"access_key": key, "secret_key": secret} if key else {}


def _prefix() -> str:
    prefix = env.text("BALCAO_FILES_PREFIX").strip("/")
    if prefix and (not _PREFIX.fullmatch(prefix) or ".." in prefix):
        raise ImproperlyConfigured(f"BALCAO_FILES_PREFIX={prefix!r} must be folders such as balcao/producao")
    return prefix
