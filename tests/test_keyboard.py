"""At the keyboard of a (pseudo-)terminal: keys that must do nothing where a password is hidden,
and the keys of an editor of lines where it is not."""
import io
import os
import subprocess
import sys
import types

import pytest
from conftest import ANN, GOODBYE, GUEST, HELLO, IN, LIKED, OTHER, PASSWORD, TOP, VIEWED
from terminals import FILMS, HIDDEN

import fakeflix

TYPED_THERE = {'log in': PASSWORD, 'old password': PASSWORD}       # OTHER at the other prompts
STOPPED, ENDED = 'the shell goes on: 148', 'the shell goes on: 131'      # 128 + the signal
# What tells, when the visit is over, whether there is an editor of lines.
AND_READLINE = '''
import fakeflix, sys
fakeflix.BCRYPT_COST = 4
fakeflix.main()
print('readline:', 'readline' in sys.modules)
'''
# A readline that tells what it is told, and does nothing. (What the real one does by itself is
# different in each of its versions.)
RECORDER = '''
def parse_and_bind(text):
    print('the editor is told:', text)

def nothing(*what):
    pass

add_history = clear_history = set_auto_history = nothing
'''


@pytest.fixture
def editor(terminal):
    """A terminal in which ann is logged in, so that the editor of lines is there."""
    pytest.importorskip('readline', reason='this Python has no readline')
    at = terminal()
    at.type(*IN)
    return at


@pytest.mark.parametrize('place', HIDDEN)
def test_ctrl_z_does_nothing_where_a_password_is_hidden(terminal, place):
    at = terminal(shell=True)
    at.type(*HIDDEN[place])
    assert at.press('<Ctrl-Z>') == '' and not at.echoes()
    shown = at.type(TYPED_THERE.get(place, OTHER))
    assert 'the shell goes on' not in at.screen
    assert not any(sentence in shown for sentence in ('Wrong', 'not your password', 'not the same'))


def test_ctrl_z_stops_the_program_as_ever_where_nothing_is_hidden(terminal):
    at = terminal(shell=True)
    at.type(*IN)
    at.type('<Ctrl-Z>', prompt='$ ')
    assert STOPPED in at.screen


@pytest.mark.parametrize('place', HIDDEN)
def test_ctrl_backslash_leaves_the_shell_with_its_echo(terminal, place):
    at = terminal(shell=True)
    at.type(*HIDDEN[place])
    at.type('<Ctrl-\\>', prompt='$ ')
    assert ENDED in at.screen and at.echoes()
    assert at.press('zebra') == 'zebra'


@pytest.mark.parametrize('typed, meant', [
    ('v 2<Left><Delete>1', 'v 1'), ('2<Left>v <Right><Backspace>1', 'v 1'),
    (' 1<Home>v', 'v 1'), ('1<Home>v <End><Backspace>1', 'v 1'),
    ('v amélieé<Backspace>', 'v 1'), ('v amélie 字<Backspace><Backspace>', 'v 1'),
    ('v amé<Backspace>élie', 'v 1'), ('v 字<Left><Delete>amélie', 'v 1')])
def test_the_keys_of_an_editor_work_at_a_prompt(editor, rows, typed, meant):
    assert f'{VIEWED}Amélie (2001)' in editor.type(typed)
    assert len(rows('views.csv')) == 1, f'it means {meant}'


def test_up_brings_the_last_line_back(editor, rows):
    editor.type('v 1', 'l 2', '<Up><Up>')
    assert [row.split(',')[1] for row in rows('views.csv')] == ['1', '1']
    assert [row.split(',')[1] for row in rows('likes.csv')] == ['2']


def test_up_brings_only_lines_of_the_films_menu_back(editor):
    editor.type('v 1', 's', 'winding', 'c', PASSWORD, OTHER, OTHER)
    assert editor.press('<Up>') == 'c'
    assert editor.press('<Up>').endswith('s')
    assert editor.press('<Up>').endswith('v 1')
    assert editor.press('<Up>').strip('\a') == ''


