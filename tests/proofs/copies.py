"""P4: several copies of the program at once never lose or mix rows, and a name has one owner."""
import contextlib
import os
import random
import re
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from conftest import (
    LIKED,
    NEW_PASSWORD,
    NO_LONGER,
    NOT_SAVED,
    NOT_VIEWED,
    REGISTERED,
    SAVED,
    VIEWED,
    WRONG,
    YOU_LIKE,
    YOUR_VIEW,
)
from visitor import (
    CHEAP,
    FILES,
    NEW,
    PASSWORD,
    Visitor,
    expect,
    new_folder,
    read,
    rows,
    visit,
    write,
)

if os.name != 'nt':
    import fcntl

# Where a drive grants locks that do nothing; all have looked for the name before one is written.
NO_LOCKS = CHEAP + '''
import os, time
append_row = f.append_row
f.fcntl.lockf = lambda *arguments: None
f.append_row = lambda *row: [time.sleep(0.3), append_row(*row)]
f.now = lambda: '2026-01-15T12:00:00.%06dZ' % os.getpid()'''
# Not every clock tells microseconds apart, and what can happen at one time will.
ONE_TIME = CHEAP + "; f.now = lambda: '2026-01-15T12:00:00.000000Z'"
FREEZE = '''
import os, signal
fsync = os.fsync
os.fsync = lambda file: [fsync(file), os.kill(os.getpid(), signal.SIGSTOP)]'''
KINDS = (VIEWED + r'Film (\d+)', YOUR_VIEW + r'Film (\d+)', LIKED + r'Film (\d+)',
         NO_LONGER + r'Film (\d+)', REGISTERED + r'([\w-]+)\.')


def mixed_actions(copy: int, actions: int) -> list:
    """What a copy is typed: a view, its taking back, a like and its taking back, of a film of its
    own or, every fifth time, of film 1; every 20th action somebody registers instead."""
    log_in = [f'l user{copy % 3}', PASSWORD]        # so each user is logged in at two copies
    lines = list(log_in)
    for turn in range(actions):
        film = turn // 4 * 6 + copy + 2 if turn // 4 % 5 else 1
        if turn % 20 == 19:
            lines += ['o', f'r new{copy}-{turn}', PASSWORD, PASSWORD, 'o', *log_in]
        else:
            lines.append((f'v {film}', 'u', f'l {film}', 'l')[turn % 4])
    return lines + ['q']


def many_copies_at_once(quick: bool) -> str:
    """Copies that save mixed actions at once lose and mix nothing."""
    copies, actions = (3, 40) if quick else (6, 200)
    folder = new_folder('user0', 'user1', 'user2', films=2 + 6 * actions)
    with ThreadPoolExecutor(copies) as threads:
        screens = list(threads.map(
            lambda copy: visit(folder, *mixed_actions(copy, actions), setup=CHEAP), range(copies)))
    told = Counter((f'user{copy % 3}' if kind < 4 else name, name if kind < 4 else '', kind)
                   for copy, screen in enumerate(screens) for kind, pattern in enumerate(KINDS)
                   for name in re.findall(pattern, screen))
    found = Counter((row[0], '', 4) for row in rows(folder, 'users.csv')[3:])
    for name, first in ('views.csv', 0), ('likes.csv', 2):
        found.update((row[0], row[1], first + (row[3] == '-1')) for row in rows(folder, name))
    assert found == told, f'not acknowledged {found - told}, acknowledged and lost {told - found}'
    assert found.total() > copies * actions * 0.8, f'only {found.total()} were saved'
    assert ', line ' not in visit(folder, arguments=('--check',))
    return (f'{copies} x {actions} actions, all {found.total()} acknowledged rows there once, and '
            'no other')


def one_like_at_two_copies(quick: bool) -> str:
    """A like that two copies save at once is saved, and said to be, by one; its end too."""
    folder = new_folder('ann', films=9)
    copies = [Visitor(folder) for copy in range(2)]
    for copy in copies:
        copy.type('l ann', PASSWORD)
    for number, line in enumerate(('l 7', 'l'), 1):     # what the other did is not yet on screen
        screens = [copy.type(line) for copy in copies]
        saved = len(rows(folder, 'likes.csv'))
        told = [SAVED in screen for screen in screens]
        assert saved == number and told == [True, False], f'{line}: {saved} rows, Saved: {told}'
    assert [copy.end() for copy in copies] == [0, 0]
    return '2 rows, 2 acknowledgements'


