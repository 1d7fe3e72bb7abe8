"""P6: where nothing can be saved it says NOT saved, takes half rows back, and goes on."""
import contextlib
import os
import re
import shutil
import stat
import subprocess

from conftest import GUEST, HELLO, NOT_SAVED, SAVED
from visitor import (
    CHEAP,
    FILES,
    IN,
    NEW,
    PASSWORD,
    Skipped,
    Visitor,
    expect,
    flat,
    new_folder,
    read,
    said,
    state,
    visit,
    write,
)

try:
    import resource
except ImportError:                 # Windows
    resource = None

ROOM = 4096                         # the bytes that a file may have where there is no more room
REGISTER = 'r eve', PASSWORD, PASSWORD
SAVES = {'views.csv': ('v 1',), 'likes.csv': ('l 1',), 'users.csv': ('c', PASSWORD, NEW, NEW)}
REFUSALS = NOT_SAVED, 'users.csv cannot be read', 'Nothing has been changed'
# What may not be said while a file cannot be read.
EMPTY = {'views.csv': ('newest first: ', 'Not viewed yet', 'Nothing viewed or liked yet'),
         'likes.csv': ('newest first: ', 'Not liked yet', 'Nothing viewed or liked yet'),
         'films.csv': ('You have viewed or liked every film',)}
# Just before a file is opened for the n-th time a pipe is put in its place.
SWAP = '''
import os
opened, times = os.open, []
def swapped(path, flags, *mode, **more):
    if os.path.basename(path) == {0!r}:
        times.append(path)
        if len(times) == {1}:
            if os.path.exists(path):
                os.unlink(path)
            os.mkfifo(path)
    return opened(path, flags, *mode, **more)
os.open = swapped'''
ROW = {'users.csv': rb'(ann|eve),\$2b\$\d\d\$.{53},[^,]*Z\n',
       'views.csv': rb'ann,1,[^,]*Z,1\n', 'likes.csv': rb'ann,1,[^,]*Z,1\n'}
# What fails, how, and on which file; the file of the row itself where none is named.
INJECTED = [(call, error, '') for error in ('EIO', 'EDQUOT', 'ENOSPC') for call in
            ('write', 'fsync')]
INJECTED += [('openat', 'EMFILE', '.fakeflix.lock'), ('openat', 'EROFS', '.fakeflix.lock'),
             ('fcntl', 'ENOLCK', '.fakeflix.lock'), ('fcntl', 'EIO', '.fakeflix.lock')]


def filled(folder: str) -> str:
    """The data folder, its files so long that 10 more bytes fill the room there is."""
    for name, header in FILES.items():
        data = read(folder, name) or header.encode() + b'\n'
        write(folder, name, data + b'x' * (ROOM - 11 - len(data)) + b'\n')
    return folder


def told(visitor: Visitor, saves: bool, *lines: str) -> None:
    """Type lines that want something saved; AssertionError unless it is said that this is done, or
    else that it is not, perhaps before the last line, and there is a prompt again."""
    screen = ''
    for line in lines:
        screen += visitor.type(line)
        refused = any(words in flat(screen) for words in REFUSALS)
        if refused:
            break
    expect((saves, not saves) == (SAVED in flat(screen), refused), f'{lines[0]}, {saves}', screen)


def rows_added(before: dict, folder: str, counts: dict) -> None:
    """AssertionError unless so many whole rows, and nothing else, were added to each file; to one
    that was not there, its header too."""
    for name, count in counts.items():
        path, header = os.path.join(folder, name), FILES[name].encode() + b'\n'
        old = before[path][1] if path in before else b''
        new = read(folder, name)[len(old):].removeprefix(b'' if old else header)
        assert re.fullmatch(ROW[name] * count, new), f'{name}: {new[:200]!r} was added'


def interrupted(folder: str, quick: bool, take, give) -> str:
    """Take away what saving needs, want everything saved, give it back, and again; the counts."""
    visitor = Visitor(folder, CHEAP if quick else '')
    visitor.type(*IN)
    before = state(folder)
    take(visitor)
    for lines in SAVES.values():
        told(visitor, False, *lines)
    visitor.type('o')
    told(visitor, False, *REGISTER)
    give(visitor)
    for path, file in state(folder).items():
        assert file == before.get(path, (file[0], b'')), f'{path}: {file[1][-60:]!r} was left'
    told(visitor, True, *REGISTER)
    visitor.type('o', *IN)
    for lines in SAVES.values():
        told(visitor, True, *lines)
    assert visitor.end() == 0
    rows_added(before, folder, {'views.csv': 1, 'likes.csv': 1, 'users.csv': 2})
    return '4 savings refused and then done'


