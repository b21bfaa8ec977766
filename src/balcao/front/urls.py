"""Sign-in, first access, preferences and what the desk says about itself. Mounted at the root."""

from django.urls import path
from django.views.generic import RedirectView

from balcao.front.views import entrance, invitations, kept_mail, pages, passwords, photos, preferences, shell

urlpatterns = [
    path("entrar/", entrance.login, name="account_login"),
    path("sair/", entrance.logout, name="account_logout"),
    path("senha/", RedirectView.as_view(url="/preferencias/#senha", permanent=False), name="account_change_password"),
    path("senha/primeira/", passwords.first, name="first_password"),
    path("senha/esqueci/", passwords.forgotten, name="account_reset_password"),
    path("senha/esqueci/enviado/", passwords.sent, name="account_reset_password_done"),
    path("senha/nova/<str:uid>/<str:token>/", passwords.from_key, name="account_reset_password_from_key"),
    path("convite/<str:token>/", invitations.invitation, name="invitation"),
    path("convite/<str:token>/novo/", invitations.renew, name="invitation_renewal"),
    path("fotos/<int:user_id>/<str:name>", photos.photo, name="photo"),
    path("preferencias/", preferences.preferences, name="preferences"),
    path("preferencias/perfil/", preferences.profile, name="preferences_profile"),
    path("preferencias/foto/", preferences.photo, name="preferences_photo"),
    path("preferencias/senha/", preferences.password, name="preferences_password"),
    path("preferencias/avisos/", preferences.notices, name="preferences_notices"),
    path("preferencias/aparencia/", preferences.appearance, name="preferences_appearance"),
    path("empresa/", shell.company, name="company"),
    path("idioma/", shell.language, name="language"),
    path("horario/", pages.hours, name="hours"),
    path("privacidade/", pages.privacy, name="privacy"),
    path("acessibilidade/", pages.accessibility, name="accessibility"),
    path("dev/mail/", kept_mail.mails, name="kept_mails"),
    path("dev/mail/<int:mail_id>/", kept_mail.mail, name="kept_mail"),
    path("dev/mail/<int:mail_id>/html/", kept_mail.mail_html, name="kept_mail_html"),
]
