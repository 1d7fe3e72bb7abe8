"""What is typed and what is printed: at every prompt, by every way out, on every console."""
import contextlib
import os
import random
import re
import signal
import struct
import subprocess
import tempfile
import time

from conftest import (
    ALL_FILMS,
    DAMAGED,
    HELLO,
    HISTORY,
    LIKED,
    MISSING,
    NOT_ON_MENU,
    RECOMMENDED,
    SEARCH_FOR,
    VIEWED,
)
from visitor import (
    CHEAP,
    FILES,
    IN,
    NEW,
    PASSWORD,
    TOP,
    Skipped,
    Visitor,
    command,
    environment,
    expect,
    flat,
    new_folder,
    only_added,
    patience,
    said,
    state,
    write,
)

try:
    import fcntl
    import termios
except ImportError:                 # Windows
    termios = None

HIDDEN = {'first password': ('r bob',), 'second password': ('r bob', NEW),
          'login password': ('l ann',), 'old password': (*IN, 'c'),
          'new password': (*IN, 'c', PASSWORD), 'new password again': (*IN, 'c', PASSWORD, NEW)}
PROMPTS = {**HIDDEN, 'guest menu': (), 'name to register': ('r',), 'name to log in': ('l',),
           'films menu': IN, 'list': (*IN, 'b'), 'film': (*IN, '1'), 'search': (*IN, 's'),
           'genre': (*IN, 's g'), 'view': (*IN, 'v'), 'several films': (*IN, 'l film')}
WAYS = {'Ctrl-C': ('\x03', 130), 'half a line and Ctrl-C': ('abc\x03', 130), 'Ctrl-D': ('\x04', 0),
        'SIGTERM': (signal.SIGTERM, 143), 'SIGHUP': (getattr(signal, 'SIGHUP', 0), 129),
        'hang-up': (None, None)}
# Pieces of what nobody should type or call a film: escape codes, control characters, right-to-left
# marks, other blanks, combining and joined characters, wide ones, long words; in the end what makes
# a line no UTF-8, and what is too long for any film.
PIECES = [b'\x1b[2J', b'\x1b]0;x\x07', b'\0', b'\x07', b'\x08\x08', b'\r', b'\x7f', b'\xc2\x9b31m',
          b'\xe2\x80\xae', b'\xe2\x80\x8f', b'\xd9\x85\xd8\xb1', b'"',
          b'\xe2\x80\xa8', b'\xc2\x85', b'\x0b\x0c', b'e\xcc\x81', b'\xf0\x9f\x91\xa9\xe2\x80\x8d',
          '東京物語'.encode(), '東'.encode() * 90, b'x' * 300, b'ab ' * 99, b' ', b"'", b'%s', b'{0}',
          b'=1+1', b'1', b'0', b'99999999999', b'-1', b'\xef\xbb\xbf', b'\xe3\x80\x80',
          b'\xed\xa0\x80', b'\xff\xfe', b'x' * 60_000]
REACHED = (HELLO, ALL_FILMS, HISTORY, RECOMMENDED, 'Film: ', VIEWED, LIKED, SEARCH_FOR, MISSING,
           NOT_ON_MENU, DAMAGED, 'My taste', 'That is not your password')
LETTERS = ['', '', '', 'b', 'b m', 's x', 's', 't', 'g', 'k', 'r', 'v', 'l', 'v 3', 'l 4', 'h', 'p',
           'u', 'c', *map(str, range(1, 41))]


def hang_up(visitor: Visitor) -> int:
    """The exit status after the window of a visitor is closed."""
    os.close(visitor.screen_end)
    try:
        return visitor.process.wait(1)
    finally:
        visitor.process.kill()
        os.close(visitor.console)


def left(folder: str, lines: tuple, how: object, hidden: bool, term: str) -> tuple:
    """(exit status, seconds, whether the echo is on) when somebody leaves after typing lines;
    AssertionError if a traceback is printed, or anything of what was typed hidden."""
    errors = folder + '.errors'     # as a window that is closed shows none
    visitor = Visitor(folder, '' if how else f'sys.stderr = open({errors!r}, "w")', terminal=True,
                      term=term)
    visitor.type(*lines)
    visitor.look(0.1)               # by then it waits for the keyboard
    if term == 'dumb':              # elsewhere readline shows what is typed
        assert visitor.echoes() != hidden, 'the echo is on at a password, or off elsewhere'
    start, since = time.monotonic(), len(visitor.screen)
    status = visitor.end(how) if how else hang_up(visitor)
    seconds, printed = time.monotonic() - start, visitor.screen[since:]
    if not how:
        with open(errors) as file:
            printed = file.read()
    typed = '' if hidden else '(abc)?'
    assert re.fullmatch(typed + r'(\^[CD])*\s*(Goodbye\.\s*)?', printed), f'it prints {printed!r}'
    return status, seconds, not how or visitor.echo_left_on


