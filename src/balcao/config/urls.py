"""Every address of the product."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("balcao.ops.urls")),
    path("", include("balcao.front.urls")),
    path("", include("balcao.front.file_urls")),
    path("", include("balcao.portal.new_urls")),
    path("", include("balcao.portal.urls")),
    path("atendimento/", include("balcao.desk.urls")),
    path("administracao/", admin.site.urls),
]
if settings.GALLERY:
    urlpatterns.append(path("ui/", include("balcao.ui.urls")))

handler400 = "balcao.front.views.errors.bad_request"
handler403 = "balcao.front.views.errors.permission_denied"
handler404 = "balcao.front.views.errors.page_not_found"
handler500 = "balcao.front.views.errors.server_error"
