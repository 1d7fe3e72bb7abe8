"""The proofs in tests/proofs, a few of each kind: all of them take minutes and are run by hand."""
import os
import re
import subprocess
import sys

from conftest import TOP


def test_the_promises_hold_on_the_real_program():
    run = os.path.join(TOP, 'tests', 'proofs', 'run.py')
    ended = subprocess.run([sys.executable, run, '--quick'], capture_output=True, text=True,
                           encoding='utf-8', timeout=300)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert re.fullmatch(r'[1-9]\d* passed, 0 failed', ended.stdout.splitlines()[-1])