def test_up_brings_nothing_of_the_one_before_back(editor):
    editor.type('v 1', 'o', 'nothing', 'r bob', OTHER, OTHER, 's winding')
    assert editor.press('<Up>') == 's winding'
    assert editor.press('<Up>').strip('\a') == ''


def test_up_brings_nothing_of_the_last_visit_in_one_python_back(terminal):
    pytest.importorskip('readline', reason='this Python has no readline')
    at = terminal(command=['-c', 'import fakeflix; fakeflix.main(); fakeflix.main()'])
    at.type(*IN, 'v 1', 'q', *IN)
    assert at.press('<Up>').strip('\a') == ''


def test_after_log_out_up_brings_nothing_back(editor):
    editor.type('v 1', 'o')
    assert editor.press('<Up>') == ''


def test_a_paste_of_two_lines_is_two_lines(editor):
    editor.type('v 1\nl 2')
    if LIKED not in editor.screen:
        editor.wait()
    assert f'{VIEWED}Amélie (2001)' in editor.screen and f'{LIKED}Amélie 字' in editor.screen


@pytest.mark.parametrize('name', ['xterm', 'xterm-256color', 'vt100', 'linux', 'screen'])
def test_no_escape_code_is_printed_before_one_types(terminal, name):
    at = terminal(environment={'TERM': name})
    at.type(*IN, 'v 1', 'c', PASSWORD, '', 'o', *IN)
    at.end('q\n')
    assert '\x1b' not in at.screen and at.screen.endswith(GOODBYE)


def test_nor_by_an_editor_that_prints_them_if_nobody_forbids_it(terminal, folder):
    (folder / 'readline.py').write_text(RECORDER)
    at = terminal(environment={'PYTHONPATH': str(folder)})
    shown = at.type(*IN)
    for option in 'enable-bracketed-paste', 'enable-meta-key':
        assert f'the editor is told: set {option} off' in shown


@pytest.mark.parametrize('name', ['dumb', ''])
def test_on_a_plain_terminal_nothing_edits_what_is_typed(terminal, name):
    at = terminal(command=['-c', AND_READLINE], environment={'TERM': name})
    at.type(*IN, 'v 1')
    assert at.echoes()
    at.end('q\n')
    assert 'readline: False' in at.screen and VIEWED in at.screen


def test_the_first_prompt_does_not_wait_for_the_editor(terminal):
    at = terminal(command=['-c', AND_READLINE])
    at.end('<Ctrl-D>')
    assert GUEST in at.screen and 'readline: False' in at.screen


def test_through_a_pipe_nothing_edits_what_is_typed(folder):
    (folder / 'films.csv').write_text(FILMS, encoding='utf-8')
    ended = subprocess.run(
        [sys.executable, '-c', AND_READLINE, '--data', str(folder)], cwd=TOP, check=False,
        env={**os.environ, 'TERM': 'xterm'}, input='\n'.join([*ANN, 'v 1', 'q', '']).encode(),
        stdout=subprocess.PIPE)
    assert VIEWED.encode() in ended.stdout and b'readline: False' in ended.stdout


class Screen(io.StringIO):
    """A stream that says it is a terminal, as IDLE's do."""

    def isatty(self):
        return True


def test_in_idle_nothing_edits_what_is_typed(folder, monkeypatch):
    monkeypatch.setenv('TERM', 'xterm')
    shells = types.SimpleNamespace(set_auto_history=bool)       # any other use is an error
    monkeypatch.setitem(sys.modules, 'readline', shells)
    monkeypatch.setattr(sys, 'stdin', Screen('\n'.join([*ANN, '?', ''])))
    monkeypatch.setattr(sys, 'stdout', Screen())
    assert fakeflix.main(['--data', str(folder)]) == 0
    assert HELLO in sys.stdout.getvalue()


def test_it_has_the_editor_also_as_one_starts_it(terminal):
    pytest.importorskip('readline', reason='this Python has no readline')
    at = terminal(command=['fakeflix.py'])
    at.type(*IN)
    assert VIEWED in at.type('v 2<Left><Delete>1')
