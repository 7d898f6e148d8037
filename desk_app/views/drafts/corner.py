"""Drafts in the room 方案: the shelf beside the schemes, and the editor in place of both."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QPushButton, QWidget

from desk_app.views.drafts.shelf import DraftsShelf
from desk_app.views.kit import files
from desk_app.views.kit.done_step import DoneStep
from desk_app.views.kit.pages import Pages
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import drafting, drafts, version_offers

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.views.context import RoomContext
    from desk_app.views.drafts.page import EditorPage
    from desk_app.views.drafts.sides import DraftSides
    from desk_app.views.kit.messages import Notice
    from desk_app.views.use_cases import scheme_versions


class DraftsCorner(QObject):
    """The room puts ``shelf`` and ``copy_button`` where it likes and shows ``pages``."""

    adopted = Signal(object)
    """``Arrived``: a draft became a scheme, as if its file were imported."""

    def __init__(self, context: "RoomContext", room: QWidget, stack: QUndoStack) -> None:
        super().__init__(room)
        self._context = context
        self._runner = OwnedRunner(context.runner, self)
        self._room = room
        self._stack = stack
        self._notice: Notice | None = None
        self._round_id: int | None = None
        self.editor: EditorPage | None = None
        self.sides: DraftSides | None = None
        self.pages = Pages()
        self.shelf = DraftsShelf()
        self.copy_button = QPushButton("复制成草稿")
        self.copy_button.setToolTip("照这份方案写一份新的，如今年的")
        self.shelf.new_button.clicked.connect(self._begin)
        self.shelf.read_button.clicked.connect(self.ask_for_file)
        self.shelf.wanted.connect(self._open)
        self.shelf.unwanted.connect(self._ask_delete)

    @property
    def on_show(self) -> bool:
        """Whether the editor is shown in place of the schemes."""
        return self.editor is not None and self.pages.currentWidget() is self.editor

    def lay_around(self, schemes: QWidget, notice: "Notice") -> Pages:
        """Take the page of the schemes, and where faults are said there; return what is shown."""
        self._notice = notice
        self.pages.addWidget(schemes)
        return self.pages

    def load(self) -> None:
        """Read which drafts there are."""
        self._runner.call(drafts.listing).then(self.shelf.show_cards)

    def open_round(self, round_id: int | None) -> None:
        """Say which round is in hand, and read which drafts there are."""
        self._round_id = round_id
        if self.sides is not None:
            self.sides.open_round(round_id)
        self.load()

    def copy(self, scheme_id: str) -> None:
        """Begin with a copy of a scheme."""
        self._runner.save(drafts.copy_of, scheme_id).then(self.show_draft).otherwise(self._failed)

    def ask_for_file(self) -> None:
        """Ask for the file that a draft begins with."""
        path = files.ask_open(
            self._room,
            self._context.settings,
            files.Purpose.SCHEMES,
            "从文件读入",
            files.SCHEMES_OR_DOCUMENTS,
        )
        if path is not None:
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Begin with a scheme file, damaged or not, or with the document of a county."""
        if path.suffix.lower() != ".toml":
            self._runner.compute(drafting.read_file, path).then(
                lambda read: self._begin_with(read, path.stem)
            ).otherwise(self._failed)
            return
        self._runner.save(drafts.from_file, path).then(self.show_draft).otherwise(self._failed)

    def _begin_with(self, read: "drafting.ReadDocument", title: str) -> None:
        """Begin with a document that could be read."""

        def begun(opened: "drafts.OpenedDraft") -> None:
            self.show_draft(opened)
            if self.sides is not None and self.editor is not None:
                self.editor.show_page(self.sides.document)
                self.sides.document.take(read)

        self._runner.save(drafts.new, title).then(begun).otherwise(self._failed)

    def show_draft(self, opened: "drafts.OpenedDraft") -> None:
        """Show the editor with a draft."""
        editor = self._made()
        editor.presenter.take(opened)
        self.pages.setCurrentWidget(editor)
        editor.first_focus().setFocus()

    def leave(self) -> None:
        """Go back to the schemes; what was typed is kept."""
        if self.editor is not None:
            self.editor.presenter.leave()
            self.pages.setCurrentIndex(0)
            self.load()
            target = self.shelf.list if self.shelf.list.isVisible() else self.shelf.new_button
            target.setFocus()

    def keep(self) -> None:
        """Write at once what waits to be kept."""
        if self.editor is not None:
            self.editor.presenter.saver.flush()

    def undo_stack(self) -> QUndoStack | None:
        """The steps of the draft on show; ``None`` where the schemes are shown."""
        return self.editor.presenter.history if self.editor and self.on_show else None

    def first_focus(self) -> QWidget | None:
        """Where the keys go while the editor is shown."""
        return self.editor.first_focus() if self.editor and self.on_show else None

    def _begin(self) -> None:
        self._runner.save(drafts.new).then(self.show_draft).otherwise(self._failed)

    def _open(self, draft_id: int) -> None:
        self._runner.call(drafts.open_draft, draft_id).then(self.show_draft).otherwise(self._failed)

    def _made(self) -> "EditorPage":
        if self.editor is None:
            from desk_app.views.drafts.page import EditorPage
            from desk_app.views.drafts.presenter import DraftPresenter
            from desk_app.views.drafts.sides import DraftSides

            presenter = DraftPresenter(self._context.runner, self._context.settings, self)
            self.editor = EditorPage(presenter)
            self.editor.left.connect(self.leave)
            presenter.adopted.connect(self._adopted)
            self.sides = sides = DraftSides(self._context)
            for title, side in sides.beside:
                self.editor.add_side(title, side)
            for title, side in sides.pages:
                self.editor.add_page(title, side)
            self.editor.put_bands(sides.bands, sides.bands.go)
            self.editor.asked_before_use.append(sides.changed_trials)
            presenter.opened.connect(sides.begin)
            sides.open_round(self._round_id)
            sides.versions.flushing.connect(presenter.saver.flush)
            sides.versions.taken.connect(self._taken)
            sides.versions.begun.connect(self._begun)
            self.pages.addWidget(self.editor)
        return self.editor

    def _adopted(self, adopted: "drafts.Adopted") -> None:
        self.leave()
        self.adopted.emit(adopted.arrived)

    def _taken(
        self, arrived: "scheme_versions.Arrived", taken: "version_offers.TakenVersion"
    ) -> None:
        """A round took the draft: a step of the room, which can be taken back."""
        self._stack.push(
            DoneStep(
                "本轮改用新版",
                lambda: self._turn(taken, again=True),
                lambda: self._turn(taken, again=False),
            )
        )
        self.leave()
        self.adopted.emit(arrived)
        self._context.changed()
        self._context.say(f"本轮已改用新版，{taken.reviews} 个决定待复核。")

    def _turn(self, taken: "version_offers.TakenVersion", *, again: bool) -> None:
        self._runner.save(version_offers.turn, taken, again=again).then(
            lambda _: self._context.changed()
        ).otherwise(self._failed)

    def _begun(self, arrived: "scheme_versions.Arrived", round_id: int) -> None:
        self.leave()
        self.adopted.emit(arrived)
        self._context.open_round(round_id)

    def _ask_delete(self, draft_id: int, title: str) -> None:
        if self._notice is not None:
            self._notice.ask(
                f"删除草稿“{title}”？删去以后，按 Ctrl+Z 可以放回。",
                [("删除", lambda: self._delete(draft_id))],
                stay="不删",
            )

    def _delete(self, draft_id: int) -> None:
        self._runner.save(drafts.remove, draft_id).then(self._deleted).otherwise(self._failed)

    def _deleted(self, removed: "drafts.RemovedDraft") -> None:
        number = removed.draft.id
        self._stack.push(
            DoneStep(
                "删除草稿",
                lambda: (
                    self._runner.save(drafts.remove, number)
                    .then(lambda _: self.load())
                    .otherwise(self._failed)
                ),
                lambda: (
                    self._runner.save(drafts.put_back, removed)
                    .then(lambda _: self.load())
                    .otherwise(self._failed)
                ),
            )
        )
        self.load()

    def _failed(self, fault: "Fault") -> None:
        if self._notice is not None:
            self._notice.show_fault("".join(fault.sentences))
