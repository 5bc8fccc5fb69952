"""The evaluation as a page and as files."""

from django.urls import path

from titian.evaluation.views import files, publications, rakor

app_name = "evaluation"
TERBITAN = "evaluasi/<int:centre_id>/<int:year>/terbitan/"
urlpatterns = [
    path("evaluasi/", rakor.index, name="index"),
    path("evaluasi/<int:centre_id>/<int:year>/", rakor.page, name="rakor"),
    path("evaluasi/<int:centre_id>/<int:year>/unduh.pdf", files.pdf, name="pdf"),
    path("evaluasi/<int:centre_id>/<int:year>/unduh.xlsx", files.workbook, name="workbook"),
    path("evaluasi/<int:centre_id>/<int:year>/unduh.json", files.data, name="data"),
    path(f"{TERBITAN}", publications.listing, name="publications"),
    path(f"{TERBITAN}usulkan/", publications.propose, name="propose"),
    path(f"{TERBITAN}<int:version>/", publications.page, name="publication"),
    path(f"{TERBITAN}<int:version>/unduh.pdf", publications.pdf, name="publication_pdf"),
    path(f"{TERBITAN}<int:version>/unduh.json", publications.data, name="publication_data"),
    path(f"{TERBITAN}<int:version>/tanda-tangan/", publications.sign, name="sign"),
    path(f"{TERBITAN}<int:version>/kembalikan/", publications.send_back, name="send_back"),
    path(f"{TERBITAN}<int:version>/tarik/", publications.withdraw, name="withdraw"),
]
