from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "titian.people"
    label = "people"