def ways_out(quick: bool, term: str = 'dumb') -> str:
    """Every way out of every prompt takes under a second, turns the echo on, and saves nothing."""
    need_terminal()
    cases = [(prompt, way) for prompt in PROMPTS for way in WAYS][::7 if quick else 1]
    folder, wrong = new_folder('ann', films=20), {}
    for prompt, way in cases:
        before = state(folder)
        how, right = WAYS[way]
        try:
            status, seconds, echo = left(folder, PROMPTS[prompt], how, prompt in HIDDEN, term)
            assert status == right or how is None and status in (1, 129), f'status {status}'
            assert seconds < patience() / 3 and echo, f'{seconds:.1f} s, echo {echo}'
            assert state(folder) == before, 'files were changed'
        except (AssertionError, subprocess.TimeoutExpired) as error:
            wrong[f'{way} at {prompt}'] = str(error)
    assert not wrong, f'{len(wrong)} of {len(cases)}: {", ".join(wrong)}: {wrong}'
    return f'{len(cases)} ends at {len({prompt for prompt, way in cases})} prompts'


def edited_ways_out(quick: bool) -> str:
    """So it is in a terminal in which lines can be edited."""
    return ways_out(quick, 'xterm')


def edited_lines(quick: bool) -> str:
    """Where lines can be edited nothing else is printed, and Up brings no password back."""
    need_terminal()
    typed = ['r bob', PASSWORD, PASSWORD, 's film 1', 'v 7', 'l', 'h', '', 'b', 'c', PASSWORD, NEW,
             NEW, 'o', 'l ann', PASSWORD]
    screens = {}
    for term in ('dumb', 'xterm'):
        visitor = Visitor(new_folder('ann', films=20), CHEAP, terminal=True, term=term)
        for line in typed:
            visitor.type(line)
        visitor.type('t')
        start = len(visitor.screen)
        os.write(visitor.keyboard, b'\x1b[A' * 9)
        visitor.look(0.3)
        while visitor.look(0.1):
            pass
        brought = visitor.screen[start:]
        visitor.screen = visitor.screen[:start]
        if term == 'xterm':
            wrong = [line for line in typed if len(line) > 2 and line in brought]
            expect('t' in brought and not wrong, f'Up brings {wrong}', brought)
        status = visitor.end('\x03')
        assert status == 130 and visitor.echo_left_on, (status, visitor.echo_left_on)
        screens[term] = re.sub(r'\d\d:\d\d', '', visitor.screen[:start]).split('\n')
    escapes = set(re.findall('\x1b[^a-zA-Z]*[a-zA-Z]', '\n'.join(screens['xterm'])))
    assert not escapes, f'it prints {escapes}'
    different = [pair for pair in zip(*screens.values()) if pair[0] != pair[1]]
    assert not different and len(set(map(len, screens.values()))) == 1, different[:3]
    assert PASSWORD not in '\n'.join(screens['xterm']), 'a password is shown'
    return f'{len(typed)} lines'


def need_terminal() -> None:
    """Skipped where there are no pseudo-terminals."""
    if not termios:
        raise Skipped('Windows has no pseudo-terminals')


def hostile_folder() -> str:
    """A data folder in which 40 films, and rows of the other files, are called the worst names."""
    folder, chance = new_folder('ann'), random.Random(5)

    def worst(last=-1):
        pieces = chance.choices(PIECES[:last], k=chance.randrange(1, 9))
        return b''.join(pieces).replace(b'"', b'').replace(b'\r', b'') + b'.'
    films = [b'film_id,title,year,genres,rating,director,minutes,alt_title,synopsis']
    for number in range(1, 41):
        film_id = number if number < 38 else number * 9_999_999
        texts = tuple(worst((-1, -3)[number % 2]) for _ in range(6))
        films.append(b'%d,%s,2000,%s|Drama,%s,%s,90,%s,%s' % (film_id, *texts))
    write(folder, 'films.csv', b'\n'.join(films))
    with open(os.path.join(folder, 'users.csv'), 'ab') as file:
        file.write(b''.join(worst() + b',hash,2026Z\n' for _ in range(9)))
    for name in 'views.csv', 'likes.csv':
        rows = [b'ann,%d,9999-99-99T99:99:99Z,1\n%s,1,2,3\n' % (number, worst())
                for number in (1, 2, 3, 77)]
        write(folder, name, FILES[name].encode() + b'\n' + b''.join(rows))
    return folder


def worst_lines(chance: random.Random) -> list:
    """200 lines to type, as bytes: the worst pieces, menu letters, and both together. They go in
    now and then, and out seldom; nothing but letters of the menus can end the visit."""
    login = [line.encode() for line in ('', '', '', 'o', '', '', 'l ann', '\x1b', *IN)]
    lines = [b'l ann', b'\0', *login[-2:]]
    while len(lines) < 200:
        junk = b'.' + b''.join(chance.choices(PIECES, k=chance.randrange(1, 5)))
        letter = chance.choice(LETTERS).encode()
        lines += chance.choice(([junk], [letter], [letter], [letter], [letter[:1] + b' ' + junk]))
        lines += login if chance.random() < 0.02 else []
    return lines[:200]


