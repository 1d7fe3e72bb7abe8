"""Where pupils really run it: in IDLE, in Thonny, in consoles that cannot show every letter, in
narrow windows, in folders with odd names. (Pipes and terminals are in test_visits.py.)"""
import getpass
import importlib.util
import io
import os
import re
import shutil
import subprocess
import sys
import types

import pytest
from conftest import (
    ANN,
    GOODBYE,
    GUEST,
    HELLO,
    HISTORY,
    PASSWORD,
    REAL_WIDTH,
    TOP,
    VIEWED,
    VISIBLE,
    WRONG,
)

import fakeflix

FILMS = 'film_id,title,year,genres\n1,Amélie,2001,Comedy\n2,Amélie 字,2002,Comedy\n'

# Run inside IDLE, this types lines into its shell as soon as the program there is reading, and in
# the end prints what the shell shows. << >> are the names that IDLE itself gives to key presses.
AT_IDLE = '''
import os, sys
from idlelib import pyshell

arguments, lines = sys.argv[1].split(), sys.argv[2:]

def type_next(shell):
    if not shell.reading or not lines:
        return
    if lines[0][:2] != '<<':
        shell.text.insert('insert', lines[0])
        lines[0] = '<<newline-and-indent>>'
    shell.text.event_generate(lines.pop(0))

def watch(shell):
    type_next(shell)
    if not lines and not shell.executing:
        sys.__stdout__.buffer.write(shell.text.get('1.0', 'end').encode())
        sys.__stdout__.flush()
        shell.interp.kill_subprocess()
        os._exit(0)
    shell.text.after(20, watch, shell)

def begin(shell, real=pyshell.PyShell.begin):
    shell.text.after(500, watch, shell)
    return real(shell)

def edit(windows, *given, real=pyshell.PyShellFileList.open):
    editor = real(windows, *given)
    editor.text.after(100, editor.text.event_generate, '<<run-module>>')     # F5
    return editor

pyshell.PyShell.begin, pyshell.PyShellFileList.open = begin, edit
sys.argv = ['idle', *arguments]
pyshell.main()
'''


# Run as a program, this does to the streams what Thonny does, and then runs FakeFlix.
IN_THONNY = '''
import getpass, sys
import fakeflix

class Stream:
    """What Thonny puts in the place of a stream: all but isatty() is done by the real one."""

    def __init__(self, real):
        self.real = real

    def __getattr__(self, name):
        return getattr(self.real, name)

    def isatty(self):
        return True

getpass.getpass = None                  # it would wait for a keyboard that nobody has
sys.stdin.readline()                    # Thonny itself has read from it: how it was started
sys.stdin = sys.__stdin__ = Stream(sys.stdin)
sys.stdout = sys.__stdout__ = Stream(sys.stdout)
fakeflix.BCRYPT_COST = 4
sys.exit(fakeflix.main())
'''


class Shell:
    """What IDLE's streams need of its window: lines that are typed, and what is shown."""

    def __init__(self, *lines):
        self.lines, self.shown = list(lines), ''

    def readline(self):
        line = self.lines.pop(0) + '\n' if self.lines else ''
        self.shown += line
        return line

    def write(self, text, tags=()):
        self.shown += text
        return len(text)

    def close(self):
        """A stream that is thrown away closes its shell."""


@pytest.fixture
def idle_streams():
    """idle_streams(shell) is the sys.stdin and the sys.stdout that IDLE gives to a program."""
    pytest.importorskip('tkinter', reason='this Python has no tkinter, so it has no IDLE')
    run = pytest.importorskip('idlelib.run', reason='this Python has no IDLE')
    run.capture_warnings(False)             # importing it has turned that on
    kind = run.iomenu.encoding, run.iomenu.errors
    return lambda shell: (run.StdInputFile(shell, 'stdin', *kind),
                          run.StdOutputFile(shell, 'stdout', *kind))


@pytest.fixture
def visit(folder, monkeypatch):
    """visit(stdin, stdout) runs the program with these streams; its exit status."""
    monkeypatch.setattr(getpass, 'getpass', None)       # it would wait for a real keyboard

    def run(stdin, stdout):
        with monkeypatch.context() as patch:
            patch.setattr(sys, 'stdin', stdin)
            patch.setattr(sys, 'stdout', stdout)
            return fakeflix.main(['--data', str(folder)])
    return run


