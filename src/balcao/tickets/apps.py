from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "balcao.tickets"
    label = "tickets"
