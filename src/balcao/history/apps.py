from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "balcao.history"
    label = "history"

    def ready(self) -> None:
        from balcao.history import checks  # noqa: F401
