from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "titian.certification"
    label = "certification"
