from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "balcao.site"
    label = "site"
