"""The process of live events: one stream of server-sent events for each open browser.

Publishers write JSON ``{"event": …, "data": {…}}`` to the Redis channel ``odos:<workspace>:events``;
whoever is signed in to that workspace receives it. What a stream misses is not repeated: after a
reconnection the browser reads afresh what it shows.
"""

from __future__ import annotations

import os

import django
from asgiref.sync import sync_to_async

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odos.config.settings")
django.setup()

from django.conf import settings  # noqa: E402  (everything below needs the settings)

from odos.config.hub import Hub  # noqa: E402
from odos.config.streams import build_application  # noqa: E402
from odos.config.visitors import find_visitor  # noqa: E402

application = build_application(
    hub=Hub(settings.ODOS_REDIS_URL), find_visitor=sync_to_async(find_visitor, thread_sensitive=True)
)
