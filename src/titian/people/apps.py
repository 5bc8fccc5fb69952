from django.apps import AppConfig

from titian.people.keys_to_person import KeyRule


class PeopleConfig(AppConfig):
    name = "titian.people"
    label = "people"

    person_keys = {
        "people.servicelink.person": KeyRule(merge="move", exported=True, erase="delete"),
        "people.disability.person": KeyRule(merge="refuse", exported=True, erase="delete"),
        "people.consent.person": KeyRule(merge="move", exported=True, erase="delete"),
        "people.employmentspell.person": KeyRule(merge="move", exported=True, erase="delete"),
        "people.personevent.pgh_obj": KeyRule(merge="move", exported=False, erase="delete"),
        "people.disabilityevent.person": KeyRule(merge="move", exported=False, erase="delete"),
        "people.employmentspellevent.person": KeyRule(merge="move", exported=False, erase="delete"),
    }
