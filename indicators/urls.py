"""Addresses of the indicator pages."""

from django.urls import path

from indicators import figure_views, mapping_views, news, question_views, remembered_views, views
from indicators.fitness import views as fitness_views

app_name = "indicators"
urlpatterns = [
    path("import/tabellen/", mapping_views.mapping_index, name="mappings"),
    path("import/tabellen/nieuw/", mapping_views.mapping_edit, name="mapping_add"),
    path("import/tabellen/<int:pk>/", mapping_views.mapping_edit, name="mapping"),
    path("import/tabellen/<int:pk>/verwijderen/", mapping_views.mapping_delete, name="mapping_remove"),
    path("cijfers/nieuw/", news.news, name="news"),
    path("import/antwoorden/", remembered_views.remembered_index, name="remembered"),
    path(
        "import/antwoorden/schrijfwijzen/<int:pk>/vergeten/",
        remembered_views.spelling_forget,
        name="spelling_forget",
    ),
    path("import/antwoorden/crebos/<int:pk>/vergeten/", remembered_views.crebo_forget, name="crebo_forget"),
    path("import/vragen/", question_views.question_index, name="questions"),
    path("import/vragen/nieuw/", question_views.question_add, name="question_add"),
    path("import/vragen/meegeleverd/", question_views.question_switch, name="question_switch"),
    path("import/vragen/<int:pk>/", question_views.question_edit, name="question"),
    path("import/vragen/<int:pk>/verwijderen/", question_views.question_delete, name="question_remove"),
    path("indicatoren/", views.indicator_index, name="index"),
    path("indicatoren/bruikbaarheid/", fitness_views.indicator_fitness, name="fitness"),
    path("indicatoren/<str:code>/", views.indicator_detail, name="indicator"),
    path("indicatoren/<str:code>/cijfers/", figure_views.figures, name="figures"),
    path("indicatoren/<str:code>/cijfers/<int:pk>/", figure_views.figure_correct, name="figure_correct"),
    path(
        "indicatoren/<str:code>/cijfers/<int:pk>/intrekken/",
        figure_views.figure_withdraw,
        name="figure_withdraw",
    ),
    path(
        "indicatoren/<str:code>/cijfers/<int:pk>/terugnemen/",
        figure_views.figure_take_back,
        name="figure_take_back",
    ),
    path("indicatoren/<str:code>/cijfers.csv", views.indicator_csv, name="indicator_csv"),
    path("indicatoren/<str:code>/xlsx/", views.indicator_xlsx, name="indicator_xlsx"),
]
