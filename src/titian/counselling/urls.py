"""From the queue to a decision."""

from django.urls import path

from titian.core.later import views_of

app_name = "counselling"
page = views_of("titian.counselling.views")
urlpatterns = [
    path("konseling/", page("caseload.page"), name="caseload"),
    path("konseling/berikutnya/", page("caseload.following"), name="next"),
    path("konseling/jadwal/", page("slots.page"), name="slots"),
    path("konseling/jadwal/<int:slot_id>/", page("slots.slot"), name="slot"),
    path("konseling/janji/<int:appointment_id>/", page("slots.step"), name="appointment_step"),
    path("konseling/antrean/", page("queue.page"), name="queue"),
    path("konseling/antrean/<int:ticket_id>/", page("queue.step"), name="ticket_step"),
    path("antrean/<int:office_id>/", page("queue.screen"), name="called"),
    path("konseling/benturan/", page("conflicts.listing"), name="conflicts"),
    path("konseling/benturan/<int:version_id>/", page("conflicts.page"), name="conflict"),
    path("konseling/kepentingan/", page("ties.page"), name="ties"),
    path("konseling/orang/<int:person_id>/", page("case.page"), name="case"),
    path("konseling/orang/<int:person_id>/undang/", page("case.invite"), name="invite"),
    path("konseling/orang/<int:person_id>/wawancara/", page("case.open_interview_of"), name="interview_open"),
    path("konseling/orang/<int:person_id>/kerabat/", page("ties.kin"), name="kin"),
    path("konseling/orang/<int:person_id>/putuskan/", page("decide.page"), name="decide"),
    path("konseling/keputusan/<int:decision_id>/", page("decide.compare"), name="compare"),
    path("konseling/keputusan/<int:decision_id>/rencana.pdf", page("decide.pdf"), name="plan"),
    path("konseling/langkah/<int:route_id>/", page("decide.step"), name="step"),
    path("konseling/wawancara/sw.js", page("offline.worker"), name="worker"),
    path("konseling/wawancara/tanda/", page("offline.token"), name="sync_token"),
    path("konseling/wawancara/<int:interview_id>/", page("interview.page"), name="interview"),
    path("konseling/wawancara/<int:interview_id>/kirim/", page("offline.receive"), name="sync"),
    path("konseling-saya/", page("mine.page"), name="mine"),
    path("konseling-saya/pesan/", page("mine.choose"), name="book"),
    path("konseling-saya/janji/<int:appointment_id>/ubah/", page("mine.choose"), name="my_change"),
    path("konseling-saya/janji/<int:appointment_id>/", page("mine.answer"), name="my_appointment"),
]
