"""`python -m tests.bench [NAME…] [--json FILE]`."""

import importlib
import pkgutil
import sys
from pathlib import Path

from tests.bench import harness

for module in sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)])):
    if module not in {"__main__", "harness", "start_probe", "entering"}:
        importlib.import_module(f"tests.bench.{module}")

if __name__ == "__main__":
    sys.exit(harness.main(sys.argv[1:]))
