from django.apps import AppConfig


class PlacementConfig(AppConfig):
    name = "titian.placement"
    label = "placement"
