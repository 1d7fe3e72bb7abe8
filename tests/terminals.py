"""A pseudo-terminal for the program: what somebody at a keyboard types, and what is shown."""
import os
import re
import select
import signal
import subprocess
import sys
import time

from conftest import IN, OTHER, PASSWORD, TOP

if os.name != 'nt':
    import termios

QUICK = 'import fakeflix, sys; fakeflix.BCRYPT_COST = 4; sys.exit(fakeflix.main())'
FILMS = 'film_id,title,year,genres\n1,Amélie,2001,Comedy\n2,Amélie 字,2002,Comedy\n' + ''.join(
    f'{film_id},The Long and Winding Road {film_id},2000,Drama\n' for film_id in range(3, 30))
HIDDEN = {                  # the lines that lead to each prompt where what is typed is hidden
    'log in': ('l ann',), 'register': ('r bob',), 'register, again': ('r bob', OTHER),
    'old password': (*IN, 'c'), 'new password': (*IN, 'c', PASSWORD),
    'new password, again': (*IN, 'c', PASSWORD, OTHER)}
# What the first process in the terminal does before it becomes the program. Whatever is started
# in the background has Ctrl-C ignored, and would hand that on.
AT_A_TERMINAL = ('import fcntl, os, signal, sys, termios; '
                 'fcntl.ioctl(0, termios.TIOCSCTTY, 0); signal.signal(2, signal.SIG_DFL); '
                 'os.execvp(sys.argv[1], sys.argv[1:])')
# A shell that runs a command, and goes on when that has ended or was stopped by Ctrl-Z.
SHELL = 'set -m; "$@"; echo "the shell goes on: $?"; printf "$ "; read line'
KEYS = {'Up': '\x1b[A', 'Left': '\x1b[D', 'Right': '\x1b[C', 'Home': '\x1b[H', 'End': '\x1b[F',
        'Delete': '\x1b[3~', 'Backspace': '\x7f', 'Ctrl-C': '\x03', 'Ctrl-D': '\x04',
        'Ctrl-Z': '\x1a', 'Ctrl-\\': '\x1c'}
SURROUNDINGS = {'TERM': 'xterm', 'LC_ALL': 'C.UTF-8', 'INPUTRC': os.devnull,
                'PYTHON_BASIC_REPL': '1'}


def keys(text):
    """The bytes of the keys that a text names: keys('v 2<Left><Delete>1')."""
    names = r'<(' + '|'.join(map(re.escape, KEYS)) + ')>'
    return re.sub(names, lambda match: KEYS[match[1]], text).encode()


class Terminal:
    """A command in a terminal of its own: FakeFlix over a folder, if nothing else is said.

    Lines may have names of keys in them, like <Ctrl-C> and <Up>.
    """

    def __init__(self, folder, command=('-c', QUICK), shell=False, environment=SURROUNDINGS):
        self.keyboard, self.console = os.openpty()
        self.screen = ''
        run = [sys.executable, *command, '--data', str(folder)]
        if shell:
            run = ['sh', '-c', SHELL, 'sh', *run]
        ends = dict.fromkeys(('stdin', 'stdout', 'stderr'), self.console)
        home = {'HOME': str(folder)}
        self.child = subprocess.Popen(
            [sys.executable, '-c', AT_A_TERMINAL, *run], cwd=TOP, start_new_session=True,
            env={**os.environ, **SURROUNDINGS, **home, **environment}, **ends)
        self.wait()

    def read(self, seconds):
        """Put what is printed next on the screen; False if nothing is."""
        if not select.select([self.keyboard], [], [], seconds)[0]:
            return False
        text = os.read(self.keyboard, 65536).decode(errors='replace')
        self.screen += text.replace('\r\n', '\n')
        return True

    def wait(self, prompt='> ', since=None):
        """Read on until the screen ends with a prompt that was not there before."""
        if since is None:
            since = len(self.screen)
        deadline = time.monotonic() + 20
        while not self.screen[since:].endswith(prompt):
            assert time.monotonic() < deadline, self.screen
            assert self.read(0.5) or self.child.poll() is None, self.screen

    def press(self, text, seconds=0.2):
        """What is shown while keys are pressed, without Enter behind them."""
        self.read(0.15)                         # by then it waits for the keyboard
        since = len(self.screen)
        os.write(self.keyboard, keys(text))
        deadline = time.monotonic() + seconds
        while self.read(max(0, deadline - time.monotonic())):
            pass
        return self.screen[since:]

    def type(self, *lines, prompt='> '):
        """What these lines bring, up to the next prompt; '<Ctrl-C>' is a key of its own."""
        since = len(self.screen)
        for line in lines:
            before = len(self.screen)
            os.write(self.keyboard, keys(line + '\n'))
            self.wait(prompt, before)
        return self.screen[since:]

    def echoes(self):
        """Does the terminal itself show what is typed? (An editor does so in its place.)"""
        return bool(termios.tcgetattr(self.console)[3] & termios.ECHO)

    def end(self, how):
        """The exit status after keys were pressed, or a signal was sent."""
        self.read(0.15)                         # by then it waits for the keyboard
        if how.startswith('SIG'):
            os.kill(self.child.pid, getattr(signal, how))
        else:
            os.write(self.keyboard, keys(how))
        status = self.child.wait(20)
        while self.read(0.02):
            pass
        return status

    def close(self):
        """Whatever still runs ends."""
        self.child.kill()
        self.child.wait()
        os.close(self.keyboard)
        os.close(self.console)
