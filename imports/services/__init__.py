"""Every write of the pipeline: ``batch_<verb>(*, ..., by)``."""

from imports.services.check import batch_check, check_run
from imports.services.decide import batch_answer, batch_approve, batch_recheck, batch_reject, batch_undo
from imports.services.folder import folder_take, folder_tell
from imports.services.retention import retention_run
from imports.services.upload import batch_upload

__all__ = [
    "batch_answer",
    "batch_approve",
    "batch_check",
    "batch_recheck",
    "batch_reject",
    "batch_undo",
    "batch_upload",
    "check_run",
    "folder_take",
    "folder_tell",
    "retention_run",
]
