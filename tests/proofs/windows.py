"""What differs on Windows: the lock, who saves at once, the append, the editors and the console.

It runs everywhere, by itself, and says in a line for each what it tried:
python tests/proofs/windows.py          (--quick tries less)
"""
import os
import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import bcrypt
from visitor import (
    CHEAP,
    FILES,
    PASSWORD,
    TOP,
    command,
    environment,
    new_folder,
    read,
    rows,
    visit,
    write,
)

HOLD = ('import sys, fakeflix as f\nwith f.locked(sys.argv[1]):\n    print("held", flush=True)\n'
        '    input()')
IN = 'l ann', PASSWORD
HEADER = FILES['views.csv'].encode()
# Streams as Thonny has them, and a getpass that would wait for a keyboard that nobody has.
THONNY = '''
import getpass
class Stream:
    def __init__(self, real):
        self.real = real
    def __getattr__(self, name):
        return getattr(self.real, name)
    def isatty(self):
        return True
getpass.getpass = None
sys.stdin.readline()
sys.stdin = sys.__stdin__ = Stream(sys.stdin)
sys.stdout = sys.__stdout__ = Stream(sys.stdout)
''' + CHEAP
ROW = rb'ann,1,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,1\n'


def the_lock(quick: bool) -> str:
    """While one process has the lock another saves nothing; when it is killed, the other does."""
    folder = new_folder('ann', films=3)
    holder = subprocess.Popen([sys.executable, '-c', HOLD, folder], cwd=TOP, env=environment(),
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout.readline().strip() == b'held'
        began = time.monotonic()
        screen = visit(folder, *IN, 'v 1', 'q', setup='f.LOCK_WAIT = 1.5')
        assert time.monotonic() - began > 1.5, 'it did not wait for the lock'
        assert 'NOT saved' in screen and 'busy' in screen and 'Saved:' not in screen, screen
        assert 'Please wait' in screen, f'it does not say that it waits: {screen}'
        assert read(folder, 'views.csv') == b'', 'something was saved without the lock'
    finally:
        holder.kill()
        holder.communicate()
    assert 'Saved: you viewed' in visit(folder, *IN, 'v 1', 'q')
    return 'it waited 1.5 s and said "busy"; after the other was killed it saved'


def the_writers(quick: bool) -> str:
    """Two and four copies that save at once lose nothing, and mix nothing."""
    each = 10 if quick else 50
    told = []
    for writers in 2, 4:
        folder = new_folder(films=each)
        names = [f'user{number}' for number in range(writers)]
        began = time.monotonic()
        with ThreadPoolExecutor(writers) as threads:
            screens = threads.map(all_of, [folder] * writers, names, [each] * writers)
        for screen in screens:
            saved = screen.count('Saved: you viewed'), screen.count('Saved: you like')
            assert saved == (each, each), f'of {each} views and likes it saved {saved}'
        assert sorted(row[0] for row in rows(folder, 'users.csv')) == names
        for name in 'views.csv', 'likes.csv':
            counts = Counter((row[0], row[1]) for row in rows(folder, name))
            assert len(counts) == counts.total() == writers * each, f'{name}: {counts}'
        said = visit(folder, arguments=('--check',))
        assert 'Every line of the four files is good.' in said, said
        told.append(f'{writers} at once, each with an account, {each} views and {each} likes, '
                    f'in {time.monotonic() - began:.0f} s')
    return '; '.join(told) + ': every row is there once, and whole'


def all_of(folder: str, name: str, count: int) -> str:
    """What is printed while somebody registers, and views and likes so many films."""
    lines = [f'r {name}', PASSWORD, PASSWORD]
    for number in range(1, count + 1):
        lines += [f'v {number}', f'l {number}']
    return visit(folder, *lines, 'q', setup=CHEAP, watch=False)


def the_append(quick: bool) -> str:
    """A row is appended behind a header, on a line of its own that ends in a newline alone."""
    cases = [(b'', HEADER + b'\n'), (HEADER, b'\n'), (HEADER + b'\n', b''), (HEADER + b'\r\n', b''),
             (HEADER + b'\nann,1,2026-01', b'\n'), (HEADER + b'\r\nann,1,2026-01\r', b'\n'),
             (b'\xef\xbb\xbf' + HEADER + b'\n\x1a\n', b'')]     # Ctrl-Z was once an end of file
    for before, mended in cases:
        folder = new_folder('ann', films=3)
        if before:
            write(folder, 'views.csv', before)
        screen = visit(folder, *IN, 'v 1', 'h', 'q')
        added = read(folder, 'views.csv')[len(before):]
        assert re.fullmatch(re.escape(mended) + ROW, added), f'{added} behind {before}'
        assert '1 to 1 of 1' in screen, f'it does not count: {screen}'
    return f'{len(cases)} files: empty, without an end, with \\r\\n, with a BOM, with Ctrl-Z'


def the_console(quick: bool) -> str:
    """Text that the console cannot show, or that would play tricks with it, does no harm."""
    encodings = 'cp1252', 'cp437', 'cp850', 'cp932', 'ascii', 'utf-8'
    for encoding in encodings:
        folder = new_folder('ann')
        write(folder, 'films.csv', 'film_id,title,year,genres\n1,\x1b[2J\a\x9b\u202eAm\xe9lie '
              '\u6f22\u5b57 \U0001f600 \u0130\u2028,2001,Com\xe9die\n')
        for lines in (*IN, 'v 1', 'l', 'b', 'h', 's am\xe9lie', 'r', 'q'), ('\xff\udc00\x80', 'q'):
            data = [line.encode(encoding, 'replace').decode('latin-1') for line in lines]
            screen = visit(folder, *data, variables={'PYTHONIOENCODING': encoding})
            assert not set(screen) & set('\x1b\a\x9b\u202e\u2028'), repr(screen)
            assert screen.endswith('Goodbye.\n') and (len(lines) < 3 or 'lie ?? ?' in screen or
                                                      encoding in ('cp932', 'utf-8')), screen
    return f'a whole visit in {", ".join(encodings)}, and bytes that are no text'


def the_editors(quick: bool) -> str:
    """In Thonny it starts, says that what is typed is visible, and asks no hidden keyboard."""
    folder = new_folder('ann', films=3)
    ended = subprocess.run(command(folder, THONNY), cwd=TOP, capture_output=True, timeout=60,
                           input='\n'.join(['%Run fakeflix.py', *IN, 'v 1', 'q', '']).encode(),
                           env=environment(PYTHONIOENCODING='utf-8'), check=False)
    assert (ended.returncode, ended.stderr) == (0, b''), ended
    assert b'will be visible' in ended.stdout and b'Saved: you viewed' in ended.stdout, ended
    return 'both streams replaced, isatty() true, read from before, with a pipe behind them'


PROOFS = the_lock, the_writers, the_append, the_editors, the_console

if __name__ == '__main__':
    import run
    if os.name == 'nt':         # platform.platform() would ask a service that Wine has not got
        system = 'Windows ' + '.'.join(str(part) for part in sys.getwindowsversion()[:3])
    else:
        system = f'{os.uname().sysname} {os.uname().release}'
    python = '.'.join(str(part) for part in sys.version_info[:3])
    print(f'On {system}, with Python {python} and bcrypt {bcrypt.__version__}:', flush=True)
    sys.exit(run.main(['windows']))
