"""How it is started, and how it ends: whatever Python, link, option or folder it is started with,
without bcrypt, with a full disk for a screen, and with Ctrl-C at any moment."""
import io
import os
import re
import signal
import subprocess
import sys
import time

import pytest
from conftest import ANN, GOODBYE, HELLO, IN, TOP, VIEWED
from terminals import FILMS

import fakeflix

POSIX = pytest.mark.skipif(os.name == 'nt', reason='Windows has neither sh nor such signals')
FIRST_STATEMENT = 'import sys'              # the first line of fakeflix.py that does anything
TWICE = '''
import runpy, sys
for time in 1, 2:
    try:
        runpy.run_path('fakeflix.py', run_name='__main__')
    except SystemExit as end:
        print('status', end.code)
'''
FAULTY = {          # what may stand in the place of bcrypt: a module, and what is said of it
    'missing': ('raise ModuleNotFoundError("No module named bcrypt")', 'No module named bcrypt'),
    'of another computer': ('raise ImportError("DLL load failed while importing _bcrypt")',
                            'DLL load failed while importing _bcrypt'),
}


def run(folder, *arguments, typed=()):
    """fakeflix.py, ended, after lines were piped into it."""
    return subprocess.run(
        [sys.executable, 'fakeflix.py', '--data', str(folder), *arguments], check=False,
        input='\n'.join([*typed, '']), capture_output=True, encoding='utf-8',
        cwd=TOP, env={**os.environ, 'PYTHONIOENCODING': 'utf-8'})


def shell(folder, script, *typed):
    """A line of a shell, ended; in it $FAKEFLIX starts the program."""
    started = f'"{sys.executable}" fakeflix.py --data "{folder}"'
    return subprocess.run(['sh', '-c', script.replace('$FAKEFLIX', started)], cwd=TOP, check=False,
                          input='\n'.join([*typed, '']), capture_output=True, encoding='utf-8')


@pytest.fixture
def modules(folder, monkeypatch):
    """modules('bcrypt', '...') is a folder whose module bcrypt, of this text, is found first."""
    there = folder / 'modules'
    there.mkdir()
    monkeypatch.setenv('PYTHONPATH', str(there))
    return lambda name, text: (there / f'{name}.py').write_text(text, encoding='utf-8')


# bcrypt

@pytest.mark.parametrize('what', FAULTY)
def test_without_a_bcrypt_that_works_it_says_why_and_what_helps(folder, modules, what):
    text, reason = FAULTY[what]
    modules('bcrypt', text)
    ended = run(folder)
    assert (ended.returncode, ended.stdout) == (2, '')
    assert ended.stderr.count('\n') == 1 and 'Traceback' not in ended.stderr
    assert reason in ended.stderr
    commands = re.search(r'-m venv \.venv.*pip install -q?r requirements\.txt', ended.stderr)
    assert commands, ended.stderr


def test_the_files_can_be_checked_without_bcrypt(folder, modules):
    modules('bcrypt', FAULTY['missing'][0])
    assert run(folder, '--check').returncode == 0


# Options, folders and links

@pytest.mark.parametrize('options', [['--nonsense'], ['--data'], ['films.csv']], ids=' '.join)
def test_a_wrong_option_is_explained_and_starts_nothing(folder, options):
    ended = run(folder, *options, typed=['q'])
    assert (ended.returncode, ended.stdout) == (2, '')
    assert 'usage: fakeflix.py' in ended.stderr and 'Traceback' not in ended.stderr


def test_a_tilde_is_ones_home(folder, monkeypatch, capsys):
    for name in 'HOME', 'USERPROFILE':
        monkeypatch.setenv(name, str(folder))
    (folder / 'mine').mkdir()
    monkeypatch.setattr(sys, 'stdin', io.StringIO('\n'.join(ANN)))
    assert fakeflix.main(['--data', os.path.join('~', 'mine')]) == 0
    assert 'users.csv' in os.listdir(folder / 'mine')