@contextlib.contextmanager
def mounted():
    """A data folder with ann in it on a little drive of its own; Skipped where that is not let."""
    folder = new_folder('ann')
    users = read(folder, 'users.csv')
    try:
        subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], check=True,
                       stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        raise Skipped('only root may mount a little drive') from None
    try:
        write(folder, 'users.csv', users)
        yield folder
    finally:
        subprocess.run(['umount', '-l', folder], check=False)


def full_disk(quick: bool) -> str:
    """P6: on a full disk it says NOT saved, leaves no half row, and saves once there is room."""
    with mounted() as folder:
        filler = os.path.join(filled(folder), 'filler')

        def fill(visitor):
            with contextlib.suppress(OSError), open(filler, 'wb', 0) as file:
                while file.write(bytes(ROOM)):
                    pass
        return interrupted(folder, quick, fill, lambda visitor: os.remove(filler))


def with_limit(quick: bool, folder: str, limit: str, value: int) -> str:
    """The counts where saving meets a limit that the system sets a process while it runs."""
    if not hasattr(resource, 'prlimit'):
        raise Skipped('only Linux changes the limits of a process that runs')
    number, most = getattr(resource, limit), resource.getrlimit(getattr(resource, limit))[1]
    return interrupted(
        folder, quick,
        lambda visitor: resource.prlimit(visitor.process.pid, number, (value, most)),
        lambda visitor: resource.prlimit(visitor.process.pid, number, (most, most)))


def short_write(quick: bool) -> str:
    """P6: of a row that is written by half, the half is cut off again, and it says NOT saved."""
    return with_limit(quick, filled(new_folder('ann')), 'RLIMIT_FSIZE', ROOM)


def no_file_handles(quick: bool) -> str:
    """P6: where no more files can be opened it says NOT saved, and goes on."""
    return with_limit(quick, new_folder('ann'), 'RLIMIT_NOFILE', 3)


def read_only(quick: bool) -> str:
    """P6: in a folder that nobody may write to it says NOT saved, and goes on."""
    if os.name == 'nt' or os.getuid():
        folder = new_folder('ann')
        return interrupted(folder, quick, lambda visitor: os.chmod(folder, 0o500),
                           lambda visitor: os.chmod(folder, 0o700))
    with mounted() as folder:       # as root may write whatever the permissions are

        def remount(mode):
            subprocess.run(['mount', '-o', f'remount,{mode}', folder], check=True)
        return interrupted(folder, quick, lambda visitor: remount('ro'),
                           lambda visitor: remount('rw'))


def removed(quick: bool) -> str:
    """P6: with its folder moved away it says NOT saved; a file that was removed is begun anew."""
    folder = new_folder('ann')
    counts = interrupted(folder, quick, lambda visitor: os.rename(folder, folder + '.away'),
                         lambda visitor: os.rename(folder + '.away', folder))
    visitor = Visitor(folder, watch=False)
    visitor.type('l ann', NEW)
    for name in 'views.csv', 'likes.csv':
        os.remove(os.path.join(folder, name))
        told(visitor, True, *SAVES[name])
    assert visitor.end() == 0
    rows_added({}, folder, {'views.csv': 1, 'likes.csv': 1})
    return counts + '; 2 files begun anew'


def traced(folder: str, call: str, error: str, path: str, *lines: str, when: str = '1') -> tuple:
    """(exit status, what is printed) of a visit in which the first such call on a file fails, or
    with 1+ all of them."""
    return said(folder, *lines, before=(
        'strace', '-f', '-qq', '-o', os.devnull, '-P', os.path.join(folder, path),
        '-e', f'inject={call}:error={error}:when={when}'))


def need_strace() -> None:
    """Skipped where there is no strace, or it may not make calls fail."""
    probe = ['strace', '-o', os.devnull, '-e', 'inject=fsync:error=EIO', 'true']
    if not shutil.which('strace') or subprocess.run(
            probe, check=False, capture_output=True).returncode:
        raise Skipped('it needs strace')


