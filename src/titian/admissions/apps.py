from django.apps import AppConfig

from titian.people.keys_to_person import KeyRule


class AdmissionsConfig(AppConfig):
    name = "titian.admissions"
    label = "admissions"

    person_keys = {
        # One person applies once in a round: somebody must say which application stands.
        "admissions.application.person": KeyRule(merge="refuse", exported=True, erase="delete"),
        "admissions.applicationevent.person": KeyRule(merge="move", exported=False, erase="delete"),
        "admissions.nomination.person": KeyRule(merge="refuse", exported=True, erase="delete"),
        "admissions.nominationevent.person": KeyRule(merge="move", exported=False, erase="delete"),
    }
