from django.apps import AppConfig


class RostersConfig(AppConfig):
    name = "titian.rosters"
    label = "rosters"
