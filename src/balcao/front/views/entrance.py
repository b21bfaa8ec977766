"""Signing in and out, on allauth's flows with our pages."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.http import HttpResponse

from balcao.front.entrance_forms import EntranceForm
from balcao.front.look import remember_theme
from balcao.front.seen import note_sign_in
from balcao.live.publish import recheck
from balcao.people.models import User


class Login(LoginView):
    """User name or e-mail and password; comes back to `next` when that is a page of ours."""

    form_class = EntranceForm
    template_name = "front/account/login.html"

    def get_form_class(self) -> type[EntranceForm]:
        return EntranceForm

    def form_valid(self, form: EntranceForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        if isinstance(form.user, User):
            if self.request.user.is_authenticated:
                note_sign_in(self.request, form.user)
            remember_theme(response, form.user.theme)
        return response

    def form_invalid(self, form: EntranceForm) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.pop("site", None)  # allauth's; ours comes from the shell
        return context


class Logout(LogoutView):
    """GET asks (with a button), POST signs out."""

    template_name = "front/account/logout.html"

    def logout(self) -> None:
        """With the session its streams end, in every window."""
        user = self.request.user
        super().logout()
        if isinstance(user, User):
            recheck(user.pk)


login = Login.as_view()
logout = Logout.as_view()
