"""What the tests share: a data folder of their own, and play(), which makes a visit a sentence."""
import functools
import io
import os
import re
import signal
import sys

import pytest

collect_ignore = ['proofs', 'benchmarks']       # they are run by commands of their own
TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, TOP)
import fakeflix

REAL_WIDTH = fakeflix.window_width          # the fixture quick puts 80 in its place

PASSWORD = 'correct horse battery staple'
OTHER = 'eleven purple kettles dance'           # another good password
ANN = ('r', 'ann', PASSWORD, PASSWORD)          # the lines that register ann and log her in
IN = ('l ann', PASSWORD)                        # the lines that log her in again

# What the program says, as far as many tests look for it. Whoever changes one of these sentences
# in fakeflix.py changes it here too, and in the one test that is about it.
GUEST = 'r  Register'
HELLO = 'FAKEFLIX MENU: hello, '
REGISTERED = 'Saved: you are registered as '
VIEWED = 'Saved: you viewed '
LIKED = 'Saved: you like '
NO_LONGER = 'Saved: you no longer like '
NEW_PASSWORD = 'Saved: your password is changed.'
NOT_SAVED = 'NOT saved'
WRONG = 'Wrong username or password.'
NOT_ON_MENU = 'not on the menu'
GOES_BACK = '(Enter goes back)'
VISIBLE = 'will be visible'
TAKEN = 'username is taken'
DAMAGED = ' damaged line'
GOODBYE = '\nGoodbye.\n'
ALL_FILMS = 'All films: '
HISTORY = 'Your views and likes, newest first: '
RECOMMENDED = 'Recommended for you: '
TO_BEGIN = 'Films to begin with, '
NOT_VIEWED = 'Not viewed yet.'
NOT_LIKED = 'Not liked yet.'
YOU_LIKE = 'You like it.'
YOU_VIEWED = 'You viewed it '
WHICH_VIEW = 'View which film?'
WHICH_LIKE = 'Like which film?'
SEARCH_FOR = 'Search for what?'
MISSING = 'not in the catalogue'
SAVED = 'Saved: '
YOUR_VIEW = 'Saved: your view of '
THIS_MENU = 'Enter: this menu'
TO_MENU = 'Enter: menu'
TO_LIST = 'Enter: back to the list'
TO_NEXT = 'Enter: next page'
BACK_A_PAGE = 'p: back a page'
A_NUMBER = 'a number: that film'
VIEW_AGAIN = 'v: view again'
UNLIKE = 'l: unlike'
UNDO = 'u: undo view'
SEVERAL = 'nothing has been saved'
ALREADY = ' already; l on its page'
TAKEN_BACK = ' is taken back'
MORE_LIKE_THIS = 'More like this: '
MY_TASTE = 'My taste: '
YOUR_LAST = 'You viewed {} last. Next, perhaps: '
NO_TASTE = 'no taste to show'
FILM = 'Film: '
LIKES = 'Likes: '
UNREADABLE = ' cannot be read'
ONE_MOMENT = 'One moment'
GONE = '(no longer in the catalogue)'
NOT_SHOWN = '(not shown here)'
ALL_SEEN = 'You have viewed or liked every film'


def pytest_addoption(parser):
    """The option with which tests/test_table.py writes the testing table to a file."""
    parser.addoption('--testing-table', metavar='FILE',
                     help='write the testing table, with what the program printed, to this file')


# Two thousand visits begin with the shipped catalogue: it is read once for all of them.
SHIPPED = os.path.join(TOP, 'films.csv')
read_lines = fakeflix.film_lines_of
read_films = fakeflix.films_from_lines
folded_from_film = functools.cache(fakeflix.folded_from_film)


@functools.cache
def shipped_lines():
    return read_lines(SHIPPED)


@functools.cache
def shipped_films():
    return read_films(shipped_lines())


def film_lines_of(path):
    """What fakeflix.film_lines_of returns, quicker."""
    return shipped_lines() if path == SHIPPED else read_lines(path)


