"""What the proofs share: data folders, visits of the real program, and what may be done to files.

    new_folder('ann')              a data folder in which ann has an account already
    visit(folder, 'l ann', ...)    a whole visit through a pipe; what was printed
    Visitor(folder)                a visit typed line by line, through pipes or at a terminal
    secret('...')                  a password to type: the last proof looks for it in every file
"""
import atexit
import contextlib
import math
import os
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

import bcrypt

if os.name != 'nt':
    import fcntl
    import termios

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'tests'))      # what the program says stands in conftest
import conftest

HERE = tempfile.mkdtemp(prefix='fakeflix-proofs-')
atexit.register(shutil.rmtree, HERE, True)
PASSWORDS = set()                   # all that were typed
FOLDERS = {HERE}                    # all that were used, with what is in them
FILES = {'users.csv': 'username,password_hash,registered_at',
         'views.csv': 'username,film_id,at,change', 'likes.csv': 'username,film_id,at,change'}
# Hashes of cost 12 take a quarter of a second each. Where a proof needs thousands of visits, the
# users it begins with have hashes of cost 4, and CHEAP makes the program's own as cheap.
CHEAP = 'f.BCRYPT_COST = 4'
# What runs in the background is begun with Ctrl-C ignored, and would hand that on.
AT_A_TERMINAL = ('import fcntl, os, signal, sys, termios; '
                 'fcntl.ioctl(0, termios.TIOCSCTTY, 0); signal.signal(2, signal.SIG_DFL); '
                 'os.execv(sys.executable, sys.argv[1:])')


class Skipped(Exception):
    """A proof cannot be tried here; the text says why."""


def secret(password: str) -> str:
    """The password, remembered, so that the last proof can look for it. Use few different ones."""
    PASSWORDS.add(password)
    return password


PASSWORD = secret(conftest.PASSWORD)
NEW = secret(conftest.OTHER)
IN = conftest.IN


def new_folder(*usernames: str, films: int = 0) -> str:
    """The path of a new data folder with these users, whose password is PASSWORD, and so many films
    called Film 1, Film 2 and so on; with 0 films the shipped catalogue is used."""
    folder = tempfile.mkdtemp(dir=HERE)
    if usernames:
        lines = [f'{name},{bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()},'
                 '2026-01-15T12:00:00.000000Z' for name in usernames]
        write(folder, 'users.csv', '\n'.join([FILES['users.csv'], *lines, '']))
    if films:
        lines = [f'{number},Film {number},2000,Drama' for number in range(1, films + 1)]
        write(folder, 'films.csv', '\n'.join(['film_id,title,year,genres', *lines, '']))
    return folder


def write(folder: str, name: str, text) -> None:
    """Put a text, or bytes, into a file of a data folder, in place of what was there."""
    with open(os.path.join(folder, name), 'wb') as file:
        file.write(text.encode() if isinstance(text, str) else text)


def read(folder: str, name: str) -> bytes:
    """What is in a file of a data folder; b'' if there is none."""
    with contextlib.suppress(FileNotFoundError), open(os.path.join(folder, name), 'rb') as file:
        return file.read()
    return b''


def rows(folder: str, name: str) -> list:
    """The rows of a file, [[field, ...], ...], which must have its header, whole lines and only
    good ones: so no row is garbled or torn."""
    header, *lines, last = read(folder, name).decode().split('\n') if read(folder, name) else [
        FILES[name], '']
    fields = [line.split(',') for line in lines]
    assert (header, last) == (FILES[name], ''), f'{name} begins with {header!r}, ends in {last!r}'
    for row in fields:
        good = r'\$2b\$\d\d\$.{53}' if name == 'users.csv' else r'[1-9]\d*'
        assert len(row) == header.count(',') + 1 and re.fullmatch(good, row[1]), f'{name}: {row}'
    return fields


def state(folder: str) -> dict:
    """{path: (inode, bytes)} of the plain files of a data folder, less the lock."""
    files = {}
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and not name.endswith('.lock'):
            files[path] = os.stat(path).st_ino, read(folder, name)
    return files


