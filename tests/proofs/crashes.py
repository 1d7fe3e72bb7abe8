"""P1 and P2: whenever the program is killed, what it said was saved is there, once and whole, and
at most the one action that it had not yet acknowledged is lost."""
import os
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter, namedtuple

from conftest import HELLO, SAVED, VIEWED
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
    new_folder,
    only_added,
    read,
    rows,
    state,
    visit,
    write,
)

Action = namedtuple('Action', 'lines file row')     # what is typed; where it is saved, and as what
Call = namedtuple('Call', 'name count text')        # the count-th system call of that name
SAVES = {                           # what is typed for one save of each kind
    'views.csv': (*IN, 'v 7'), 'likes.csv': (*IN, 'l 7'),
    'users.csv': ('r bob', PASSWORD, PASSWORD),
    'users.csv again': (*IN, 'c', PASSWORD, NEW, NEW)}


def actions_of(number: int, now: str, then: str) -> list:
    """What ann, whose password is now, does in a visit: she views and likes films that nobody has
    liked before, registers another name twice, and changes her password to then."""
    actions = []
    for film in range(6 * number + 1, 6 * number + 7):
        actions += [Action([f'v {film}'], 'views.csv', ['ann', str(film), '1']),
                    Action([f'l {film}'], 'likes.csv', ['ann', str(film), '1'])]
    actions.insert(6, Action(['c', now, then, then], 'users.csv', ['ann']))
    for place, name in (10, f'one{number}'), (4, f'two{number}'):
        password = then if place > 6 else now
        actions.insert(place, Action(['o', f'r {name}', PASSWORD, PASSWORD], 'users.csv', [name]))
        actions[place + 1].lines[:0] = ['o', 'l ann', password]
    return actions


def written(folder: str) -> dict:
    """{file: what its rows say, without the times and the hashes}."""
    return {name: [[row[0]] if name == 'users.csv' else [row[0], row[1], row[3]]
                   for row in rows(folder, name)] for name in FILES}


def with_actions(before: dict, actions: list) -> dict:
    """What the files say after these actions, if they said before what before is."""
    return {name: said + [action.row for action in actions if action.file == name]
            for name, said in before.items()}


def kill(folder: str, lines: list, seconds: float, saves: int) -> str:
    """What a visit shows that is killed so long after its first prompt, or, if saves is not 0, at
    once when it has acknowledged so many saves."""
    visitor = Visitor(folder, CHEAP)
    visitor.wait()
    visitor.send(*lines)
    deadline = time.monotonic() + (20 if saves else seconds)
    while time.monotonic() < deadline and not 0 < saves <= visitor.screen.count(SAVED):
        visitor.look(min(0.001, seconds))
    assert visitor.end(signal.SIGKILL) in (-signal.SIGKILL, 0)
    return visitor.screen


def restart(folder: str, password: str, said: dict) -> None:
    """Start the program as if nothing had happened: ann and whoever registered last can log in, and
    her history has exactly the rows of the files."""
    name = said['users.csv'][-1][0]
    screen = visit(folder, 'l ann', password, 'h', 'o', f'l {name}',
                   password if name == 'ann' else PASSWORD, 'q', setup=CHEAP)
    events = sum(row[0] == 'ann' for name in ('views.csv', 'likes.csv') for row in said[name])
    assert screen.count(HELLO) == 2, f'no login any more: {screen[-300:]}'
    assert not events or f' of {events}\n' in screen, f'not {events} rows: {screen[-900:]}'


def killed_at_random_moments(quick: bool) -> str:
    """Killed at random moments of visits that view, like, register and change passwords."""
    folder, chance = new_folder('ann', films=1500), random.Random()
    kills, acknowledged, more, password, other = 10 if quick else 200, 0, 0, PASSWORD, NEW
    for number in range(kills):
        before, actions = written(folder), actions_of(number, password, other)
        lines = ['l ann', password] + [line for action in actions for line in action.lines]
        screen = kill(folder, lines, chance.uniform(0, 0.15), number % 2 and chance.randint(1, 15))
        saves, said = screen.count(SAVED), written(folder)
        extra = said != with_actions(before, actions[:saves])
        assert not extra or said == with_actions(before, actions[:saves + 1]), (
            f'kill {number}: {saves} saves acknowledged, in the files are {said}')
        if said['users.csv'].count(['ann']) > before['users.csv'].count(['ann']):
            password, other = other, password
        restart(folder, password, said)
        acknowledged, more = acknowledged + saves, more + extra
    return (f'{kills} kills, 0 of {acknowledged} acknowledged rows lost, {more} whole rows not yet '
            f'acknowledged, {kills} restarts without repair')


