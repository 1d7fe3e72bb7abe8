"""Prove what FakeFlix promises, on the real program:    python tests/proofs/run.py    [--quick]

Each proof is a function in one of the modules here: f(quick) -> its counts. It raises Skipped if
something is missing, and anything else if the promise is broken. --quick tries less of each."""
import importlib
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = HERE, os.path.dirname(HERE)          # where the proofs are, and conftest
from visitor import Skipped

MODULES = ('crashes', 'copies', 'damage', 'owners', 'names', 'failures', 'screens', 'windows',
           'passwords')
AT_ONCE = 3                         # proofs that run at the same time: many of them mostly wait


def line_of(proof: object, quick: bool) -> str:
    """What a proof comes to, as a line that begins with passed, skipped or FAILED."""
    name, start = ' '.join(proof.__doc__.split()).rstrip('.'), time.monotonic()
    try:
        return f'passed  {name}: {proof(quick)} ({time.monotonic() - start:.0f} s)'
    except Skipped as reason:
        return f'skipped {name}: {reason}'
    except Exception as error:      # noqa: BLE001 (a broken promise must not stop the others)
        place = error.__traceback__
        while place.tb_next:
            place = place.tb_next
        file = os.path.basename(place.tb_frame.f_code.co_filename)
        reason = ' '.join(str(error).split())[:300]
        return f'FAILED  {name}: {type(error).__name__} in {file}, line {place.tb_lineno}: {reason}'


def main(modules: tuple = MODULES) -> int:
    """Run all the proofs, print a line for each and a last one; 1 if any failed, else 0."""
    quick, lines = '--quick' in sys.argv[1:], []
    proofs = [proof for name in modules for proof in importlib.import_module(name).PROOFS]
    *proofs, last = proofs          # which looks at the files that all the others leave
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for line in threads.map(lambda proof: line_of(proof, quick), proofs):
            lines.append(line)
            print(line, flush=True)
    lines.append(line_of(last, quick))
    failed = sum(line.startswith('FAILED') for line in lines)
    print(lines[-1])
    print(f"{sum(line.startswith('passed') for line in lines)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
