from django.urls import path

from organisation.views import account, people, units

app_name = "organisation"

PERSON = "beheer/mensen/<int:pk>/"
UNIT = "beheer/eenheden/<slug:code>/"

urlpatterns = [
    path("aanmelden/", account.SignIn.as_view(), name="sign_in"),
    path("afmelden/", account.SignOut.as_view(), name="sign_out"),
    path("wachtwoord/vergeten/", account.password_forgotten, name="password_forgotten"),
    path("wachtwoord/vergeten/verstuurd/", account.password_forgotten_done, name="password_forgotten_done"),
    path("wachtwoord/<uidb64>/<token>/", account.PasswordSet.as_view(), name="password_set"),
    path("uitnodiging/<uidb64>/<token>/", account.Invitation.as_view(), name="invitation"),
    path("mijn/", account.profile, name="profile"),
    path("mijn/wachtwoord/", account.PasswordChange.as_view(), name="password_change"),
    path("beheer/mensen/", people.people, name="people"),
    path("beheer/mensen/uitnodigen/", people.person_invite, name="person_invite"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}gegevens/", people.person_change, name="person_change"),
    path(f"{PERSON}rollen/geven/", people.role_give, name="role_give"),
    path(f"{PERSON}rollen/<int:role_id>/beeindigen/", people.role_end, name="role_end"),
    path(f"{PERSON}rollen/<int:role_id>/waarnemer/", people.deputy_add, name="deputy_add"),
    path(f"{PERSON}waarnemers/<int:deputy_id>/beeindigen/", people.deputy_end, name="deputy_end"),
    path(f"{PERSON}overdragen/", people.hand_over, name="hand_over"),
    path(f"{PERSON}niet-actief/", people.person_deactivate, name="person_deactivate"),
    path(f"{PERSON}actief/", people.person_activate, name="person_activate"),
    path(f"{PERSON}uitnodiging/", people.invitation_send, name="invitation_send"),
    path("beheer/eenheden/", units.units, name="units"),
    path("beheer/eenheden/nieuw/", units.unit_add, name="unit_add"),
    path(UNIT, units.unit, name="unit"),
    path(f"{UNIT}wijzigen/", units.unit_change, name="unit_change"),
    path(f"{UNIT}verplaatsen/", units.unit_move, name="unit_move"),
    path(f"{UNIT}sluiten/", units.unit_close, name="unit_close"),
    path(f"{UNIT}schrijfwijzen/nieuw/", units.alias_add, name="alias_add"),
    path(f"{UNIT}schrijfwijzen/<int:alias_id>/verwijderen/", units.alias_remove, name="alias_remove"),
]
