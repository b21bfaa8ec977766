"""Addresses of the surfaces above this folder, which it links to but may not import."""

HOME = "/"
TICKETS = "/tickets/"
NEW = "/novo/"
NOTIFICATIONS = "/notificacoes/"
DESK = "/atendimento/"
ADMINISTRATION = "/administracao/"
