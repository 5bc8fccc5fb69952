import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titian.config.settings")
os.environ.setdefault("TITIAN_MODE", "demo")
from django.conf import settings
from django.core.management import execute_from_command_line
if not settings.EXTERNAL_DATABASE:
    settings.EMBEDDED.start()
execute_from_command_line(sys.argv)