def race(copies: list, names: list) -> list:
    """Which names the copies say are registered, when all are typed their last line at once."""
    starts = []
    for copy, name in zip(copies, names):
        copy.type('r', name, PASSWORD)
        starts.append(len(copy.screen))
    for copy in copies:
        copy.send(PASSWORD)
    for copy, start in zip(copies, starts):
        copy.wait(since=start)
    won = [name for copy, name, start in zip(copies, names, starts)
           if f'{REGISTERED}{name}.' in copy.screen[start:]]
    for copy, start in zip(copies, starts):
        if SAVED in copy.screen[start:]:
            copy.type('o')
        else:
            assert NOT_SAVED in copy.screen[start:], copy.screen[start:]
    return won


def races(setup: str, rounds: int) -> list:
    """The users.csv rows after 4 copies registered one name, so many times, each time with exactly
    one winner, who owns the first row of the name."""
    folder = new_folder('ann')
    copies = [Visitor(folder, setup) for copy in range(4)]
    for number in range(rounds):
        won = race(copies, [f'Name{number}', f'name{number}', f'NAME{number}', f'nAMe{number}'])
        owners = [row[0] for row in rows(folder, 'users.csv') if row[0].lower() == f'name{number}']
        assert len(won) == 1 and won == owners[:1], f'won by {won}, in the file are {owners}'
    for copy in copies:
        assert copy.end() == 0
    return rows(folder, 'users.csv')[1:]


def one_name_registered_at_once(quick: bool) -> str:
    """One name, in different cases, registered by 4 copies at once has one owner."""
    rounds = 8 if quick else 50
    assert len(races(CHEAP, rounds)) == rounds, 'a name was saved twice'
    return f'{rounds} rounds, one owner and one row each time'


def one_name_at_one_time(quick: bool) -> str:
    """One name that is registered by 4 copies in the same microsecond has one owner."""
    rounds = 2 if quick else 10
    assert len(races(ONE_TIME, rounds)) == rounds, 'a name was saved twice'
    return f'{rounds} rounds, one owner and one row each time'


def one_name_without_locks(quick: bool) -> str:
    """One name has one owner even where locks do nothing."""
    rounds = 2 if quick else 10
    return f'{rounds} rounds, one owner each time, of {len(races(NO_LOCKS, rounds))} rows written'


def frozen_copy(folder: str) -> Visitor:
    """A copy that is stopped while it holds the lock: its row is written, but not acknowledged."""
    copy = Visitor(folder, FREEZE)
    copy.type('l ann', PASSWORD)
    copy.send('v 1')
    deadline = time.monotonic() + 20
    while os.waitpid(copy.process.pid, os.WUNTRACED | os.WNOHANG)[0] == 0:
        assert time.monotonic() < deadline, 'it does not flush its row, or has no lock to hold'
        time.sleep(0.01)
    return copy


def others_wait(quick: bool, how: int) -> float:
    """The seconds after which two other copies said busy, while one was frozen, saving; when that
    is sent a signal, they go on."""
    folder = new_folder('ann', films=9)
    frozen = frozen_copy(folder)
    others = [Visitor(folder, 'f.LOCK_WAIT = 1' if quick else '') for copy in range(2)]
    for copy in others:
        copy.type('l ann', PASSWORD)
        copy.send('v 2')
    start, places = time.monotonic(), [len(copy.screen) for copy in others]
    for copy, place in zip(others, places):
        copy.wait(since=place, seconds=15)
        assert 'busy' in copy.screen and SAVED not in copy.screen, copy.screen[place:]
    seconds = time.monotonic() - start
    os.kill(frozen.process.pid, how)
    status = frozen.end(signal.SIGKILL if how == signal.SIGKILL else 'q\n')
    assert (status == 0) == (f'{VIEWED}Film 1' in frozen.screen) == (how != signal.SIGKILL)
    for copy in others:
        assert VIEWED in copy.type('v 3', seconds=5) and copy.end() == 0
    assert sorted(row[1] for row in rows(folder, 'views.csv')) == ['1', '3', '3']
    return seconds


