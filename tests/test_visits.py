"""Visits of real processes: through a pipe, and every way out of a (pseudo-)terminal."""
import os
import struct
import subprocess
import sys

import pytest
from conftest import (
    ANN,
    GOODBYE,
    HELLO,
    HISTORY,
    IN,
    LIKED,
    OTHER,
    PASSWORD,
    TOP,
    VIEWED,
    VISIBLE,
    WRONG,
)
from terminals import FILMS, HIDDEN, QUICK

if os.name != 'nt':
    import fcntl
    import termios

# What it says there if a pipe is closed: this is no other error than many.
ON_WINDOWS = b'FakeFlix has to end: Invalid argument.\r\n'
NO_SH = pytest.mark.skipif(os.name == 'nt', reason='there is no sh on Windows')
OPEN = {                    # the lines that lead to some prompts where what is typed is shown
    'guest menu': (), 'name to register': ('r',), 'name to log in': ('l',), 'films menu': IN,
    'list': (*IN, 'b'), 'film': (*IN, '1'), 'search': (*IN, 's'), 'which film': (*IN, 'v')}
PLACES = {**HIDDEN, **OPEN}
WAYS = {'<Ctrl-C>': 130, '<Ctrl-D>': 0, 'SIGTERM': 143, 'SIGHUP': 129, 'SIGQUIT': 131}


def start(folder, *command, **streams):
    (folder / 'films.csv').write_text(FILMS, encoding='utf-8')
    return subprocess.Popen([sys.executable, *command, '--data', str(folder)], cwd=TOP, **streams)


def pipe(folder, typed, command=('-c', QUICK), encoding='utf-8'):
    """(status, what was printed, the errors), as bytes, of a visit into which bytes are piped."""
    variables = {**os.environ, 'PYTHONIOENCODING': encoding, 'LC_ALL': 'C'}
    with start(folder, *command, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
               stderr=subprocess.PIPE) as child:
        printed, errors = child.communicate(typed, timeout=30)
        return child.returncode, printed, errors


def lines(*typed):
    """Lines as bytes; what stands for a byte that is no text becomes that byte."""
    return '\n'.join([*typed, '']).encode(errors='surrogateescape')


def test_a_whole_visit_works_through_a_pipe(folder, rows):
    typed = lines(*ANN, 'v 1', 'l amelie', 'o', *IN, 'h', 'q')
    status, printed, errors = pipe(folder, typed, command=['fakeflix.py'])
    assert (status, errors) == (0, b'')
    for words in VIEWED, LIKED, HELLO + 'ann', HISTORY, 'Goodbye.':
        assert words.encode() in printed
    assert PASSWORD.encode() not in printed
    assert rows('users.csv')[0].startswith('ann,$2b$12$')
    assert len(rows('views.csv')) == len(rows('likes.csv')) == 1


@pytest.mark.parametrize('first', [b'', b'\xef\xbb\xbf'], ids=['no BOM', 'a BOM'])
@pytest.mark.parametrize('end', [b'\n', b'\r\n'], ids=['LF', 'CRLF'])
def test_a_piped_file_of_any_editor_works_with_its_password(folder, rows, first, end):
    typed = first + lines(*ANN, 'v 1', 'q').replace(b'\n', end)
    assert VIEWED.encode() in pipe(folder, typed)[1]
    assert rows('views.csv')[0].startswith('ann,1,')
    assert HELLO.encode() in pipe(folder, lines(*IN, 'q'))[1]


@pytest.mark.parametrize('options', [[], ['-u']], ids=['buffered', 'unbuffered'])
def test_a_pipe_that_is_read_turn_by_turn_brings_each_prompt_before_its_answer(folder, options):
    turns = [('l ann', 'FAKEFLIX'), (OTHER, VISIBLE), ('q', WRONG)]
    with start(folder, *options, '-c', QUICK, stdin=subprocess.PIPE,
               stdout=subprocess.PIPE) as child:
        for answer, question in turns:
            shown = b''
            while not shown.endswith(b'> '):
                shown += os.read(child.stdout.fileno(), 4096)
            assert question.encode() in shown
            child.stdin.write(lines(answer))
            child.stdin.flush()
        assert b'Goodbye.' in child.stdout.read()
    assert child.returncode == 0


@pytest.mark.parametrize('typed', [['q'], [*ANN, 'b', '', 'q'], ['nonsense'] * 5000],
                         ids=['at once', 'later', 'much later'])
def test_it_leaves_politely_when_nobody_reads_on(folder, typed):
    with start(folder, '-c', QUICK, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
               stderr=subprocess.PIPE) as child:
        child.stdout.readline()
        child.stdout.close()                    # as | head -1 does
        _, errors = child.communicate(lines(*typed), timeout=30)
    assert child.returncode >= 0
    assert errors in (b'', ON_WINDOWS)


