"""What a web server calls."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titian.config.settings")
application = get_wsgi_application()
_PAGES = get_resolver().url_patterns  # loaded now, so that the first visitor does not wait
