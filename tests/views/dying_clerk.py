"""A clerk who keys one batch, begins the next and dies: `python -m tests.views.dying_clerk FOLDER`.

He dies by a signal that nobody can catch, as in a power cut; his test looks at what is left.
"""

import os
import signal
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desk_app.services.workspace import create
from desk_app.views.kit import theme
from tests.support import screens
from tests.support.polling_round import make_round
from tests.views.test_anonymity import (
    BY_TWO,
    NAMES,
    TELLERS,
    key,
    known_ballots,
    open_room,
    sit_down,
    store,
)


def main(folder: Path) -> None:
    application = QApplication([])
    theme.apply(application)
    workspace = create(folder, screens.OFFICE)
    example_round = make_round(workspace, rules=BY_TWO, names=NAMES)
    for desk in screens._desk(workspace):
        room = open_room(desk, example_round)
        sit_down(desk, room, TELLERS[0])
        ballots = known_ballots()
        key(room, ballots[:20])
        store(desk, room)
        key(room, ballots[20:33])
        desk.wait()
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
