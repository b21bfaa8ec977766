"""Files in a bucket that speaks S3. Nothing in it is public: people get its bytes through us, after our checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage

PATIENCE = Config(
    connect_timeout=5,
    read_timeout=30,
    retries={"max_attempts": 3, "mode": "standard"},
    signature_version="s3v4",
    # Servers other than Amazon's do not all know the checksums that boto3 adds of late.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class Bucket(S3Storage):
    """Keys are random, so that nothing is asked before writing; objects have the bucket's own rights."""

    def __init__(self, **options: Any) -> None:
        style = options.pop("addressing_style", "auto")
        fixed = {
            "default_acl": None,
            "file_overwrite": True,
            "client_config": PATIENCE.merge(Config(s3={"addressing_style": style})),
        }
        super().__init__(**options, **fixed)  # type: ignore[no-untyped-call]

    def pieces(self, key: str, first: int, last: int, chunk: int) -> Iterator[bytes]:
        """The bytes from `first` to `last` as they come: `open` would fetch the whole object before the first one.

        Asks the server at once; raises FileNotFoundError.
        """
        found = self.bucket.Object(self._normalize_name(key))  # type: ignore[no-untyped-call]
        try:
            body = found.get(Range=f"bytes={first}-{last}")["Body"]
        except found.meta.client.exceptions.NoSuchKey as error:
            raise FileNotFoundError(key) from error
        pieces: Iterator[bytes] = body.iter_chunks(chunk)
        return pieces
