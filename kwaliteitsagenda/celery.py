"""The Celery application; ``celery -A kwaliteitsagenda worker`` and ``beat`` start it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kwaliteitsagenda.settings")

app = Celery("kwaliteitsagenda")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