def folder_to_save_in() -> str:
    """A data folder with an account, a log that is not empty, and another that does not exist."""
    folder = new_folder('ann', films=9)
    write(folder, 'views.csv', 'username,film_id,at,change\nann,3,2026-01-15T12:00:00Z,1\n')
    return folder


def traced(folder: str, lines: tuple, *options: str) -> tuple:
    """(what was printed, [Call]) of a visit through a pipe under strace."""
    if not shutil.which('strace'):
        raise Skipped('strace is missing')
    before = state(folder)
    with tempfile.TemporaryDirectory() as place:        # not kept: passwords are in the trace
        ended = subprocess.run(
            ['strace', '-o', os.path.join(place, 'trace'), '-s', '100', '-e',
             'trace=%file,%desc,umask', *options, *command(folder, CHEAP)], cwd=TOP, timeout=60,
            check=False, input='\n'.join(lines).encode(), capture_output=True,
            env=environment(PYTHONHASHSEED='0'))
        trace = read(place, 'trace').decode()
    if 'execve(' not in trace:
        raise Skipped(f'strace cannot trace here: {ended.stderr[:100]}')
    only_added(before, folder)
    return ended.stdout.decode(), calls_from(trace)


def calls_from(trace: str) -> list:
    """The Calls of a trace, in order."""
    calls, counts = [], Counter()
    for line in trace.splitlines():
        if match := re.match(r'(\w+)\(', line):
            counts[match[1]] += 1
            calls.append(Call(match[1], counts[match[1]], line))
    return calls


def the_save(calls: list) -> list:
    """Those Calls that begin with opening the lock and end with the acknowledgement."""
    texts = [call.text for call in calls]
    start = [place for place, text in enumerate(texts) if re.match('openat.*lock".*O_CREAT', text)]
    end = [place for place, text in enumerate(texts) if re.match('write.*' + SAVED, text)]
    assert start and end, 'no lock is opened, or nothing is said to be saved'
    return calls[start[0]:max(end[0], start[0]) + 1]


def check_after_kill(folder: str, save: str, before: dict, screen: str) -> bool:
    """Was the row written? It is there whole, or not at all and not acknowledged, and the program
    starts again and saves the next row behind it."""
    said, name = written(folder), save.split()[0]
    row = {'likes.csv': ['ann', '7', '1'], 'views.csv': ['ann', '7', '1'],
           'users.csv': ['bob'], 'users.csv again': ['ann']}[save]
    there = said != before
    assert not there or said == with_actions(before, [Action((), name, row)]), f'{save}: {said}'
    assert there or SAVED not in screen, f'{save}: acknowledged and lost'
    again = list(SAVES[save] if save != 'users.csv again' else IN)
    if there and name == 'users.csv':
        again = ['l bob', PASSWORD] if row == ['bob'] else ['l ann', NEW]
    ended = visit(folder, *again, 'l 7', 'v 8', 'q', setup=CHEAP)
    assert f'{VIEWED}Film 8' in ended and written(folder)[name][:len(said[name])] == \
        said[name], f'{save}: no restart: {ended[-300:]}'
    return there


def killed_at_every_system_call(quick: bool) -> str:
    """Killed at every system call of a view, a like, a registration and a password change."""
    outcomes = Counter()
    visit(new_folder(), 'q', setup=CHEAP)       # now Python need not compile it in the first trace
    for save, lines in list(SAVES.items())[:1 if quick else 4]:
        calls = the_save(traced(folder_to_save_in(), lines)[1])
        for call in calls[-8:] if quick else calls:
            folder = folder_to_save_in()
            before = written(folder)
            screen, last = traced(folder, lines, '-e',
                                  f'inject={call.name}:signal=KILL:when={call.count}')
            assert last[-1].name == call.name, f'{save}: killed at {last[-1]}, not at {call}'
            outcomes[check_after_kill(folder, save, before, screen)] += 1
    return (f'{outcomes.total()} kills, 0 wrong outcomes: the row {outcomes[True]} times whole, '
            f'{outcomes[False]} times not there and not acknowledged')


