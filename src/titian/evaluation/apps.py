from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "titian.evaluation"
    label = "evaluation"
