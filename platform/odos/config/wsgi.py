"""The web application, for gunicorn."""

from __future__ import annotations

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odos.config.settings")

application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  (loads every endpoint, once, before gunicorn forks its workers)

# Nearly all objects go with their last reference: it is enough to look for circles seldom. What was loaded so
# far stays for good.
gc.set_threshold(50_000, 20, 50)
gc.freeze()

# A thread that computes hands over soon, so that a bulk write does not hold up short requests.
sys.setswitchinterval(0.000_5)
