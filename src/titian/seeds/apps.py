from django.apps import AppConfig


class SeedsConfig(AppConfig):
    name = "titian.seeds"
    label = "seeds"
