from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "balcao.front"
    label = "front"
