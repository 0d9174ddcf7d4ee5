"""What reports are written from, the reports themselves, and what people write for them."""

from reporting.models.reports import Report, ReportFile
from reporting.models.snapshots import ReportSnapshot
from reporting.models.stories import Story, StoryComment, StoryDraft, StoryTexts, StoryVersion
from reporting.models.templates import ReportTemplate, TemplateUse

__all__ = [
    "Report", "ReportFile", "ReportSnapshot", "ReportTemplate", "Story", "StoryComment", "StoryDraft", "StoryTexts",
    "StoryVersion", "TemplateUse",
]  # fmt: skip
