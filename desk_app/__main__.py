"""The door: without arguments a window, with arguments the same work without one."""

import gc
import sys
from pathlib import Path

_USAGE = 2


def main(argv: list[str] | None = None) -> int:
    """Run the program; return the exit status (0 done, 1 refused, 2 wrong usage)."""
    try:
        arguments, folder = split(sys.argv[1:] if argv is None else argv)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return _USAGE
    data_dir = folder or default_data_dir()
    if arguments:
        from desk_app import cli

        return cli.main(arguments, data_dir)
    # What is imported stays; looking through it again and again is a tenth of the start. From
    # then on ``Runner`` collects what is left over.
    gc.disable()
    from desk_app import screen

    return screen.run(data_dir, fixed=folder is not None)


def split(argv: list[str]) -> tuple[list[str], Path | None]:
    """Take ``--data-dir DIR`` (or ``--data-dir=DIR``) from anywhere on the line.

    Returns the other arguments and the folder, ``None`` where none was named. Raises
    ValueError with a Chinese sentence where the folder is missing or named twice.
    """
    rest: list[str] = []
    named: list[str] = []
    waiting = iter(argv)
    for one in waiting:
        if one == "--data-dir":
            named.append(next(waiting, ""))
        elif one.startswith("--data-dir="):
            named.append(one.partition("=")[2])
        else:
            rest.append(one)
    if not all(named):
        raise ValueError("--data-dir 后面要写文件夹，如 --data-dir D:\\定级资料。")
    if len(named) > 1:
        raise ValueError("--data-dir 只能写一次。")
    return rest, Path(named[0]).expanduser().absolute() if named else None


def default_data_dir() -> Path:
    """Return where the system keeps a program's data for this user."""
    import platformdirs

    return Path(platformdirs.user_data_dir("dingji", appauthor=False))


if __name__ == "__main__":
    sys.exit(main())
