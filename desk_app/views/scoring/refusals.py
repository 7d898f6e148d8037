"""What was refused stays in sight: marked in the list on the left, counted in the notice."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk_app.views.kit.messages import Notice
    from desk_app.views.scoring.editor import ScoreEditor
    from desk_app.views.scoring.subjects import SubjectList

_WORDS = "格填得不对，没有保存，已经用红框标出，请逐格改正。"


def follow_refusals(editor: "ScoreEditor", subjects: "SubjectList", notice: "Notice") -> None:
    """Mark whose cells cannot stand; say how many where it is more than the one typed."""

    def mark() -> None:
        wrong = editor.wrong_counts()
        subjects.show_wrong(wrong)
        if not wrong and notice.text.endswith(_WORDS):
            notice.dismiss()

    def say() -> None:
        count = sum(editor.wrong_counts().values())
        if count > 1:
            notice.show_fault(f"有 {count} {_WORDS}")

    editor.marked.connect(mark)
    editor.refused.connect(say)