def test_what_an_ascii_console_cannot_show_becomes_a_question_mark(folder):
    typed = lines(*ANN, '1', 's amélie', 'q')
    status, printed, errors = pipe(folder, typed, encoding='ascii')
    assert (status, errors) == (0, b'')
    assert b'Am?lie (2001)' in printed and printed.isascii()


@pytest.mark.parametrize('encoding, right, wrong', [
    ('ascii', 'é', 'è'), ('utf-8', '\udce9', '\udce8'), ('utf-8', '\0', '')],
    ids=['letters', 'bytes', 'a NUL'])
def test_what_cannot_be_read_never_stands_for_another_password(folder, encoding, right, wrong):
    pipe(folder, lines('r ann', PASSWORD + right, PASSWORD + right), encoding=encoding)
    _, printed, _ = pipe(folder, lines('l ann', PASSWORD + wrong), encoding=encoding)
    assert WRONG.encode() in printed and HELLO.encode() not in printed


@NO_SH
@pytest.mark.parametrize('closed', ['<&-', '>&-', '<&- >&-'])
def test_without_a_keyboard_or_a_screen_it_says_so(folder, closed):
    script = f'exec "{sys.executable}" fakeflix.py --data "{folder}" {closed}'
    ended = subprocess.run(['sh', '-c', script], cwd=TOP, stderr=subprocess.PIPE, check=False)
    assert ended.returncode == 2 and ended.stderr.count(b'\n') == 1
    assert os.listdir(folder) == []


@NO_SH
def test_nobody_who_closes_stderr_misses_anything(folder):
    script = f'exec "{sys.executable}" fakeflix.py --data "{folder}" 2>&-'
    ended = subprocess.run(['sh', '-c', script], cwd=TOP, input=lines(*ANN, 'v 1', 'q'),
                           stdout=subprocess.PIPE, check=False)
    assert ended.returncode == 0
    assert VIEWED.encode() in ended.stdout and ended.stdout.endswith(GOODBYE.encode())


def test_a_password_is_never_echoed(terminal, rows):
    at = terminal()
    at.type('r bob', OTHER, OTHER, 'o', 'l ann', 'wrong one', *IN, 'c', PASSWORD, OTHER, OTHER, '?')
    assert at.end('q\n') == 0
    assert WRONG in at.screen and HELLO + 'ann' in at.screen
    assert [row.split(',')[0] for row in rows('users.csv')] == ['ann', 'bob', 'ann']
    for secret in PASSWORD, OTHER, 'wrong one', VISIBLE:
        assert secret not in at.screen


def test_a_password_keeps_its_outer_spaces_at_a_terminal(terminal):
    at = terminal()
    at.type('r bob', f' {OTHER} ', f' {OTHER} ', 'o')
    assert WRONG in at.type('l bob', OTHER)
    assert HELLO in at.type('l bob', f' {OTHER} ')


def test_bytes_that_are_no_text_are_a_wrong_password_at_a_terminal(terminal):
    at = terminal()
    at.type('l ann')
    os.write(at.keyboard, b'\xff\xfe\n')
    at.wait()
    assert WRONG in at.screen and 'codec' not in at.screen


@pytest.mark.parametrize('place', PLACES)
def test_what_is_typed_is_shown_but_for_passwords_until_ctrl_c_ends_it(terminal, place):
    at = terminal()
    at.type(*PLACES[place])
    assert at.press('zebra') == ('' if place in HIDDEN else 'zebra')
    assert at.end('<Ctrl-C>') == 130 and at.echoes()
    assert at.screen.endswith(GOODBYE)


@pytest.mark.parametrize('how', WAYS)
@pytest.mark.parametrize('place', ['guest menu', 'list', 'new password, again'])
def test_every_way_out_is_polite_and_leaves_the_echo_on(terminal, folder, place, how):
    at = terminal()
    before = {path.name: path.read_bytes() for path in folder.glob('*.csv')}
    at.type(*PLACES[place])
    assert at.end(how) == WAYS[how] and at.echoes()
    assert 'Traceback' not in at.screen
    assert how.startswith('SIG') or at.screen.endswith(GOODBYE)
    assert before == {path.name: path.read_bytes() for path in folder.glob('*.csv')}


@pytest.mark.parametrize('columns', [300, 40, 20])
def test_lines_fit_the_window_also_after_it_was_resized(terminal, columns):
    at = terminal()
    at.type(*IN)
    fcntl.ioctl(at.console, termios.TIOCSWINSZ, struct.pack('4H', 24, columns, 0, 0))
    shown = at.type('b', '', '1', 'h', 'r', '', 'winding', '', 'c', '', '?')
    shown = shown.replace('\r\x1b[K\r> ', '> ').split('\n')      # the prompt is drawn anew
    assert min(columns, 80) - 12 < max(map(len, shown)) <= min(columns, 80)
    assert [line for line in shown if not line.isprintable()] == []
