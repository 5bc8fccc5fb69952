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
        "people.trainingspell.person": KeyRule(merge="refuse", exported=True, erase="delete"),
        "people.person.merged_into": KeyRule(merge="keep", exported=False, erase="keep"),
        "people.personevent.merged_into": KeyRule(merge="keep", exported=False, erase="keep"),
        "people.needs.person": KeyRule(merge="refuse", exported=True, erase="delete"),
        "people.accommodation.person": KeyRule(merge="move", exported=True, erase="delete"),
        "people.claim.person": KeyRule(merge="move", exported=True, erase="delete"),
        "people.jobseekercard.person": KeyRule(merge="move", exported=True, erase="keep"),
        "people.jobseekerevent.person": KeyRule(merge="move", exported=True, erase="keep"),
        "people.changerequest.person": KeyRule(merge="move", exported=True, erase="delete"),
        "people.deletionrequest.person": KeyRule(merge="move", exported=True, erase="keep"),
        "people.merge.kept": KeyRule(merge="keep", exported=False, erase="keep"),
        "people.merge.joined": KeyRule(merge="keep", exported=False, erase="keep"),
        "people.personevent.pgh_obj": KeyRule(merge="keep", exported=False, erase="delete"),
        "people.disabilityevent.person": KeyRule(merge="keep", exported=False, erase="delete"),
        "people.employmentspellevent.person": KeyRule(merge="keep", exported=False, erase="delete"),
    }