def check_order(save: str, calls: list, folder: str, before: dict) -> None:
    """AssertionError unless these calls are a save, done right, that added to a file of before."""
    texts = [call.text for call in calls]
    path = os.path.join(folder, save.split()[0])
    added = len(read(folder, save.split()[0])) - len(before.get(path, (0, b''))[1])

    def place(pattern: str) -> int:
        """Where among the calls the only one like this is."""
        found = [place for place, text in enumerate(texts) if re.match(pattern, text)]
        assert len(found) == 1, f'{save}: {len(found)} calls like {pattern}'
        return found[0]
    opened = place(rf'openat\(\w+, "{re.escape(path)}", O_(RDWR|WRONLY)')
    data, lock = (texts[at].split()[-1] for at in (opened, place(r'openat.*lock", .*O_CREAT')))
    order = [place(rf'fcntl\({lock}, F_(OFD_)?SETLKW?, .*F_WRLCK.* = 0'), opened,
             place(rf'write\({data}, .* = {added}$'), place(rf'f(data)?sync\({data}\) += 0')]
    ends = [[at for at, text in enumerate(texts) if re.match(rf'close\({file}\)', text)
             and at > order[-1]] for file in (data, lock)]
    assert all(ends), f'{save}: a file is still open when it is said to be saved'
    order += [ends[0][0], ends[1][-1], len(calls) - 1]
    assert order == sorted(order), f'{save}: the order is {[texts[at] for at in order]}'
    assert 'O_APPEND' in texts[opened] and not re.search('O_TRUNC|read.0,|write.[12],',
                                                         '\n'.join(texts[:-1])), texts


def the_order_of_a_save(quick: bool) -> str:
    """A save is: lock, one write, flush, unlock, and only then the acknowledgement."""
    for save, lines in SAVES.items():
        folder = folder_to_save_in()
        before = state(folder)
        calls = traced(folder, lines)[1]
        check_order(save, the_save(calls), folder, before)
        moved = [call for call in calls if re.match('(unlink|rename|.?truncate)', call.name)]
        assert not moved, f'{save}: {moved}'
    return f'{len(SAVES)} kinds of save'


def the_umask(quick: bool) -> str:
    """The umask is never changed, and new files may be written by whom the folder lets, less it."""
    calls = traced(folder_to_save_in(), (*IN, 'v 7', 'l 7', 'u', 'c', PASSWORD, NEW, NEW, 'o',
                                         'r bob', PASSWORD, PASSWORD, 'q'))[1]
    changed = [call.text for call in calls if call.name == 'umask']
    assert not changed and calls, f'it calls {changed}'
    modes = [(0o755, 0, 0o644), (0o777, 0, 0o666), (0o777, 0o27, 0o640), (0o770, 0, 0o660),
             (0o700, 0, 0o600), (0o755, 0o77, 0o600)]
    for folder_mode, umask, right in modes:
        folder = new_folder()
        os.chmod(folder, folder_mode)
        lines = f'r ann\n{PASSWORD}\n{PASSWORD}\nv 1\nl\n'
        subprocess.run(command(folder, CHEAP), cwd=TOP, input=lines.encode(), umask=umask,
                       stdout=subprocess.DEVNULL, env=environment(), check=True)
        found = {name: os.stat(os.path.join(folder, name)).st_mode & 0o777
                 for name in os.listdir(folder)}
        wanted = dict.fromkeys((*FILES, '.fakeflix.lock'), right)
        assert found == wanted, f'in a folder {folder_mode:o}, umask {umask:o}: {found}'
    return f'no call; {len(modes)} folders'


PROOFS = killed_at_random_moments, killed_at_every_system_call, the_order_of_a_save, the_umask
