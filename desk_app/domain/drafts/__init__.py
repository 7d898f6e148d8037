"""方案草稿: a rule book while it is written, half typed, clashing, or from a damaged file.

For screens, in the order in which they need it:

- ``opening.draft_of(text)`` opens any text; ``writing.text_of(draft)`` writes it back,
  ``writing.written(draft)`` also says on which line everything stands.
- ``tree``: ``SchemeDraft`` is immutable; ``at``, ``rows``, ``text_at`` look, ``put``, ``clear``,
  ``insert``, ``remove``, ``move`` return a new draft. Paths: ``("indicators", 3, "points")``.
- ``entering``: ``enter(draft, path, typed)`` sets a field to what was typed, ``shown`` is the text
  of a field, ``paste(draft, ("indicators",), columns, cells, place)`` takes a block of cells,
  ``running_sum`` adds up the points.
- ``renaming.rename(draft, ("levels", 0), "五星")`` follows a name everywhere; ``named_in`` counts.
- ``views/drafts/saver.py``: ``DraftSaver`` writes the newest state 0.3 s after a change.
- ``catalogue``: ``CATALOGUE`` has every table and field (label, editor, choices, hint);
  ``field_of(path)``, ``table_of(path)``, ``order_of(path)`` (for ``put`` and ``insert``).
- ``judging.read_back(draft)``: problems each with the path of its field, the numbered sentences
  each with the path of its row, and the ``Scheme`` as soon as it can be used.
- ``bands``: ``limits_of``, ``with_limits``, ``ranges_of``: bands by lower limits, without gaps.
- ``trying.try_out(draft, back, on)``: what becomes of the rows of ``[[trials]]``, problems at their
  cells, rules that no row has touched; ``headings_of(scheme)`` are the columns to fill;
  ``domain.trials.changed(before, after)`` says which outcomes a change has changed.
- ``conditions``: ``part_of`` and ``table_of_part`` between the file's table and lines with
  drop-downs; ``topics_at``, ``subjects_of``, ``comparisons_of``, ``value_field`` fill them.
"""
