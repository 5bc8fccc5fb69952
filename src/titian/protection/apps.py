from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "titian.protection"
    label = "protection"