def a_frozen_copy(quick: bool) -> str:
    """A copy that is frozen while it saves makes others say busy, not wait for ever."""
    seconds = [others_wait(quick, getattr(signal, how, 0))
               for how in ('SIGKILL', 'SIGCONT')[:2 - quick]]
    return (f'busy after {max(seconds):.1f} s; when it was killed{"" if quick else " or went on"}, '
            'the others went on')


def is_free(folder: str) -> bool:
    """Could another copy save just now?"""
    path = os.path.join(folder, '.fakeflix.lock')
    if os.path.exists(path):
        with open(path, 'ab') as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1)
            except OSError:
                return False
    return True


def longest_lock(copy: Visitor, line: str) -> float:
    """For how many seconds on end the lock is held between typing a line and the next prompt."""
    start, longest, free = len(copy.screen), 0, time.monotonic()
    copy.send(line)
    while not copy.screen[start:].endswith('> '):
        copy.look(0.005)
        if is_free(copy.folder):
            free = time.monotonic()
        longest = max(longest, time.monotonic() - free)
    return longest


def open_files(copy: Visitor) -> list:
    """The files of its data folder that a copy has open, where the system tells (Linux)."""
    folder = f'/proc/{copy.process.pid}/fd'
    links = [os.path.join(folder, name) for name in os.listdir(folder)] if os.path.isdir(
        folder) else []
    return [path for path in map(os.path.realpath, links) if path.startswith(copy.folder + os.sep)]


def nothing_is_held(quick: bool) -> str:
    """The lock is not held, and no file open, while somebody types or a hash is made."""
    cost = 13 if quick else 14
    copy = Visitor(new_folder('ann'), f'f.BCRYPT_COST = {cost}')
    lines = ['', 'l', 'ann', PASSWORD, 'v', '7', 'l', 'l', 'u', 's', 't', 'alien', 'b', 'h', 'r',
             '', 'c', PASSWORD, NEW, NEW, 'o', 'r', 'bob', PASSWORD, PASSWORD]
    copy.wait()
    for line in lines:
        seconds = longest_lock(copy, line)
        assert seconds < 0.3 * 2 ** (cost - 13), f'the lock was held for {seconds} s after {line}'
        assert is_free(copy.folder), f'the lock is held at the prompt after {line}'
        assert not open_files(copy), f'still open after {line}: {open_files(copy)}'
    assert copy.screen.count(SAVED) == 6 and copy.end() == 0, copy.screen[-500:]
    return f'{len(lines)} prompts, hashes of cost {cost}'


def standing(folder: str, name: str) -> list:
    """[[username, film_id]] of the rows of a log that have not been taken back, in their order;
    AssertionError if a row takes back what is not there."""
    found = []
    for username, film_id, _, change in rows(folder, name):
        if change == '1':
            found.append([username, film_id])
        else:
            places = [place for place, row in enumerate(found) if row == [username, film_id]]
            assert places, f'{name}: {username} takes back what is not there of {film_id}'
            del found[places[-1]]
    return found


def replaced(folder: str, name: str, chance: random.Random) -> None:
    """Put another log in the place of one: a shorter, an equally long, or a longer one, as another
    file, or into the same file; or take it away."""
    count = max(0, read(folder, name).count(b'\n') - 1) + chance.choice((-3, 0, 0, 1, 2, 99, 3000))
    pairs = [(user, film) for user in ('user0', 'user1', 'user2') for film in range(1, 10)]
    if name == 'views.csv':
        pairs = chance.choices(pairs, k=max(count, 0))
    lines = [f'{user},{film},2026-01-15T12:00:{chance.randrange(60):02}Z,1'
             for user, film in chance.sample(pairs, min(max(count, 0), len(pairs)))]
    way = chance.choice(('another file', 'the same file', 'none'))
    if way == 'none':
        with contextlib.suppress(FileNotFoundError):
            os.remove(os.path.join(folder, name))
    else:
        place = name if way == 'the same file' else 'new'
        write(folder, place, '\n'.join([FILES[name], *lines, '']))
        os.replace(os.path.join(folder, place), os.path.join(folder, name))


