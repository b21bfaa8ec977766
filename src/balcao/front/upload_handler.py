"""How many files of a request reach the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

MOST_IN_REQUEST = 3 * settings.UPLOAD_MAX_FILES


class FewFilesHandler(TemporaryFileUploadHandler):
    """Writes the first files of a request to disk and reads on over the rest.

    Somebody who picks 300 files should get their text back with a sentence, not an error page in place of the form.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._count = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self._count += 1
        if self._count > MOST_IN_REQUEST:
            # Django closes `file` of who skips, which would take the file before this one away.
            self.__dict__.pop("file", None)
            raise SkipFile
        super().new_file(*args, **kwargs)