def films_from_lines(lines):
    """What fakeflix.films_from_lines returns, quicker."""
    return shipped_films() if lines is shipped_lines() else read_films(lines)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Cheap hashes, no waiting, all films and pages of 10 in a window of 80 columns, whatever the
    settings of the program and the terminal of the tests. Signals and umask must be as
    they were when a visit ends."""
    monkeypatch.setattr(fakeflix, 'PAGE', 10)
    monkeypatch.setattr(fakeflix, 'UP_TO', '')
    monkeypatch.setattr(fakeflix, 'BCRYPT_COST', 4)
    monkeypatch.setattr(fakeflix, 'FAILURE_WAIT', 0)
    monkeypatch.setattr(fakeflix, 'window_width', lambda: 80)
    monkeypatch.setattr(fakeflix, 'film_lines_of', film_lines_of)
    monkeypatch.setattr(fakeflix, 'films_from_lines', films_from_lines)
    monkeypatch.setattr(fakeflix, 'folded_from_film', folded_from_film)
    before = state_of_python()
    yield
    assert state_of_python() == before


def state_of_python():
    """What a visit has to leave as it was: how signals are handled, and the umask."""
    umask = os.umask(0o77)
    os.umask(umask)
    names = [name for name in ('SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGTSTP')
             if hasattr(signal, name)]
    return umask, [signal.getsignal(getattr(signal, name)) for name in names]


@pytest.fixture
def folder(tmp_path):
    """An empty data folder: the catalogue is the shipped one."""
    return tmp_path


@pytest.fixture
def play(folder, monkeypatch, capsys):
    """play('r', 'ann', ...) types these lines, then end of input, and returns what was printed.

    play.status is the exit status of the last visit, play.folder the data folder.
    """
    def visit(*lines, arguments=()):
        monkeypatch.setattr(sys, 'stdin', io.StringIO('\n'.join(lines) + '\n' if lines else ''))
        visit.status = fakeflix.main(['--data', str(folder), *arguments])
        printed = capsys.readouterr()
        assert 'Traceback' not in printed.out + printed.err
        visit.errors = printed.err
        return printed.out

    visit.folder = folder
    return visit


@pytest.fixture
def rows(folder):
    """rows('views.csv') is the lines of a file of the data folder, without its header."""
    def read(name):
        path = folder / name
        return path.read_text(encoding='utf-8').splitlines()[1:] if path.exists() else []
    return read


FEW = '''film_id,title,year,genres,rating,director,cast,minutes,fame,alt_title,synopsis
1,Alien,1979,Horror|Sci-Fi,18,Ridley Scott,"Sigourney Weaver, Ian Holm",117,90,Star Beast,A call.
2,Aliens,1986,Action|Sci-Fi,18,James Cameron,Sigourney Weaver,137,88,,Ripley goes back.
3,The Matrix,1999,Action|Sci-Fi,15,Lana Wachowski,Keanu Reeves,136,95,,A hacker wakes.
4,1917,2019,War|Drama,PG,Sam Mendes,,119,70,,Two soldiers carry a message.
5,Amélie,2001,Comedy|Romance,12,Jean-Pierre Jeunet,Audrey Tautou,122,60,,A waitress in Paris.
6,King Kong,1933,Horror,PG,,Fay Wray,100,,,An ape falls in love.
7,King Kong,2005,Adventure,12,Peter Jackson,Naomi Watts,187,,,An ape falls in love.
8,V for Vendetta,2005,Action,15,James McTeigue,Hugo Weaving,132,,,A man in a mask.
9,2,2007,Drama,,,,,,,
''' + ''.join(f'{162 - number},Robot {number:02},19{number:02},War,U,,,,,,Metal.\n'
               for number in range(1, 62))


@pytest.fixture
def few(folder):
    """A data folder with 70 films of its own: those of FEW."""
    (folder / 'films.csv').write_text(FEW, encoding='utf-8')
    return folder


@pytest.fixture
def answer(few, play):
    """answer('r', 'bob') is what the bob brings when a guest types an r and a bob."""
    return lambda *lines: play(*lines).split('> \n')[len(lines)]


@pytest.fixture
def ann(few, answer):
    """ann('b', '1') is what the 1 brings when ann, who has an account, types a b and a 1."""
    account = fakeflix.User('ann', fakeflix.hash_password(PASSWORD), '2026-01-15T12:00:00.000000Z')
    fakeflix.append_row(str(few / 'users.csv'), account)
    return lambda *lines: answer(*IN, *lines)


@pytest.fixture
def window(monkeypatch):
    """window(40) makes the window 40 columns wide."""
    def resize(width):
        monkeypatch.setattr(os, 'get_terminal_size', lambda *_: os.terminal_size((width, 24)))
        monkeypatch.setattr(fakeflix, 'window_width', REAL_WIDTH)
    return resize


def flat(screen):
    """The screen as if it had not been wrapped."""
    return ' '.join(screen.split())


def film_lines(screen):
    """The lines of a list that begin with the number of a film."""
    return [line for line in screen.splitlines() if re.match(r' *\d+  ', line)]


@pytest.fixture
def terminal(folder):
    """terminal() starts the program in a terminal of its own: see terminals.py. ann, whose
    password is PASSWORD, has an account there."""
    pytest.importorskip('termios', reason='Windows has no pseudo-terminals')
    from terminals import FILMS, Terminal
    (folder / 'films.csv').write_text(FILMS, encoding='utf-8')
    account = fakeflix.User('ann', fakeflix.hash_password(PASSWORD), '2026-01-15T12:00:00.000000Z')
    fakeflix.append_row(str(folder / 'users.csv'), account)
    opened = []

    def start(**how):
        opened.append(Terminal(folder, **how))
        return opened[-1]

    yield start
    for each in opened:
        each.close()
