from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "balcao.ui"
    label = "ui"
