"""Refusals whose message a user can act on."""


class LoadRefusedError(Exception):
    """The agenda file is sound but may not be loaded as it is; ``reasons`` says why, one Dutch sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons
