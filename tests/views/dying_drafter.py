"""Somebody who writes a draft until he is killed: `python -m tests.views.dying_drafter FOLDER ID`.

He changes it through the saver of the screen, a step as soon as the one before is kept, and says
on standard output which were.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desk_app.domain.drafts.tree import put, text_at
from desk_app.services import drafts
from desk_app.services.workspace import open_
from desk_app.views.drafts.saver import DraftSaver
from tests.support import screens


def main(folder: Path, draft_id: int) -> None:
    application = QApplication([])
    workspace = open_(folder)
    begun = drafts.open_draft(workspace, draft_id).draft
    for desk in screens._desk(workspace):
        owner = QObject()
        saver = DraftSaver(desk.runner, owner)

        def change(number: int, saver: DraftSaver = saver) -> None:
            changed = put(begun, ("title",), str(number))
            changed = put(changed, ("indicators", 0, "points"), f"{number}分吧")
            saver.take(draft_id, changed, f"第{number}次")
            saver.flush()

        def kept(opened: drafts.OpenedDraft) -> None:
            number = int(text_at(opened.draft, ("title",)))
            print(number, flush=True)
            change(number + 1)

        saver.saved.connect(kept)
        change(1)
        application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
