"""Guards every change of PySide6: 6.12.0 aborts the process after some 5,000 void calls."""

import subprocess
import sys

CODE = """
from PySide6.QtGui import QStandardItem
from PySide6.QtWidgets import QApplication, QLabel

app = QApplication([])
label, item = QLabel(), QStandardItem()
for i in range(50_000):
    label.setText(str(i))
    item.setText(str(i))
print(label.text(), item.text())
"""


def test_a_hundred_thousand_void_calls_do_not_abort() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stdout.split()) == (0, ["49999", "49999"]), done.stderr
