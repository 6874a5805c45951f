"""Bounds what one request may leave on the disk before anybody has looked at it."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class QuotaHandler(FileUploadHandler):
    """Past the limit of one report (and a little) the rest of a file is read and forgotten.

    The file is then missing from request.FILES and counted in `request.META["lapor.skipped_files"]`;
    all typed text arrives, so the form can come back with it.
    """

    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.ATTACHMENTS_MAX_BYTES + 1024 * 1024:
            if self.request is not None:
                skipped = self.request.META.get("lapor.skipped_files", 0)
                self.request.META["lapor.skipped_files"] = skipped + 1
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        return None
