"""The evaluation as a page and as files."""

from django.urls import path

from titian.core.later import views_of

app_name = "evaluation"
page = views_of("titian.evaluation.views")
BANDING = "evaluasi/<int:centre_id>/<int:year>/banding/"
TERBITAN = "evaluasi/<int:centre_id>/<int:year>/terbitan/"
urlpatterns = [
    path("evaluasi/", page("rakor.index"), name="index"),
    path("evaluasi/asrama/", page("boarding.page"), name="boarding"),
    path("evaluasi/asrama/unduh.xlsx", page("boarding.workbook"), name="boarding_workbook"),
    path("evaluasi/<int:centre_id>/<int:year>/", page("rakor.page"), name="rakor"),
    path("evaluasi/<int:centre_id>/<int:year>/unduh.pdf", page("files.pdf"), name="pdf"),
    path("evaluasi/<int:centre_id>/<int:year>/unduh.xlsx", page("files.workbook"), name="workbook"),
    path("evaluasi/<int:centre_id>/<int:year>/unduh.json", page("files.data"), name="data"),
    path("evaluasi/<int:centre_id>/<int:year>/unduh.pptx", page("meeting.slides"), name="slides"),
    path("evaluasi/<int:centre_id>/<int:year>/rapor.pdf", page("meeting.report_cards"), name="report_cards"),
    path(f"{BANDING}", page("compare.page"), name="compare"),
    path(f"{BANDING}unduh.pdf", page("compare.pdf"), name="compare_pdf"),
    path(f"{BANDING}unduh.xlsx", page("compare.workbook"), name="compare_workbook"),
    path(f"{BANDING}unduh.json", page("compare.data"), name="compare_data"),
    path(f"{BANDING}simpan/", page("compare.save"), name="save_view"),
    path(f"{BANDING}tampilan/<int:view_id>/hapus/", page("compare.forget"), name="forget_view"),
    path(f"{TERBITAN}", page("publications.listing"), name="publications"),
    path(f"{TERBITAN}usulkan/", page("publications.propose"), name="propose"),
    path(f"{TERBITAN}<int:version>/", page("publications.page"), name="publication"),
    path(f"{TERBITAN}<int:version>/unduh.pdf", page("publications.pdf"), name="publication_pdf"),
    path(f"{TERBITAN}<int:version>/unduh.json", page("publications.data"), name="publication_data"),
    path(f"{TERBITAN}<int:version>/tanda-tangan/", page("publications.sign"), name="sign"),
    path(f"{TERBITAN}<int:version>/kembalikan/", page("publications.send_back"), name="send_back"),
    path(f"{TERBITAN}<int:version>/tarik/", page("publications.withdraw"), name="withdraw"),
]