def errors(quick: bool) -> str:
    """P6: an error of disk, quota or lock is told as NOT saved, and the next save is fine."""
    need_strace()
    cases = [(fault, name) for fault in INJECTED for name in (*SAVES, 'register')]
    cases = cases[5::14] if quick else cases
    for (call, error, path), save in cases:
        folder, name = new_folder('ann'), 'users.csv' if save == 'register' else save
        lines = REGISTER if save == 'register' else SAVES[save]
        before = state(folder)
        status, screen = traced(folder, call, error, path or name,
                                *(() if save == 'register' else IN), *lines, *lines)
        expect(status == 0 and screen.count(NOT_SAVED) == screen.count(SAVED) == 1 and
               screen.index(NOT_SAVED) < screen.index(SAVED), f'{call} {error} {save}', screen)
        rows_added(before, folder, {name: 1})
    return f'{len(cases)} errors'


def unreadable(quick: bool) -> str:
    """P6: a file that cannot be read just now is told in words, and read the next time."""
    need_strace()
    for name in (*FILES, 'films.csv'):
        for call in ('openat',) if quick else ('openat', 'read'):
            status, screen = traced(readable_folder(), call, 'EIO', name, *IN, 'o', *IN, 'h', 'v 1')
            right = 'Input/output error' in flat(screen) and '1 to 2 of 2' in screen
            expect(right and SAVED in screen and status == 0, f'{call} {name}', screen)
    return f'{4 if quick else 8} errors'


def readable_folder() -> str:
    """A data folder in which ann viewed film 2 and likes film 3, of three."""
    folder = new_folder('ann', 'bob', films=3)
    write(folder, 'views.csv', FILES['views.csv'] + '\nann,2,2026-01-15T12:00:00Z,1\n')
    write(folder, 'likes.csv', FILES['likes.csv'] + '\nann,3,2026-01-15T12:00:00Z,1\n')
    return folder


def told_to_each(quick: bool) -> str:
    """P6: what can never be read is told to each user, and never shown as empty."""
    need_strace()
    for name in ('views.csv', 'likes.csv', 'films.csv'):
        lines = [*IN, 'h', 'r', '1', '', 't', 'o']
        status, screen = traced(readable_folder(), 'openat', 'EIO', name, *lines, 'l bob',
                                *lines[1:], when='1+')
        _, *parts, _ = screen.split(GUEST)      # what ann sees, and what bob sees
        for part in parts:
            login = flat(part.split(HELLO)[0])
            expect(f'{name} cannot be read' in login, f'{name} is not told at once', part)
        expect([HELLO in part for part in parts] == [True, True], 'not two visits', screen)
        wrong = [words for words in EMPTY[name] if words in flat(screen)]
        expect(status == 0 and not wrong, f'{name}: it says {wrong}', screen)
    return '3 files, 2 users each'


def a_link(quick: bool) -> str:
    """P5: a link in the place of a file is not followed: nothing is added where it leads to."""
    for name in (*FILES, '.fakeflix.lock'):
        for target in ('nowhere', 'there'):
            folder, elsewhere = new_folder('ann', films=3), new_folder()
            write(elsewhere, 'there', read(folder, name))
            with contextlib.suppress(FileNotFoundError):
                os.remove(os.path.join(folder, name))
            os.symlink(os.path.join(elsewhere, target), os.path.join(folder, name))
            before = state(elsewhere)
            lines = () if name == 'users.csv' else (*IN, *SAVES.get(name, ('v 1',)), 'o')
            status, screen = said(folder, *lines, *(() if lines else REGISTER))
            expect(NOT_SAVED in screen and SAVED not in screen, f'{name} leads {target}', screen)
            expect(state(elsewhere) == before and status == 0, f'{name} is followed', screen)
    return '4 files, each a link to something and to nothing'


def a_pipe(quick: bool) -> str:
    """P6: a pipe that is put in the place of a file between look and open hangs nobody."""
    names, count = (*FILES, 'films.csv', '.fakeflix.lock'), 0
    for name in names:
        for number in range(1, 3 if quick else 12):
            folder = readable_folder()
            screen = visit(folder, *IN, 'h', 'v 1', 'l 1', 'c', PASSWORD, NEW, NEW, 'o', 'r eve',
                           PASSWORD, PASSWORD, setup=CHEAP + SWAP.format(name, number), watch=False)
            swapped = stat.S_ISFIFO(os.stat(os.path.join(folder, name)).st_mode)
            expect(swapped == ('not a plain file' in flat(screen)), f'{name} {number}', screen)
            expect(swapped or number > 1, f'{name} is never opened', screen)
            count += swapped
    return f'{count} pipes in the places of {len(names)} files'


PROOFS = (full_disk, short_write, no_file_handles, read_only, removed, errors, unreadable,
          told_to_each, a_link, a_pipe)
