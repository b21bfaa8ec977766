from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "balcao.jobs"
    label = "jobs"

    def ready(self) -> None:
        # Each folder's jobs.py, so that the worker knows all periodic work without being told a list.
        autodiscover_modules("jobs")
