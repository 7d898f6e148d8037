"""`python -m tests.power_cuts [TIMES] [SEED]`: kill the program in the middle of counting."""

import sys
import tempfile
import time
from pathlib import Path

from tests.power_cuts.kills import Lost, torture


def main(argv: list[str]) -> int:
    """Return 0 when everything confirmed was there after every kill, else 1; 2: wrong usage."""
    try:
        times, seed = (int(one) for one in (argv + ["300", "1"][len(argv) :])[:2])
    except ValueError:
        print("用法：python3 dev.py torture [次数] [随机数种子]", file=sys.stderr)
        return 2
    start = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            moments = torture(Path(folder) / "w", times, seed)
        except Lost as lost:
            print(f"断电试验没有通过：{lost}", file=sys.stderr)
            return 1
    shares = "、".join(f"{name} {number}" for name, number in moments.items())
    seconds = time.monotonic() - start
    print(f"断电 {times} 次（{shares}），已确认的都在，自检无误，用时 {seconds:.0f} 秒。")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
