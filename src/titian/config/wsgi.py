"""What a web server calls."""

import os
import threading
from importlib import import_module

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titian.config.settings")
application = get_wsgi_application()
_PAGES = get_resolver().url_patterns  # loaded now, so that the first visitor does not wait
# Compiling the indicators takes a second or two; done beside and a little later, the first page comes before it.
WARM_UP_AFTER = 2.0
_INDICATORS = import_module("titian.evaluation.indicators.compiled")
_warm_up = threading.Timer(WARM_UP_AFTER, _INDICATORS.compile_all)
_warm_up.daemon = True
_warm_up.start()
