"""The desk and the live views as an ASGI application; public pages are answered in front of it."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coranto.project.settings")
application = get_asgi_application()
