from django.urls import path

from measures import assign_views, mine_views, report_views, review_views, round_views, views
from measures.decisions import views as decision_views
from measures.evidence import views as evidence_views
from measures.milestones import views as milestone_views

app_name = "measures"
urlpatterns = [
    path("mijn-maatregelen/", mine_views.mine_list, name="mine"),
    path("mijn-maatregelen/ongewijzigd/", mine_views.unchanged_many, name="unchanged_many"),
    path("mijn-maatregelen/<int:pk>/", report_views.report, name="report"),
    path("mijn-maatregelen/<int:pk>/concept/", report_views.draft, name="draft"),
    path("mijn-maatregelen/<int:pk>/ongewijzigd/", mine_views.unchanged, name="unchanged"),
    path("uitvoering/<int:pk>/", report_views.report_history, name="history"),
    path("maatregelen/", views.index, name="index"),
    path("uitvoering/doelstelling/<path:code>/", assign_views.objective, name="assign_objective"),
    path("uitvoering/maatregel/<path:code>/", assign_views.measure, name="assign_measure"),
    path("uitvoering/<int:pk>/bewijs/", evidence_views.evidence, name="evidence"),
    path("bewijs/<int:pk>/", evidence_views.evidence_file, name="evidence_file"),
    path("bewijs/<int:pk>/intrekken/", evidence_views.withdraw, name="evidence_withdraw"),
    path("maatregelen/<path:code>/stappen/<slug:key>/", milestone_views.milestone, name="milestone"),
    path(
        "maatregelen/<path:code>/stappen/<slug:key>/terug/",
        milestone_views.milestone_reopen,
        name="milestone_undo",
    ),
    path(
        "agenda/<str:period>/doelstellingen/<str:code>/tijdlijn/", milestone_views.timeline, name="timeline"
    ),
    path("agenda/<str:period>/besluiten/", decision_views.decisions, name="decisions"),
    path("agenda/<str:period>/besluiten/nieuw/", decision_views.decision_new, name="decision_new"),
    path(
        "agenda/<str:period>/besluiten/<int:pk>/afronden/", decision_views.decision_end, name="decision_close"
    ),
    path(
        "agenda/<str:period>/besluiten/<int:pk>/verzetten/",
        decision_views.decision_postpone,
        name="decision_move",
    ),
    path("rondes/", round_views.rounds, name="rounds"),
    path("rondes/openen/", round_views.open_, name="round_open"),
    path("rondes/<int:year>/<slug:kind>/", round_views.round_detail, name="round"),
    path("rondes/<int:year>/<slug:kind>/verzetten/", round_views.move, name="round_move"),
    path("rondes/<int:year>/<slug:kind>/sluiten/", round_views.close, name="round_close"),
    path("rondes/<int:year>/<slug:kind>/heropenen/", round_views.reopen, name="round_reopen"),
    path("rondes/<int:year>/<slug:kind>/meldingen/", review_views.reports, name="round_reports"),
    path("rondes/<int:year>/<slug:kind>/meldingen/akkoord/", review_views.accept, name="reports_accept"),
    path("rondes/<int:year>/<slug:kind>/meldingen/<int:pk>/", review_views.reply, name="report_reply"),
    path("maatregelen/<path:code>/", views.measure, name="measure"),
]
