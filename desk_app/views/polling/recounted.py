"""A count that was begun again, among the steps: it and what was done before it stand."""

from PySide6.QtGui import QUndoCommand


class Recounted(QUndoCommand):
    """Stands above the steps before it, which Ctrl+Z reaches no more; ``refusal`` says why."""

    def __init__(self, before: str, poll: str, *, sealed: bool) -> None:
        """``before`` names the step before ("" for none), ``poll`` what was counted again.

        ``sealed`` is whether its count was sealed by then.
        """
        what = "重新计票" if sealed else "清空重录"
        super().__init__(what)
        done = "重新计过票" if sealed else "清空重录过"
        self.refusal = (
            f"“{before}”不能撤销：这一步之后，“{poll}”{done}。票数、说明等要改，请直接改写。"
            if before
            else f"“{poll}”已经{what}，不能撤销：原来各摞的计数已经清除，请从头录入。"
        )
