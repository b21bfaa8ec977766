from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "balcao.live"
    label = "live"