def only_added(before: dict, folder: str) -> None:
    """AssertionError if since state() said before a file went, was replaced, or lost a byte."""
    after = state(folder)
    for path, (inode, data) in before.items():
        name = os.path.basename(path)
        assert path in after, f'{name} has gone'
        assert after[path][1].startswith(data), f'{name}: what stood in it was changed'
        assert after[path][0] == inode, f'{name}: another file is in its place'


def command(folder: str, setup: str = '') -> list:
    """The command that runs the program. With setup, which is Python in which the program is f, it
    runs by way of that: for cheap hashes, or to make happen what else happens rarely."""
    begin = ['-c', f'import sys, fakeflix as f\n{setup}\nsys.exit(f.main())'] if setup else [
        os.path.join(TOP, 'fakeflix.py')]
    return [sys.executable, *begin, '--data', folder]


def environment(**extra: str) -> dict:
    """The variables of this process, less what changes Python, and these. What is printed comes at
    once, through pipes too, as it does at a terminal; Python writes no compiled files, so that
    whatever is written comes from the program; and the terminal cannot do much, so that it is the
    system which shows what is typed, and not the library for editing lines."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith('PYTHON')}
    return {**kept, 'TERM': 'dumb', 'PYTHONUNBUFFERED': '1', 'PYTHONDONTWRITEBYTECODE': '1',
            **extra}


def visit(folder: str, *lines: str, setup: str = '', variables: dict | None = None,
          watch: bool = True, arguments: tuple = ()) -> str:
    """What a whole visit through a pipe prints; it must end well and leave old bytes alone."""
    before = state(folder) if watch else {}
    ended = subprocess.run([*command(folder, setup), *arguments], cwd=TOP, check=False,
                           capture_output=True,
                           input='\n'.join([*lines, '']).encode(), timeout=60,
                           env=environment(**{'PYTHONIOENCODING': 'utf-8', **(variables or {})}))
    assert not ended.stderr, ended.stderr.decode(errors='replace')[-300:]
    assert ended.returncode == (1 if '--check' in arguments and b', line ' in ended.stdout else 0)
    only_added(before, folder)
    return ended.stdout.decode(errors='replace').replace('\r\n', '\n')


class Visitor:
    """The program, and somebody at its keyboard: pipes, or a terminal of its own."""
    def __init__(self, folder: str, setup: str = '', terminal: bool = False, columns: int = 80,
                 watch: bool = True, before: tuple = (), term: str = 'dumb') -> None:
        """Start it; before is put before the command; without watch, old bytes may change; term is
        the kind of the terminal: with another than dumb, lines can be edited."""
        if os.name == 'nt':
            raise Skipped('on Windows nobody can wait for what a pipe brings')
        self.folder, self.screen = folder, ''
        self.before = state(folder) if watch else {}
        run = [*before, *command(folder, setup)]
        if terminal:
            self.screen_end, self.console = os.openpty()
            self.resize(columns)
            self.keyboard, ends = self.screen_end, 3 * [self.console]
            run = [sys.executable, '-c', AT_A_TERMINAL, *run]
        else:
            keyboard, self.keyboard = os.pipe()
            self.screen_end, console = os.pipe()
            ends, self.console = [keyboard, console, console], None
        self.process = subprocess.Popen(run, cwd=TOP, start_new_session=True, stdin=ends[0],
                                        stdout=ends[1], stderr=ends[2],
                                        env=environment(TERM=term))
        atexit.register(self.process.kill)      # in case the proof fails before its end
        for end in () if terminal else ends[:2]:
            os.close(end)

    def resize(self, columns: int) -> None:
        """Make the window of the terminal so wide."""
        fcntl.ioctl(self.console, termios.TIOCSWINSZ, struct.pack('4H', 24, columns, 0, 0))

    def echoes(self) -> bool:
        """Does the terminal show what is typed?"""
        return bool(termios.tcgetattr(self.console)[3] & termios.ECHO)

    def look(self, seconds: float) -> bool:
        """Put what is printed next on the screen; False if nothing is for so long, or ever."""
        if not select.select([self.screen_end], [], [], seconds)[0]:
            return False
        with contextlib.suppress(OSError):      # a terminal that has gone
            printed = os.read(self.screen_end, 1 << 16)
            self.screen += printed.decode(errors='replace').replace('\r\n', '\n')
            return bool(printed)
        return False

    def wait(self, text: str = '> ', since: int = 0, seconds: float = 30) -> None:
        """Read on until the screen, from that place on, ends with a text: a prompt, say."""
        deadline = time.monotonic() + seconds
        while not self.screen[since:].endswith(text):
            assert time.monotonic() < deadline, f'no {text!r} after {self.screen[-300:]!r}'
            assert self.look(0.5) or self.process.poll() is None, f'ended: {self.screen[-300:]!r}'

    def send(self, *lines: str) -> None:
        """Type lines without waiting for anything."""
        data = ''.join(line + '\n' for line in lines).encode()
        while data:
            data = data[os.write(self.keyboard, data):]

    def type(self, *lines: str, seconds: float = 30) -> str:
        """Type lines, each at a prompt; what they bring, up to the next prompt."""
        if not self.screen:
            self.wait()
        start = len(self.screen)
        for line in lines:
            since = len(self.screen)
            self.send(line)
            self.wait(since=since, seconds=seconds)
        return self.screen[start:]

    def end(self, how: object = 'q\n', seconds: float = 30) -> int:
        """The exit status after keys are typed or a signal is sent; all is read, and old bytes are
        as they were. After SIGKILL the status is -9."""
        if isinstance(how, str):
            os.write(self.keyboard, how.encode())
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
        deadline = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < deadline:
            self.look(0.05)
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        status = self.process.wait()
        while self.look(0.01):
            pass
        self.echo_left_on = self.console is not None and self.echoes()
        for end in {self.keyboard, self.screen_end, self.console} - {None}:
            os.close(end)
        assert 'Traceback' not in self.screen, self.screen[-500:]
        only_added(self.before, self.folder)
        return status


def patience() -> float:
    """The seconds after which something hangs: 3, or more while the processors are overloaded."""
    load = os.getloadavg()[0] / os.cpu_count() if hasattr(os, 'getloadavg') else 1
    return 3 * max(1, load)


def said(folder: str, *lines: str, arguments: tuple = (), before: tuple = (),
         encoding: str = 'utf-8', **variables: str) -> tuple:
    """(exit status, what is printed) of a visit through a pipe, which may not hang, print an
    error or change an old byte; before stands in front of the command."""
    old = state(folder)
    seconds = math.ceil(patience())     # of processor, and of its own: other proofs run beside it
    limit = [] if os.name == 'nt' else ['sh', '-c', f'ulimit -t {seconds}; exec "$@"', 'sh']
    ended = subprocess.run(
        [*limit, *before, *command(folder), *arguments], cwd=TOP, check=False, capture_output=True,
        timeout=3 * patience(), input='\n'.join([*lines, '']).encode(errors='surrogateescape'),
        env=environment(**(variables or {'PYTHONIOENCODING': encoding})))
    killed = limit and ended.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
    assert not killed, f'it takes over {seconds} s of processor'
    assert not ended.stderr, ended.stderr.decode(errors='replace')[-300:]
    only_added(old, folder)
    return ended.returncode, ended.stdout.decode(encoding).replace(os.linesep, '\n')


def expect(right: bool, what: str, screen: str) -> None:
    """AssertionError, with what is not as it should be and the end of the screen, unless right."""
    assert right, f'{what}: ...{screen[-300:]!r}'


def flat(screen: str) -> str:
    """The screen as one line, so that a sentence is found wherever it was wrapped."""
    return ' '.join(screen.split())