def agrees(copy: Visitor, user: str, film: str) -> None:
    """AssertionError unless the history and the page of a film show what the files say."""
    views, likes = standing(copy.folder, 'views.csv'), standing(copy.folder, 'likes.csv')
    count = [row[0] for row in views + likes].count(user)
    screen, words = copy.type('h'), f' of {count}\n' if count else ': none\n'
    expect(words in screen, f'{user} has {count} views and likes', screen)
    screen, count = copy.type(film), [row[1] for row in likes].count(film)
    expect((f'Likes: {count}\n' if count else 'Likes:') in screen or not count,
           f'film {film} has {count} likes', screen)
    expect(count or 'Likes:' not in screen, f'film {film} has no likes', screen)
    expect((YOU_LIKE in screen) == ([user, film] in likes), f'{user} likes {film}?', screen)
    expect((NOT_VIEWED in screen) == ([user, film] not in views), f'{user} viewed {film}?', screen)


def a_log_is_replaced(quick: bool) -> str:
    """A log that is replaced while three copies run, by whatever is shorter, as long or longer, is
    read anew by all of them, and what they save next belongs to it."""
    rounds, folder, chance = 15 if quick else 200, new_folder('user0', 'user1', films=9), \
        random.Random(13)
    copies = [(Visitor(folder, watch=False), f'user{number % 2}') for number in range(3)]
    for copy, user in copies:
        copy.type(f'l {user}', PASSWORD)
    for turn in range(rounds):
        name, film = chance.choice(('views.csv', 'likes.csv')), str(chance.randrange(1, 10))
        replaced(folder, name, chance)
        old = {name: rows(folder, name) for name in ('views.csv', 'likes.csv')}
        if turn % 3:
            for copy, user in copies:
                agrees(copy, user, film)
        starts = [len(copy.screen) for copy, user in copies]
        for copy, user in copies:                               # all at once
            copy.send(chance.choice((f'v {film}', f'l {film}', 'u', 'l', 'unlike')))
        for (copy, user), start in zip(copies, starts):
            copy.wait(since=start)
        saved = sum(SAVED in copy.screen[start:] for (copy, user), start in zip(copies, starts))
        new = {name: rows(folder, name) for name in old}
        assert all(new[name][:len(old[name])] == old[name] for name in old), 'rows were lost'
        assert sum(map(len, new.values())) == sum(map(len, old.values())) + saved, 'rows and words'
        for copy, user in copies:
            agrees(copy, user, film)
    assert [copy.end() for copy, user in copies] == [0, 0, 0]
    return f'{rounds} replacements'


def a_deleted_account(quick: bool) -> str:
    """An account that is deleted while its user is logged in does not come back, nor is a row added
    to the account of somebody else who has the name now."""
    for heirs in ('', f'ann,{"x" * 60},2027-01-01T12:00:00.000000Z\n'):
        for before in (('c',), ('c', PASSWORD), ('c', PASSWORD, NEW)):
            folder = new_folder('ann', 'bob')
            copy = Visitor(folder, CHEAP, watch=False)
            copy.type('l ann', PASSWORD, *before)
            kept = read(folder, 'users.csv').splitlines(keepends=True)
            kept = kept[0] + kept[2] + heirs.encode()
            write(folder, 'users.csv', kept)
            screen = ''
            for line in [PASSWORD, NEW, NEW][len(before) - 1:]:
                screen += copy.type(line)
                if 'no longer in users.csv' in screen:
                    break
            told = 'no longer in users.csv' in screen and NEW_PASSWORD not in screen
            expect(told, 'it is not told', screen)
            assert read(folder, 'users.csv') == kept, 'something was added'
            assert WRONG in copy.type('o', 'l ann', PASSWORD) and WRONG in copy.type('l ann', NEW)
            assert copy.end() == 0
    return '6 deletions'


PROOFS = (many_copies_at_once, one_like_at_two_copies, a_log_is_replaced, a_deleted_account,
          one_name_registered_at_once,
          one_name_at_one_time, one_name_without_locks, a_frozen_copy, nothing_is_held)
