"""Visits of real processes: through a pipe, and at the keyboard of a (pseudo-)terminal."""
import os
import select
import signal
import struct
import subprocess
import sys

import pytest

from conftest import ANN, PASSWORD, TOP

if os.name != 'nt':
    import fcntl
    import termios

NEW = 'eleven purple kettles dance'
IN = 'l ann', PASSWORD
AT_A_PASSWORD = [('l ann',), ('r bob',), ('r bob', NEW), (*IN, 'c'), (*IN, 'c', PASSWORD),
                 (*IN, 'c', PASSWORD, NEW)]
ELSEWHERE = [(), ('r',), ('l',), IN, (*IN, 'b'), (*IN, 'b', '1'), (*IN, 's g'), (*IN, 'v long')]
QUICK = 'import fakeflix, sys; fakeflix.BCRYPT_COST = 4; sys.exit(fakeflix.main())'
AT_A_TERMINAL = ('import fcntl, signal, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); '
                 'signal.signal(2, signal.default_int_handler); ' + QUICK)  # 2 may be ignored
FILMS = 'film_id,title,year,genres\n1,Amélie,2001,Comedy\n' + ''.join(
    f'{film_id},The Long and Winding Road {film_id},2000,Drama\n' for film_id in range(2, 30))


def start(folder, *command, **streams):
    (folder / 'films.csv').write_text(FILMS, encoding='utf-8')
    return subprocess.Popen([sys.executable, *command, '--data', str(folder)], cwd=TOP, **streams)


