"""The evaluation as a page and as files."""

from django.urls import path

from titian.evaluation.views import files, rakor

app_name = "evaluation"
urlpatterns = [
    path("evaluasi/", rakor.index, name="index"),
    path("evaluasi/<int:centre_id>/<int:year>/", rakor.page, name="rakor"),
    path("evaluasi/<int:centre_id>/<int:year>/unduh.pdf", files.pdf, name="pdf"),
    path("evaluasi/<int:centre_id>/<int:year>/unduh.xlsx", files.workbook, name="workbook"),
    path("evaluasi/<int:centre_id>/<int:year>/unduh.json", files.data, name="data"),
]
