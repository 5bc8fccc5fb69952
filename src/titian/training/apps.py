from django.apps import AppConfig

from titian.people.keys_to_person import KeyRule


class TrainingConfig(AppConfig):
    name = "titian.training"
    label = "training"

    person_keys = {
        # One person cannot sit in one class twice: somebody must say which enrolment is the right one.
        "training.enrolment.person": KeyRule(merge="refuse", exported=True, erase="delete"),
        "training.enrolmentevent.person": KeyRule(merge="keep", exported=False, erase="delete"),
    }
