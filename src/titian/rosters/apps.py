from django.apps import AppConfig

from titian.people.keys_to_person import KeyRule


class RostersConfig(AppConfig):
    name = "titian.rosters"
    label = "rosters"

    person_keys = {"rosters.stagedrow.person": KeyRule(merge="move", exported=False, erase="delete")}
