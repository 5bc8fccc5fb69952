"""What a web server calls."""

import os
import threading

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from titian.config.warm_up import warm_up
from titian.core.head import without_body

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titian.config.settings")
application = without_body(get_wsgi_application())
_PAGES = get_resolver().url_patterns  # loaded now, so that the first visitor does not wait
# Loading every page and compiling the indicators takes seconds; a little later, the first page comes before it.
WARM_UP_AFTER = 2.0
_warm_up = threading.Timer(WARM_UP_AFTER, warm_up)
_warm_up.daemon = True
_warm_up.start()
