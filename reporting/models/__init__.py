"""What reports are written from, and the reports themselves."""

from reporting.models.reports import Report, ReportFile
from reporting.models.snapshots import ReportSnapshot

__all__ = ["Report", "ReportFile", "ReportSnapshot"]
