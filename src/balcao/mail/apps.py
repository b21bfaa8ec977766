from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "balcao.mail"
    label = "mail"
