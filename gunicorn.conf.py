"""How the web process runs; gunicorn reads this file from the folder it is started in."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
max_requests = 2000
max_requests_jitter = 200
loglevel = "warning"


def post_worker_init(worker):
    """The site is loaded and no request came yet."""
    from core.settling import settle

    settle()