def pipe(folder, *lines, command=('-c', QUICK), encoding='utf-8'):
    """(status, what was printed, the errors), as bytes, of a visit in which lines are typed."""
    with start(folder, *command, env={**os.environ, 'PYTHONIOENCODING': encoding, 'LC_ALL': 'C'},
               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        printed, errors = child.communicate('\n'.join([*lines, '']).encode(
            errors='surrogateescape'), timeout=30)
        return child.returncode, printed, errors


def test_a_whole_visit_works_through_a_pipe(folder, rows):
    lines = *ANN, 'v 1', 'l amelie', 'o', *IN, 'h', 'q'
    status, printed, errors = pipe(folder, *lines, command=['fakeflix.py'])
    assert (status, errors) == (0, b'') and printed.count(b'FAKEFLIX MENU: hello, ann') == 2
    assert PASSWORD.encode() not in printed and printed.count(b'can be seen') == 1
    assert rows('users.csv')[0].startswith('ann,$2b$12$')
    assert [len(rows('views.csv')), len(rows('likes.csv'))] == [1, 1]


@pytest.mark.parametrize('lines', [['q'], [*ANN, 'b', '', 'q'], ['nonsense'] * 5000])
def test_it_leaves_politely_when_nobody_reads_on(folder, lines):
    with start(folder, '-c', QUICK, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
               stderr=subprocess.PIPE) as child:
        child.stdout.readline()
        child.stdout.close()                    # as | head -1 does
        _, errors = child.communicate('\n'.join(lines).encode(), timeout=30)
    assert child.returncode >= 0 and errors == b''


def test_what_an_ascii_console_cannot_show_becomes_a_question_mark(folder):
    status, printed, errors = pipe(folder, *ANN, '1', 's amélie', 'q', encoding='ascii')
    assert (status, errors) == (0, b'') and b'Am?lie (2001)' in printed and printed.isascii()


@pytest.mark.parametrize('encoding, right, wrong', [
    ('ascii', 'é', 'è'), ('utf-8', '\udce9', '\udce8'), ('utf-8', '\0', '')])
def test_what_cannot_be_read_never_stands_for_another_password(folder, encoding, right, wrong):
    pipe(folder, 'r ann', PASSWORD + right, PASSWORD + right, encoding=encoding)
    assert b'hello, ann' not in pipe(folder, 'l ann', PASSWORD + wrong, encoding=encoding)[1]


@pytest.mark.skipif(os.name == 'nt', reason='there is no sh on Windows')
@pytest.mark.parametrize('closed', ['<&-', '>&-', '<&- >&-'])
def test_without_a_keyboard_or_a_screen_it_says_so(folder, closed):
    script = f'exec "{sys.executable}" fakeflix.py --data "{folder}" {closed}'
    ended = subprocess.run(['sh', '-c', script], cwd=TOP, stderr=subprocess.PIPE, timeout=30)
    assert ended.returncode == 2 and ended.stderr.count(b'\n') == 1 and not os.listdir(folder)


class Terminal:
    """FakeFlix at a terminal of its own."""

    def __init__(self, folder):
        self.keyboard, self.console = os.openpty()
        self.screen = ''
        self.child = start(folder, '-c', AT_A_TERMINAL, stdin=self.console, stdout=self.console,
                           stderr=self.console, start_new_session=True)
        self.wait()

    def read(self, seconds):
        """Put what is printed next on the screen; False if nothing is."""
        printed = select.select([self.keyboard], [], [], seconds)[0]
        if printed:
            text = os.read(self.keyboard, 65536).decode(errors='replace')
            self.screen += text.replace('\r\n', '\n')
        return bool(printed)

    def wait(self):
        """Read on to the next prompt."""
        before = len(self.screen)
        while not self.screen[before:].endswith('> '):
            assert self.read(20), self.screen

    def type(self, *lines):
        """What these lines bring, up to the next prompt."""
        before = len(self.screen)
        for line in lines:
            os.write(self.keyboard, f'{line}\n'.encode())
            self.wait()
        return self.screen[before:]

    def echoes(self):
        return bool(termios.tcgetattr(self.console)[3] & termios.ECHO)

    def end(self, how):
        """The exit status after a key or a signal."""
        self.read(0.15)                         # by then it waits for the keyboard
        if how.startswith('SIG'):
            os.kill(self.child.pid, getattr(signal, how))
        else:
            os.write(self.keyboard, how.encode())
        status = self.child.wait(20)
        while self.read(0.02):
            pass
        return status


@pytest.fixture
def terminal(folder, play):
    pytest.importorskip('termios', reason='Windows has no pseudo-terminals')
    play(*ANN)
    terminal = Terminal(folder)
    yield terminal
    terminal.child.kill()
    terminal.child.wait()
    os.close(terminal.keyboard)
    os.close(terminal.console)


def test_a_password_is_never_echoed(terminal, rows):
    terminal.type('r bob', NEW, NEW, 'o', 'l ann', 'wrong', *IN, 'c', PASSWORD, NEW, NEW)
    assert terminal.end('q\n') == 0
    assert 'hello, bob' in terminal.screen and 'hello, ann' in terminal.screen
    assert [row.split(',')[0] for row in rows('users.csv')] == ['ann', 'bob', 'ann']
    for secret in PASSWORD, NEW, 'wrong', 'can be seen':
        assert secret not in terminal.screen


@pytest.mark.parametrize('how, status', [
    ('half a line\x03', 130), ('\x04', 0), ('SIGTERM', 143), ('SIGHUP', 129)])
@pytest.mark.parametrize('lines', AT_A_PASSWORD + ELSEWHERE)
def test_every_way_out_is_polite_and_leaves_the_echo_on(terminal, folder, lines, how, status):
    before = {path.name: path.read_bytes() for path in folder.glob('*.csv')}
    terminal.type(*lines)
    assert terminal.echoes() == (lines in ELSEWHERE)
    assert terminal.end(how) == status and terminal.echoes()
    assert 'Traceback' not in terminal.screen
    assert how.startswith('SIG') or terminal.screen.endswith('\nGoodbye.\n')
    assert before == {path.name: path.read_bytes() for path in folder.glob('*.csv')}


@pytest.mark.parametrize('columns', [300, 40, 20])
def test_lines_fit_the_window_also_after_it_was_resized(terminal, columns):
    terminal.type(*IN)
    fcntl.ioctl(terminal.console, termios.TIOCSWINSZ, struct.pack('4H', 24, columns, 0, 0))
    lines = terminal.type('b', '', '1', 'h', 'r', 's', '', 'v long', '', 'b', '').split('\n')
    assert min(columns, 80) - 12 < max(map(len, lines)) <= min(columns, 80)
    assert all(line.isprintable() for line in lines)
    assert any(' 2000 ' in line for line in lines) == (columns >= 40)
