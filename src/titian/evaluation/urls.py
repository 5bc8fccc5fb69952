"""The evaluation as a page and as files."""

from django.urls import path

from titian.evaluation.views import compare, files, meeting, publications, rakor

app_name = "evaluation"
BANDING = "evaluasi/<int:centre_id>/<int:year>/banding/"
TERBITAN = "evaluasi/<int:centre_id>/<int:year>/terbitan/"
urlpatterns = [
    path("evaluasi/", rakor.index, name="index"),
    path("evaluasi/<int:centre_id>/<int:year>/", rakor.page, name="rakor"),
    path("evaluasi/<int:centre_id>/<int:year>/unduh.pdf", files.pdf, name="pdf"),
    path("evaluasi/<int:centre_id>/<int:year>/unduh.xlsx", files.workbook, name="workbook"),
    path("evaluasi/<int:centre_id>/<int:year>/unduh.json", files.data, name="data"),
    path("evaluasi/<int:centre_id>/<int:year>/unduh.pptx", meeting.slides, name="slides"),
    path("evaluasi/<int:centre_id>/<int:year>/rapor.pdf", meeting.report_cards, name="report_cards"),
    path(f"{BANDING}", compare.page, name="compare"),
    path(f"{BANDING}unduh.pdf", compare.pdf, name="compare_pdf"),
    path(f"{BANDING}unduh.xlsx", compare.workbook, name="compare_workbook"),
    path(f"{BANDING}unduh.json", compare.data, name="compare_data"),
    path(f"{BANDING}simpan/", compare.save, name="save_view"),
    path(f"{BANDING}tampilan/<int:view_id>/hapus/", compare.forget, name="forget_view"),
    path(f"{TERBITAN}", publications.listing, name="publications"),
    path(f"{TERBITAN}usulkan/", publications.propose, name="propose"),
    path(f"{TERBITAN}<int:version>/", publications.page, name="publication"),
    path(f"{TERBITAN}<int:version>/unduh.pdf", publications.pdf, name="publication_pdf"),
    path(f"{TERBITAN}<int:version>/unduh.json", publications.data, name="publication_data"),
    path(f"{TERBITAN}<int:version>/tanda-tangan/", publications.sign, name="sign"),
    path(f"{TERBITAN}<int:version>/kembalikan/", publications.send_back, name="send_back"),
    path(f"{TERBITAN}<int:version>/tarik/", publications.withdraw, name="withdraw"),
]
