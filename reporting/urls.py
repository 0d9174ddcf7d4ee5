"""Addresses of the reports."""

from django.urls import path

from reporting.comparing import views as comparing
from reporting.story import views as stories
from reporting.template import views as templates
from reporting.workflow import views

app_name = "reporting"
ONE = "verantwoording/<int:year>/<int:pk>/"
STORY = "verantwoording/<int:year>/verhaal/<slug:scope>/<path:code>/"
urlpatterns = [
    path("verantwoording/", views.index, name="index"),
    path("verantwoording/nieuw/", views.start, name="start"),
    path("verantwoording/sjabloon/", templates.templates, name="templates"),
    path("verantwoording/sjabloon/<int:pk>/kiezen/", templates.choose, name="template_choose"),
    path("verantwoording/sjabloon/<int:pk>/stoppen/", templates.withdraw, name="template_withdraw"),
    path("verantwoording/sjabloon/<int:pk>/bestand/", templates.template_file, name="template_file"),
    path("verantwoording/sjabloon/<int:pk>/voorbeeld/", templates.template_example, name="template_example"),
    path("verantwoording/<int:year>/verhaal/", stories.stories, name="stories"),
    path(f"{STORY}concept/", stories.draft, name="story_draft"),
    path(f"{STORY}voorbeeld/", stories.story_preview, name="story_preview"),
    path(f"{STORY}opmerking/", stories.comment, name="story_comment"),
    path(f"{STORY}opmerking/<int:pk>/", stories.comment_settle, name="story_comment_settle"),
    path(STORY, stories.story, name="story"),
    path(ONE, views.report, name="report"),
    path(f"{ONE}maken/", views.write, name="write"),
    path(f"{ONE}voorleggen/", views.propose, name="propose"),
    path(f"{ONE}terug/", views.send_back, name="return"),
    path(f"{ONE}vaststellen/", views.sign, name="sign"),
    path(f"{ONE}verbeteren/", views.correct, name="correct"),
    path(f"{ONE}vergelijken/", comparing.compare, name="compare"),
    path(f"{ONE}lezen/", views.preview, name="preview"),
    path(f"{ONE}bestand/<slug:name>/", views.document, name="document"),
]
