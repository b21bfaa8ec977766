from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "balcao.mail"
    label = "mail"

    def ready(self) -> None:
        # Their periodic work is known to every worker. Not by jobs.py, which what they import is made of.
        from balcao.mail.transports import jobs  # noqa: F401
