"""Uploads in pieces, attachments, previews, and all of a ticket's files at once. Mounted at the root."""

from django.urls import path

from balcao.front.views import files, uploads

urlpatterns = [
    path("arquivos/envios/", uploads.start, name="uploads"),
    path("arquivos/envios/<uuid:upload_id>/", uploads.upload, name="upload"),
    path("arquivos/<uuid:file_id>/", files.file, name="file"),
    path("arquivos/<uuid:file_id>/previa/", files.preview, name="file_preview"),
    path("tickets/<int:number>/anexos.zip", files.all_files, name="ticket_files"),
]