@POSIX
def test_a_link_to_the_program_saves_beside_the_program(folder):
    there, desk = folder / 'there', folder / 'desk'
    there.mkdir()
    desk.mkdir()
    with open(os.path.join(TOP, 'fakeflix.py'), encoding='utf-8') as program:
        (there / 'fakeflix.py').write_text(program.read(), encoding='utf-8')
    (there / 'films.csv').write_text(FILMS, encoding='utf-8')
    (desk / 'films').symlink_to(there / 'fakeflix.py')
    ended = subprocess.run([sys.executable, 'films'], input='\n'.join([*ANN, 'v 1']), cwd=desk,
                           capture_output=True, encoding='utf-8', check=False)
    assert ended.returncode == 0 and VIEWED in ended.stdout
    assert os.listdir(desk) == ['films'] and 'views.csv' in os.listdir(there)


# Screens and keyboards that break

@POSIX
@pytest.mark.parametrize('script', ['$FAKEFLIX 0>>"{}/typed"', '$FAKEFLIX > /dev/full',
                                    '$FAKEFLIX --check > /dev/full'])
def test_an_error_nobody_thought_of_ends_in_a_sentence(folder, script):
    if '/dev/full' in script and not os.path.exists('/dev/full'):
        pytest.skip('this system has no /dev/full')
    ended = shell(folder, script.replace('{}', str(folder)), 'q')
    assert ended.returncode == 1
    assert re.fullmatch(r'FakeFlix has to end: [\w ]+\.\n', ended.stderr)


@POSIX
def test_an_error_nobody_thought_of_ends_well_without_stderr_too(folder):
    assert shell(folder, '$FAKEFLIX 0>>/dev/null 2>&-').returncode == 1


# More than once in one Python

def test_it_can_be_run_twice_in_one_python(folder):
    typed = '\n'.join([*ANN, 'q', *IN, 'v 1', 'q', ''])
    ended = subprocess.run([sys.executable, '-c', TWICE, '--data', str(folder)], cwd=TOP,
                           input=typed, capture_output=True, encoding='utf-8', check=False)
    assert ended.stdout.count('status 0') == 2 and ended.stderr == ''
    assert VIEWED in ended.stdout and ended.stdout.count(GOODBYE) == 2


class Keyboard(io.StringIO):
    """A stdin at which Ctrl-C is pressed after so many lines."""

    def readline(self, *size):
        line = super().readline(*size)
        if not line:
            signal.raise_signal(signal.SIGINT)
        return line


def status_of(*arguments):
    """What main() returns; it must not let a KeyboardInterrupt out, which would end the tests."""
    try:
        return fakeflix.main([*map(str, arguments)])
    except KeyboardInterrupt:
        return 'KeyboardInterrupt'


def test_after_ctrl_c_the_next_visit_and_what_comes_then_have_theirs(folder, monkeypatch, ctrl_c):
    for _ in 'twice':
        monkeypatch.setattr(sys, 'stdin', Keyboard('nonsense\n'))
        assert status_of('--data', folder) == 130
        assert signal.getsignal(signal.SIGINT) is ctrl_c


@pytest.mark.parametrize('keyboard', [Keyboard, io.StringIO], ids=['after Ctrl-C', 'after Ctrl-D'])
def test_ctrl_c_during_the_goodbye_shows_no_traceback(folder, monkeypatch, ctrl_c, keyboard):
    def impatient(text, **how):
        print(text, **how)
        if 'Goodbye' in text:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(fakeflix, 'print', impatient, raising=False)
    monkeypatch.setattr(sys, 'stdin', keyboard(''))
    monkeypatch.setattr(sys, 'stdout', io.StringIO())
    assert status_of('--data', folder) == 130
    assert sys.stdout.getvalue().endswith(GOODBYE)


def test_ctrl_c_twice_in_a_row_still_says_goodbye(folder, monkeypatch, ctrl_c):
    def too_late(text, **how):
        if 'Goodbye' in text:
            signal.raise_signal(signal.SIGINT)
        print(text, **how)

    monkeypatch.setattr(fakeflix, 'print', too_late, raising=False)
    monkeypatch.setattr(sys, 'stdin', Keyboard(''))
    monkeypatch.setattr(sys, 'stdout', io.StringIO())
    assert status_of('--data', folder) == 130
    assert sys.stdout.getvalue().endswith(GOODBYE)


def test_in_the_background_of_a_shell_where_ctrl_c_is_ignored_it_stays_ignored(folder, monkeypatch):
    seen = []

    def loop(session):
        seen.append(signal.getsignal(signal.SIGINT))
        raise EOFError

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        monkeypatch.setattr(fakeflix, 'main_loop', loop)
        assert status_of('--data', folder) == 0
    finally:
        signal.signal(signal.SIGINT, before)
    assert seen == [signal.SIG_IGN]


