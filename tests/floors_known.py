"""What the checks of the floors found when they were switched on and is not mended yet.

Only for a while: an entry whose fault is gone fails the check until it is taken out, and
nothing may be added. The keys are those of `tests.floors.Finding`.
"""

KNOWN: dict[str, set[str]] = {
    # what the screens of the drafts are being built on
    "unused": {
        "desk_app/domain/drafts/conditions.py JOINED_LABELS",
        "desk_app/domain/drafts/conditions.py TOPIC_LABELS",
        "desk_app/domain/drafts/conditions.py fresh",
        "desk_app/domain/drafts/conditions.py part_of",
        "desk_app/domain/drafts/conditions.py table_of_part",
        "desk_app/domain/drafts/conditions.py topics_at",
        "desk_app/domain/drafts/conditions.py typed_value",
        "desk_app/domain/drafts/entering.py paste",
        "desk_app/domain/drafts/entering.py running_sum",
        "desk_app/domain/drafts/entering.py shown",
        "desk_app/domain/drafts/fields.py least_format",
        "desk_app/domain/drafts/fields.py one_of",
        "desk_app/domain/drafts/renaming.py named_in",
        "desk_app/domain/drafts/renaming.py rename",
        "desk_app/domain/drafts/tree.py move",
        "desk_app/domain/drafts/writing.py path_at",
        "desk_app/services/drafts/adopting.py adopt",
        "desk_app/services/drafts/keeping.py can_redo",
        "desk_app/services/drafts/keeping.py can_undo",
        "desk_app/services/drafts/keeping.py listing",
        "desk_app/services/drafts/keeping.py open_draft",
        "desk_app/services/drafts/keeping.py put_back",
        "desk_app/services/drafts/keeping.py redo",
        "desk_app/services/drafts/keeping.py redo_words",
        "desk_app/services/drafts/keeping.py remove",
        "desk_app/services/drafts/keeping.py saved_at",
        "desk_app/services/drafts/keeping.py undo",
        "desk_app/services/drafts/keeping.py undo_words",
        "desk_app/services/drafts/making.py copy_of",
        "desk_app/services/drafts/making.py from_file",
        "desk_app/services/drafts/making.py new",
        "desk_app/services/grading/reviews.py uphold",
        "desk_app/services/version_offers.py begin_again",
        "desk_app/services/version_offers.py take",
        "desk_app/services/version_offers.py turn",
        "desk_app/views/drafts/saver.py DraftSaver",
        "desk_app/views/drafts/sides.py DraftSides",
    },
}
