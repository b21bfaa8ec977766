"""The addresses of the product, and the floor."""

from django.urls import URLPattern, URLResolver, path

from balcao.config.urls import handler400, handler403, handler404, handler500
from balcao.config.urls import urlpatterns as of_the_product
from benchmarks.floor import floor

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [path("floor/", floor), *of_the_product]
