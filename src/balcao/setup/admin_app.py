"""Django's admin application with our site in place of its own."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    default_site = "balcao.setup.administration.Administration"
