"""Every address of the product."""

from django.urls import include, path

handler400 = "balcao.front.views.errors.bad_request"
handler403 = "balcao.front.views.errors.permission_denied"
handler404 = "balcao.front.views.errors.page_not_found"
handler500 = "balcao.front.views.errors.server_error"

urlpatterns = [
    path("", include("balcao.front.urls")),
    path("", include("balcao.ops.urls")),
]
