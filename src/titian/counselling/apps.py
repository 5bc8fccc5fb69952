from django.apps import AppConfig

from titian.people.keys_to_person import KeyRule


class CounsellingConfig(AppConfig):
    name = "titian.counselling"
    label = "counselling"

    person_keys = {
        "counselling.appointment.person": KeyRule(merge="move", exported=True, erase="delete"),
        "counselling.queueticket.person": KeyRule(merge="move", exported=True, erase="delete"),
        # Two records counselled apart: somebody must say which interview goes on.
        "counselling.interview.person": KeyRule(
            merge="refuse",
            exported=True,
            erase="delete",
            parts=(("counselling.answer", "version__interview__person"),),
        ),
        "counselling.decision.person": KeyRule(
            merge="move",
            exported=True,
            erase="keep",
            parts=(("counselling.decisionroute", "decision__person"),),
        ),
        "counselling.decisionevent.person": KeyRule(merge="keep", exported=False, erase="delete"),
        "counselling.tie.person": KeyRule(merge="move", exported=False, erase="delete"),
        "counselling.familycard.person": KeyRule(merge="refuse", exported=False, erase="delete"),
        "counselling.notice.person": KeyRule(merge="move", exported=True, erase="delete"),
    }
