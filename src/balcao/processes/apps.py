from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "balcao.processes"
    label = "processes"
