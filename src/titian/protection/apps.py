from django.apps import AppConfig

from titian.people.keys_to_person import KeyRule


class ProtectionConfig(AppConfig):
    name = "titian.protection"
    label = "protection"

    person_keys = {
        "protection.cover.person": KeyRule(merge="move", exported=True, erase="delete"),
        "protection.coverevent.person": KeyRule(merge="keep", exported=False, erase="delete"),
    }
