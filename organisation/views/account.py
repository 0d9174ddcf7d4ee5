"""Signing in and out, passwords, and one's own page."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from organisation import selectors, services
from organisation.access import ActorRequest
from organisation.exceptions import LinkError
from organisation.forms import ForgottenForm, SignInForm
from organisation.tokens import invitation_tokens, reset_tokens
from organisation.views._page import found


class SignIn(auth.LoginView):
    template_name = "organisation/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        services.sign_in_remember(user=form.get_user())
        return super().form_valid(form)


class SignOut(auth.LogoutView):
    http_method_names = ["post", "options"]


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """Says the same to everybody: who is known here is nobody else's business."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.password_request(email=form.cleaned_data["email"])
        return redirect("organisation:password_forgotten_done")
    return render(request, "organisation/password_forgotten.html", {"form": form})


@login_not_required
@require_safe
def password_forgotten_done(request: HttpRequest) -> HttpResponse:
    return render(request, "organisation/password_forgotten_done.html")


class PasswordSet(auth.PasswordResetConfirmView):
    """The link from a mail: choose a password once, then sign in with it."""

    template_name = "organisation/password_set.html"
    reset_url_token = "kiezen"  # noqa: S105 -- a word in the address
    token_generator: PasswordResetTokenGenerator = reset_tokens
    success_url = reverse_lazy("organisation:sign_in")

    def form_valid(self, form: Form) -> HttpResponse:
        token = self.request.session.pop(auth.INTERNAL_RESET_SESSION_TOKEN, "")
        try:
            services.password_choose(
                user=found(self.user),
                token=token,
                tokens=self.token_generator,
                password=form.cleaned_data["new_password1"],
            )
        except LinkError:
            return self.render_to_response(self.get_context_data(form=None, validlink=False))
        messages.success(self.request, "Uw wachtwoord is ingesteld. Meld u ermee aan.")
        return HttpResponseRedirect(str(self.success_url))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "invited": self.token_generator is invitation_tokens,
            **kwargs,
        }


class Invitation(PasswordSet):
    """The link from an invitation: choose the first password."""

    token_generator = invitation_tokens


class PasswordChange(auth.PasswordChangeView):
    template_name = "organisation/password_change.html"
    success_url = reverse_lazy("organisation:profile")

    def form_valid(self, form: Form) -> HttpResponse:
        actor = cast(ActorRequest, self.request).actor
        changed = services.password_change(
            user=actor.user, password=form.cleaned_data["new_password1"], by=actor
        )
        update_session_auth_hash(self.request, changed)
        messages.success(self.request, "Uw wachtwoord is gewijzigd.")
        return HttpResponseRedirect(str(self.success_url))


@require_safe
def profile(request: ActorRequest) -> HttpResponse:
    """One's own data, roles, and who stands in for whom."""
    person = found(selectors.person_detail(request.actor.user.pk, on=request.actor.on))
    return render(request, "organisation/profile.html", {"person": person})
