"""Where files are kept does not answer: a fault of ours or of a moment, never of the file."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


class StorageDown(Exception):
    """The folder or the bucket could not be written to or read from."""


@contextmanager
def told_as_down() -> Iterator[None]:
    """What a disk or an S3 server raises becomes StorageDown; FileNotFoundError stays what it is."""
    try:
        yield
    except FileNotFoundError:
        raise
    except _faults() as error:
        raise StorageDown(str(error)) from error


def _faults() -> tuple[type[Exception], ...]:
    if not settings.FILES_BUCKET:
        return (OSError,)
    from botocore.exceptions import BotoCoreError, ClientError

    return (OSError, BotoCoreError, ClientError)
