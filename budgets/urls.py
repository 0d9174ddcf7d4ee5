from django.urls import path

from budgets import closing_views, forecast_views, ledger_views, school_views, views

app_name = "budgets"
urlpatterns = [
    path("begroting/", views.index, name="index"),
    path("begroting/plan/", views.plan, name="plan"),
    path("begroting/instrumenten/", views.instruments, name="instruments"),
    path("begroting/begroting.xlsx", views.xlsx, name="xlsx"),
    path("begroting/regels/<str:side>/<path:code>/", views.line, name="line"),
    path(
        "begroting/boekingen/csv/<str:side>/<path:code>/",
        views.bookings,
        {"kind": "csv"},
        name="bookings_csv",
    ),
    path(
        "begroting/boekingen/xlsx/<str:side>/<path:code>/",
        views.bookings,
        {"kind": "xlsx"},
        name="bookings_xlsx",
    ),
    path("begroting/prognose/<int:year>/", forecast_views.forecasts, name="forecasts"),
    path("begroting/prognose/<int:year>/<str:side>/<path:code>/", forecast_views.forecast, name="forecast"),
    path("begroting/scholen/", school_views.schools, name="schools"),
    path("begroting/scholen/<slug:code>/", school_views.school, name="school"),
    path("begroting/scholen/<slug:code>/begroting.xlsx", school_views.xlsx, name="school_xlsx"),
    path("begroting/verdeling/<str:side>/<path:code>/", school_views.shares, name="shares"),
    path("begroting/grootboek/", ledger_views.ledger, name="ledger"),
    path("begroting/grootboek/jaren/<int:year>/", closing_views.year, name="year"),
    path("begroting/grootboek/soorten/<int:pk>/vergeten/", ledger_views.word_forget, name="word_forget"),
    path("begroting/grootboek/regels/nieuw/", ledger_views.rule, name="rule_add"),
    path("begroting/grootboek/regels/<int:pk>/", ledger_views.rule, name="rule"),
    path("begroting/grootboek/regels/<int:pk>/verwijderen/", ledger_views.rule_remove, name="rule_remove"),
    path("begroting/grootboek/kostenplaatsen/nieuw/", ledger_views.cost_centre, name="cost_centre_add"),
    path("begroting/grootboek/kostenplaatsen/<int:pk>/", ledger_views.cost_centre, name="cost_centre"),
    path("begroting/grootboek/met-de-hand/nieuw/", ledger_views.hand_add, name="hand_add"),
    path("begroting/grootboek/met-de-hand/<int:pk>/", ledger_views.hand_correct, name="hand_correct"),
    path(
        "begroting/grootboek/met-de-hand/<int:pk>/intrekken/",
        ledger_views.hand_withdraw,
        name="hand_withdraw",
    ),
]
