from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "titian.portal"
    label = "portal"