def printed(folder: str, data: bytes, columns: int, *arguments: str) -> list:
    """The lines printed in a window so wide when data is typed. It comes from a file, so that the
    terminal shows none of it."""
    before = state(folder)
    with tempfile.TemporaryFile() as keyboard, tempfile.TemporaryFile() as errors:
        keyboard.write(data)
        keyboard.seek(0)
        screen, console = os.openpty()
        fcntl.ioctl(console, termios.TIOCSWINSZ, struct.pack('4H', 24, columns, 0, 0))
        process = subprocess.Popen([*command(folder), *arguments], cwd=TOP, stdin=keyboard,
                                   stdout=console, stderr=errors,
                                   env=environment(PYTHONIOENCODING='utf-8'))
        os.close(console)
        output = read_all(screen)
        assert process.wait(60) == (1 if arguments else 0), output[-300:]
        errors.seek(0)
        assert not (message := errors.read()), message[-300:]
    only_added(before, folder)
    return output.decode().replace('\r\n', '\n').split('\n')


def read_all(screen: int) -> bytes:
    """All that is printed at the other end of a terminal, which is then closed."""
    output = b''
    with contextlib.suppress(OSError):          # the other end has gone
        while block := os.read(screen, 1 << 16):
            output += block
    os.close(screen)
    return output


def fit(lines: list, columns: int) -> None:
    """AssertionError unless each line is printable, and no wider, a character being a column."""
    for line in lines:
        assert line.isprintable(), f'it prints {line!r}'
        assert len(line) <= columns, f'{len(line)} of {columns} columns: {line!r}'


def noise(quick: bool) -> str:
    """Whatever is typed and films are called: no traceback, no control codes, no line too wide."""
    need_terminal()
    visits, folder, seen = 3 if quick else 51, hostile_folder(), ''
    for number in range(visits):
        columns = (80, 40, 20)[number % 3]
        typed = worst_lines(random.Random(number))
        lines = printed(folder, b'\n'.join(typed) + b'\n', columns)
        assert lines.count('> ') == len(typed) + 1, 'it left early, or did not ask again'
        found = printed(folder, b'', columns, '--check')
        assert 'films.csv, line ' not in ''.join(found), 'not all the films are used'
        assert '40 films, ' in ''.join(found), 'not all the films are there'
        fit(lines, columns)
        fit(found, 500)             # who looks for a line of them does not want it wrapped
        seen += flat('\n'.join(lines))
    for words in REACHED:
        assert words in seen, f'{words!r} was never reached'
    return f'{visits * 200} lines in {visits} visits'


def consoles(quick: bool) -> str:
    """On consoles that show few characters the others become ?, and nothing else happens."""
    plain = {'LC_ALL': 'C', 'PYTHONUTF8': '0', 'PYTHONCOERCECLOCALE': '0'}
    for encoding, variables, title in (('ascii', {}, 'Am?lie ?'), ('cp1252', {}, 'Amélie ?'),
                                       ('cp437', {}, 'Amélie ?'), ('ascii', plain, 'Am?lie ?'),
                                       ('utf-8', {}, 'Amélie 東')):
        folder = new_folder('ann')
        write(folder, 'films.csv', 'film_id,title,year,genres\n1,Amélie 東,2001,Comedy\n'
              '2,\x1bŽižek,,\n')
        status, screen = said(folder, 'é', *IN, '1', 'b', 's amélie', 'v Žižek', 'l 1', 'h', 'r',
                              encoding=encoding, **variables)
        expect(status == 0 and f'Film: 1  {title} (2001)' in screen, encoding, screen)
        status, screen = said(folder, arguments=('--check',), encoding=encoding, **variables)
        expect(status == 1 and 'films.csv, line 3' in flat(screen), encoding, screen)
    return '5 consoles'


def head(quick: bool) -> str:
    """Where nobody reads on, as behind | head -1, it ends without a word."""
    folder = new_folder('ann')
    write(folder, 'views.csv', 'nonsense\n' * 9999)
    before = state(folder)
    for arguments in ['--check'], []:
        for lines in (['q'], [*IN, 'b', '', 'v 1', 'q'], ['nonsense'] * 5000):
            with subprocess.Popen([*command(folder), *arguments], cwd=TOP, env=environment(),
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE) as process:
                process.stdout.readline()
                process.stdout.close()
                errors = process.communicate('\n'.join(lines).encode(), timeout=30)[1]
            assert not errors and process.returncode >= 0, errors.decode()[-300:]
    only_added(before, folder)
    return '6 visits'


PROOFS = ways_out, edited_ways_out, edited_lines, noise, consoles, head
