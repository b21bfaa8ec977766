"""Bytes that people sent, and those that are still on their way."""

from balcao.files.models.stored_file import IMAGE_TYPES, StoredFile
from balcao.files.models.upload import Upload, UploadPart

__all__ = ["IMAGE_TYPES", "StoredFile", "Upload", "UploadPart"]