def test_ctrl_c_while_the_files_are_checked_shows_no_traceback(folder, monkeypatch, ctrl_c):
    monkeypatch.setattr(fakeflix, 'copies_in', lambda _: signal.raise_signal(signal.SIGINT))
    assert status_of('--data', folder, '--check') == 130


@pytest.mark.parametrize('end', ['q\n', '<Ctrl-C>', '<Ctrl-D>'])
def test_python_i_goes_on_with_its_own_ctrl_c_and_another_visit(terminal, end):
    at = terminal(command=['-i', 'fakeflix.py'])
    at.press(end)
    at.wait('>>> ', 0)
    assert 'default_int_handler' in at.type('signal.getsignal(2)', prompt='>>> ')
    at.type('main()')
    assert HELLO in at.type(*IN)
    at.type('q', prompt='>>> ')
    assert at.screen.count(GOODBYE) == 2
    assert 'KeyboardInterrupt' in at.type('while True: pass\n<Ctrl-C>', prompt='>>> ')


@pytest.fixture
def pythons_shell(terminal):
    """pythons_shell('import fakeflix') is Python's >>> at a terminal, after it has run that."""
    pytest.importorskip('readline', reason='this Python has no readline')
    return lambda code: terminal(command=['-i', '-c', code])


def test_in_pythons_shell_up_brings_its_own_lines_back_after_a_visit(pythons_shell):
    at = pythons_shell('import fakeflix, readline')
    at.type('6 * 7', prompt='>>> ')
    at.type('fakeflix.main()', *IN, 'v 1', 'o', *IN)
    at.type('q', prompt='>>> ')
    assert '42' in at.type('<Up><Up>', prompt='>>> ')
    at.type('6 * 8', prompt='>>> ')
    assert '48' in at.type('<Up>', prompt='>>> ')


def test_in_pythons_shell_up_brings_nothing_of_another_visit_back(pythons_shell):
    at = pythons_shell('import fakeflix, readline')
    at.type('fakeflix.main()', *IN, 'v 1')
    at.type('q', prompt='>>> ')
    at.type('fakeflix.main()')
    shown = at.press('<Up>') + at.press('<Up>') + at.press('<Up>')
    assert 'v 1' not in shown and 'ann' not in shown


def test_a_shell_that_comes_after_a_visit_begins_with_a_history_of_its_own(pythons_shell):
    at = pythons_shell('import fakeflix; fakeflix.main()')
    at.type(*IN, 'v 1')
    at.type('q', prompt='>>> ')
    assert 'v 1' not in at.press('<Up>')
    at.type('', '6 * 7', prompt='>>> ')
    assert '42' in at.type('<Up>', prompt='>>> ')


# Ctrl-C while it starts

@POSIX
@pytest.mark.parametrize('name', ['bisect', 'unicodedata', 'bcrypt'])
def test_ctrl_c_while_a_module_is_imported_shows_no_traceback(folder, modules, ctrl_c, name):
    modules(name, 'import os\nos.kill(os.getpid(), 2)\n')
    ended = run(folder)
    assert ended.returncode in (-2, 130) and ended.stderr == ''


def interrupted_after(seconds, folder):
    """(exit status, the errors) of the program that is interrupted so long after its start."""
    command = [sys.executable, 'fakeflix.py', '--data', str(folder)]
    with subprocess.Popen(command, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as child:
        time.sleep(seconds)
        child.send_signal(signal.SIGINT)
        _, errors = child.communicate(timeout=20)
    return child.returncode, errors.decode()


def is_pythons_own(errors):
    """Is a traceback of before the first statement, while Python started or compiled the file?"""
    with open(fakeflix.__file__, encoding='utf-8') as program:
        first = program.read().splitlines().index(FIRST_STATEMENT) + 1
    lines = re.findall(r'fakeflix\.py", line (\d+)', errors)
    return all(int(line) < first for line in lines)


@POSIX
def test_ctrl_c_at_any_moment_of_the_start_shows_no_traceback(folder, ctrl_c):
    ends = [interrupted_after(number * 0.004, folder) for number in range(40)]
    assert [errors for _, errors in ends if errors and not is_pythons_own(errors)] == []
    assert {status for status, errors in ends if not errors} <= {-2, 130}
