"""What kinds of files the portal keeps."""

from django.db import models


class FileKind(models.TextChoices):
    """What a file holds, told by its content; the value is the ending of its name."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word文書"
    EXCEL = "xlsx", "Excelブック"
    SLIDES = "pptx", "PowerPointスライド"
    TEXT = "txt", "テキスト"
    CSV = "csv", "CSV"
    PNG = "png", "PNG画像"
    JPEG = "jpg", "JPEG画像"
    ZIP = "zip", "ZIP"


# What people may upload; a ZIP is only ever made by the portal.
UPLOADED = tuple(kind for kind in FileKind if kind is not FileKind.ZIP)
OOXML = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.WORD: f"{OOXML}.wordprocessingml.document",
    FileKind.EXCEL: f"{OOXML}.spreadsheetml.sheet",
    FileKind.SLIDES: f"{OOXML}.presentationml.presentation",
    FileKind.TEXT: "text/plain",
    FileKind.CSV: "text/csv",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.ZIP: "application/zip",
}
# Other endings a name may have.
ENDINGS = {"jpeg": FileKind.JPEG}
