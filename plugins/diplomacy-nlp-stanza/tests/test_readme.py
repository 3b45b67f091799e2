"""The example in the README prints what the README says."""

import re
import subprocess
import sys
from pathlib import Path


def test_the_first_example():
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    code, printed = re.search(r"```python\n(.*?)```\n\n```\n(.*?)```", readme, re.DOTALL).groups()
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")  # noqa: S603 - ours
    assert (done.stdout, done.stderr) == (printed, "")
