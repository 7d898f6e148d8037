"""The door to the window: where Qt cannot show any, it is said in Chinese what is missing.

Qt itself says it in English and aborts. Nothing is looked for unless Qt fails.
"""

import os
import sys
from pathlib import Path


def run(data_dir: Path, *, fixed: bool) -> int:
    """Open the window and stay until it is closed; return the exit status."""
    try:
        from desk_app import app
    except ImportError as error:
        from desk_app import libraries

        names = libraries.named_in(str(error))
        if not names:
            raise
        _say(libraries.advice(names, debian=libraries.is_debian()))
        return 1
    return app.run(data_dir, fixed=fixed, failed=say_why)


def say_why(words: str) -> None:
    """Say why Qt shows no window; called with its own words, just before it aborts."""
    import PySide6

    from desk_app import libraries

    qt = Path(PySide6.__file__).parent / "Qt"
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    promised = [one for one in ("DISPLAY", "WAYLAND_DISPLAY") if os.environ.get(one)]
    own = os.environ.get("QT_QPA_PLATFORM_PLUGIN_PATH")
    files = libraries.screen_plugins(qt, promised or ["DISPLAY"])
    if own:
        files = [Path(own) / file.name for file in files]
    names = libraries.missing(files)
    if names:
        _say(libraries.advice(names, debian=libraries.is_debian()))
    elif not promised and chosen != "offscreen":
        _say("这里没有图形桌面，窗口打不开。请在桌面上打开，或用命令办理：dingji --help。")
    else:
        _say(f"窗口打不开，Qt 的原话：{words}")


def _say(words: str) -> None:
    unread = sys.stderr is None or not sys.stderr.isatty()
    if sys.stderr is not None:  # a program without a console has none
        sys.stderr.write(f"{words}\n")
        sys.stderr.flush()
    if unread and any(os.environ.get(one) for one in ("DISPLAY", "WAYLAND_DISPLAY")):
        from desk_app import libraries

        libraries.show(words)  # started from an icon, nobody sees the console