@pytest.fixture
def display():
    """The name of a virtual screen of its own, so that no window opens on anybody's desk."""
    server = shutil.which('Xvfb')
    if not server or not importlib.util.find_spec('idlelib'):
        pytest.skip('a window of IDLE needs idlelib and a virtual screen, Xvfb')
    pytest.importorskip('tkinter', reason='this Python has no tkinter, so it has no IDLE')
    reading, writing = os.pipe()
    screen = subprocess.Popen([server, '-displayfd', str(writing), '-nolisten', 'tcp'],
                              pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with open(reading, encoding='ascii') as pipe:
        number = pipe.readline().strip()
    if number:
        yield f':{number}'
    screen.terminate()
    screen.wait(20)
    if not number:
        pytest.skip('the virtual screen, Xvfb, does not start')


@pytest.fixture
def own_copy(folder):
    """A function that puts the program and a small catalogue into a folder, and returns it."""
    def copy(name):
        there = folder / name
        there.mkdir()
        with open(os.path.join(TOP, 'fakeflix.py'), encoding='utf-8') as program:
            quick = re.sub(r'(?m)^(BCRYPT_COST =) \d+', r'\1 4', program.read())
        (there / 'fakeflix.py').write_text(quick, encoding='utf-8')
        (there / 'films.csv').write_text(FILMS, encoding='utf-8')
        return there
    return copy


@pytest.mark.parametrize('arguments, way_out', [
    ('-r fakeflix.py', 'q'), ('fakeflix.py', '<<end-of-file>>'),
    ('fakeflix.py', '<<interrupt-execution>>')], ids=['idle -r, q', 'F5, Ctrl-D', 'F5, Ctrl-C'])
def test_a_whole_visit_works_in_a_window_of_idle(display, own_copy, arguments, way_out):
    there = own_copy('idle')
    lines = *ANN, 'v 1', 's amélie 字', 'h', '?', way_out
    ended = subprocess.run(
        [sys.executable, '-c', AT_IDLE, arguments, *lines], cwd=there, timeout=30, check=False,
        env={**os.environ, 'DISPLAY': display, 'HOME': str(there), 'PYTHONUTF8': '1'},
        capture_output=True)
    shell = ended.stdout.decode()
    assert ended.returncode == 0 and 'Traceback' not in shell + ended.stderr.decode()
    assert shell.count(VISIBLE) == 1
    for words in HELLO + 'ann', f'{VIEWED}Amélie (2001).', 'Amélie 字 (2002)', HISTORY, GOODBYE:
        assert words in shell
    assert f'> v 1\n{VIEWED}' in shell          # what is typed stands behind the prompt
    assert (there / 'views.csv').read_text(encoding='utf-8').splitlines()[1].startswith('ann,1,')


def test_a_whole_visit_works_with_the_streams_of_idle(visit, idle_streams, rows):
    shell = Shell(*ANN, 'v amélie', 'h', '?', 'q')
    stdin, stdout = idle_streams(shell)
    assert stdin.isatty() and stdout.isatty() and not hasattr(stdin, 'reconfigure')
    with pytest.raises(OSError):
        stdin.fileno()
    assert visit(stdin, stdout) == 0 and shell.lines == []
    for words in HELLO + 'ann', f'{VIEWED}Amélie (2001).', HISTORY, GOODBYE:
        assert words in shell.shown
    assert rows('views.csv')[0].startswith('ann,77,')
    assert rows('users.csv')[0].startswith('ann,$2b$04$')
    assert f'> v amélie\n{VIEWED}' in shell.shown     # with no empty line for the Enter key


def test_a_whole_visit_works_with_the_streams_of_thonny(folder, rows):
    (folder / 'films.csv').write_text(FILMS, encoding='utf-8')
    typed = '\n'.join(['%Run fakeflix.py', *ANN, 'v amélie', '?', 'q', '']).encode()
    ended = subprocess.run(
        [sys.executable, '-c', IN_THONNY, '--data', str(folder)], input=typed, cwd=TOP,
        env={**os.environ, 'PYTHONUTF8': '1'}, capture_output=True, timeout=30, check=False)
    assert (ended.returncode, ended.stderr) == (0, b'')
    shown = ended.stdout.decode().replace('\r\n', '\n')
    assert shown.count(VISIBLE) == 1
    for words in HELLO + 'ann', f'{VIEWED}Amélie (2001).', GOODBYE:
        assert words in shown
    assert rows('users.csv')[0].startswith('ann,$2b$04$')
    assert rows('views.csv')[0].startswith('ann,1,')


@pytest.mark.parametrize('where', ['IDLE', 'elsewhere'])
def test_where_a_password_is_visible_each_user_hears_so_once_and_before(
        visit, idle_streams, where):
    shell = Shell(*ANN, 'c', PASSWORD, '', 'o', 'l', 'ann', PASSWORD)
    stdin, stdout = idle_streams(shell)
    if where == 'elsewhere':                # a pipe, say: streams that are less than a file
        stdin, stdout = io.StringIO('\n'.join(shell.lines)), io.StringIO()
    assert visit(stdin, stdout) == 0
    shown = shell.shown or stdout.getvalue()
    ann, again = shown.split(GUEST)[1:]
    assert ann.count(VISIBLE) == again.count(VISIBLE) == 1
    assert ann.index('New password?') < ann.index(VISIBLE) < ann.index('The same again?')
    assert again.index('Your password?') < again.index(VISIBLE) < again.index(HELLO)


class Garbled(io.StringIO):
    """A stdin that finds bytes that are no text in the place of the line GARBLED."""

    def readline(self, *size):
        line = super().readline(*size)
        if line == 'GARBLED\n':
            raise UnicodeDecodeError('utf-8', b'\xff', 0, 1, 'invalid start byte')
        return line


def test_bytes_that_are_no_text_are_a_wrong_password_in_an_editor_too(visit):
    shown = io.StringIO()
    assert visit(Garbled('\n'.join([*ANN, 'o', 'l ann', 'GARBLED', 'q', ''])), shown) == 0
    assert WRONG in shown.getvalue() and shown.getvalue().endswith(GOODBYE)


@pytest.mark.parametrize('missing', [['stdin'], ['stdout'], ['stdin', 'stdout', 'stderr']])
def test_a_python_without_a_console_gets_an_answer(folder, monkeypatch, missing):
    for name in missing:                    # as pythonw.exe, which has none of the three
        monkeypatch.setattr(sys, name, None)
    assert fakeflix.main(['--data', str(folder)]) == 2 and os.listdir(folder) == []


@pytest.mark.parametrize('encoding, amelie', [
    ('ascii', 'Am?lie ?'), ('cp437', 'Amélie ?'), ('cp850', 'Amélie ?'), ('cp1252', 'Amélie ?'),
    ('gbk', 'Amélie 字'), ('utf-8', 'Amélie 字')])
def test_an_old_console_shows_what_it_can_and_a_question_mark_else(visit, folder, encoding, amelie):
    (folder / 'films.csv').write_text(FILMS, encoding='utf-8')
    search = 's amélie' if 'é' in amelie else 's amelie'
    typed = '\n'.join([*ANN, 'v 2', search, ''])
    stdin = io.TextIOWrapper(io.BytesIO(typed.encode(encoding)), encoding)
    stdout = io.TextIOWrapper(io.BytesIO(), encoding)
    assert visit(stdin, stdout) == 0
    screen = stdout.buffer.getvalue().decode(encoding)
    assert f'{VIEWED}{amelie} (2002)' in screen
    assert '1 to 2 of 2' in screen.rpartition(VIEWED)[2]


def test_an_accent_in_a_password_is_the_same_on_every_console(visit):
    for encoding, lines in (('cp437', ['r ann', PASSWORD + 'é', PASSWORD + 'é']),
                            ('cp1252', ['l ann', PASSWORD + 'é']),
                            ('utf-8', ['l ann', PASSWORD + 'e\u0301'])):
        typed = '\n'.join([*lines, '?', '']).encode(encoding)
        shown = io.StringIO()
        assert visit(io.TextIOWrapper(io.BytesIO(typed), encoding), shown) == 0
        assert HELLO + 'ann' in shown.getvalue()


@pytest.fixture
def console(monkeypatch):
    """console('nt', 80) is a window of Windows of so many columns; or of a 'posix' system."""
    def of(system, columns):
        def size():
            if isinstance(columns, int):
                return os.terminal_size((columns, 24))
            raise columns                   # no window, or a stream that is closed

        there = types.SimpleNamespace(name=system, get_terminal_size=size)
        monkeypatch.setattr(fakeflix, 'os', there)
    return of


@pytest.mark.parametrize('columns, width', [
    (0, 80), (1, 20), (19, 20), (20, 20), (39, 39), (40, 40), (79, 79), (80, 80), (300, 80),
    (OSError, 80), (ValueError, 80)])
def test_the_width_is_the_windows_between_20_and_80(console, columns, width):
    console('posix', columns)
    assert REAL_WIDTH() == width


@pytest.mark.parametrize('columns, width', [
    (120, 80), (81, 80), (80, 79), (40, 39), (1, 20), (0, 80), (OSError, 80)])
def test_on_windows_no_line_is_as_wide_as_its_window(console, columns, width):
    console('nt', columns)
    assert REAL_WIDTH() == width


@pytest.mark.parametrize('name', ['My Documents', "Zoë's films", 'Drive - 学校', '%TEMP% & $HOME'])
def test_it_saves_beside_the_program_whatever_the_folder_and_wherever_one_stands(
        folder, own_copy, name):
    there, elsewhere = own_copy(name), folder / 'elsewhere'
    elsewhere.mkdir()
    typed = '\n'.join([*ANN, 'v 1', 'l 1', 'q', '']).encode()
    ended = subprocess.run([sys.executable, str(there / 'fakeflix.py')], input=typed, timeout=30,
                           cwd=elsewhere, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b'') and os.listdir(elsewhere) == []
    assert {'users.csv', 'views.csv', 'likes.csv'} <= set(os.listdir(there))
