"""A picture of every screen, filled with the example township: ``python -m tests.shots DIR``."""

import sys
import tempfile
from pathlib import Path

from tests.house import furnish, opened


def main(folder: Path) -> int:
    """Save the pictures into ``folder`` and say which."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        data = Path(scratch) / "数据"
        furnish(data)
        with opened(data) as house:
            house.pictures(folder)
    for path in sorted(folder.glob("*.png")):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
