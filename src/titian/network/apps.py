from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "titian.network"
    label = "network"
