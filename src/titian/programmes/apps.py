from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "titian.programmes"
    label = "programmes"
