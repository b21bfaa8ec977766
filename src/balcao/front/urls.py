"""Sign-in, first access, preferences and what the desk says about itself. Mounted at the root."""

from django.urls import path

from balcao.front.views import entrance, pages, preferences, shell

urlpatterns = [
    path("entrar/", entrance.login, name="account_login"),
    path("sair/", entrance.logout, name="account_logout"),
    path("preferencias/", preferences.preferences, name="preferences"),
    path("preferencias/perfil/", preferences.profile, name="preferences_profile"),
    path("preferencias/foto/", preferences.photo, name="preferences_photo"),
    path("preferencias/senha/", preferences.password, name="preferences_password"),
    path("preferencias/aparencia/", preferences.appearance, name="preferences_appearance"),
    path("empresa/", shell.company, name="company"),
    path("idioma/", shell.language, name="language"),
    path("horario/", pages.hours, name="hours"),
    path("privacidade/", pages.privacy, name="privacy"),
    path("acessibilidade/", pages.accessibility, name="accessibility"),
]
