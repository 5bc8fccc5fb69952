from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "titian.training"
    label = "training"
