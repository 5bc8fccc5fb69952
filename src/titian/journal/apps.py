from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "titian.journal"
    label = "journal"
