from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "titian.planning"
    label = "planning"
