from django.urls import path

from balcao.ops.views import healthz

urlpatterns = [path("healthz", healthz, name="healthz")]
