"""What differs on Windows: the lock, the append and the console. It runs everywhere, by itself:
python tests/proofs/windows.py"""
import re
import subprocess
import sys

from visitor import FILES, PASSWORD, TOP, environment, new_folder, read, visit, write

HOLD = ('import sys, fakeflix as f\nwith f.locked(sys.argv[1]):\n    print("held", flush=True)\n'
        '    input()')
IN = 'l ann', PASSWORD
HEADER = FILES['views.csv'].encode()
ROW = rb'ann,1,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,1\n'


def the_lock(quick: bool) -> str:
    """While one process has the lock another saves nothing; when it is killed, the other does."""
    folder = new_folder('ann', films=3)
    holder = subprocess.Popen([sys.executable, '-c', HOLD, folder], cwd=TOP, env=environment(),
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout.readline().strip() == b'held'
        screen = visit(folder, *IN, 'v 1', 'q', setup='f.LOCK_WAIT = 0.5')
        assert 'NOT saved' in screen and 'busy' in screen and 'Saved:' not in screen, screen
        assert read(folder, 'views.csv') == b'', 'something was saved without the lock'
    finally:
        holder.kill()
        holder.communicate()
    assert 'Saved: you viewed' in visit(folder, *IN, 'v 1', 'q')
    return 'refused once, then released'


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
    return f'{len(cases)} files'


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
    return f'{len(encodings)} encodings'


PROOFS = the_lock, the_append, the_console

if __name__ == '__main__':
    import run
    sys.exit(run.main(['windows']))
