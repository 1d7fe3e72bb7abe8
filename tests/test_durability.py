"""What is said to be saved is on the disk, whole and once, whatever disks, locks, crashes and other
copies of the program do; and what is not saved is said not to be."""
import contextlib
import errno
import io
import os
import re
import signal
import subprocess
import sys

import pytest
from conftest import (
    ANN,
    DAMAGED,
    HELLO,
    LIKED,
    NEW_PASSWORD,
    NOT_SAVED,
    OTHER,
    PASSWORD,
    REGISTERED,
    TAKEN,
    TOP,
    VIEWED,
    YOU_LIKE,
)

import fakeflix
from fakeflix import Event, append_row

NOON = '2026-01-15T12:00:00Z'
SEVEN = Event('ann', 7, NOON, 1)
HEADER = b'username,film_id,at,change\n'
ROW = b'ann,7,2026-01-15T12:00:00Z,1\n'
LOGIN = ('l', 'ann', PASSWORD)
VISIT = "f.main(['--data', folder])"
posix = pytest.mark.skipif(os.name != 'posix', reason='Windows has other permissions and locks')


@pytest.fixture
def visit(folder, monkeypatch, capsys):
    """visit(line, ...) is like play(); a function among the lines is called in its turn."""
    def type_lines(*lines):
        typed = (line + '\n' for line in lines if not callable(line) or line())
        keyboard = io.StringIO()
        keyboard.readline = lambda *size: next(typed, '')
        monkeypatch.setattr(sys, 'stdin', keyboard)
        fakeflix.main(['--data', str(folder)])
        return capsys.readouterr().out
    return type_lines


def another_copy(folder, code, *lines):
    """Another process that is typed these lines; its code calls fakeflix f and its data folder."""
    code = f'import sys, time, fakeflix as f; f.BCRYPT_COST = 4; folder = sys.argv[1]\n{code}'
    copy = subprocess.Popen([sys.executable, '-c', code, str(folder)], cwd=TOP, text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    copy.stdin.write('\n'.join(lines + ('',)))
    copy.stdin.flush()
    return copy


def refuse(*arguments):
    raise OSError(errno.ENOSPC, 'No space left on device')


def deny(*arguments):
    raise OSError(errno.EROFS, 'Read-only file system')


write = os.write
FAULTS = {'full disk': ('write', refuse), 'no flush': ('fsync', refuse),
          'short write': ('write', lambda file, data: write(file, data[:9]))}


@pytest.mark.parametrize('before, added', [
    (None, HEADER + ROW), (b'', HEADER + ROW), (HEADER, ROW), (HEADER + ROW, ROW), (b'\r\n', ROW),
    (HEADER + b'ann,7,2026-01', b'\n' + ROW), (HEADER[:-1], b'\n' + ROW)])
def test_a_row_its_header_and_a_mended_line_are_one_write(folder, monkeypatch, before, added):
    path, written = folder / 'views.csv', []
    if before is not None:
        path.write_bytes(before)
    monkeypatch.setattr(os, 'write', lambda file, data: written.append(data) or write(file, data))
    append_row(str(path), SEVEN)
    assert written == [added] and path.read_bytes() == (before or b'') + added


@pytest.mark.parametrize('fault', FAULTS)
def test_what_is_not_saved_is_said_and_leaves_nothing_behind(play, monkeypatch, fault):
    play(*ANN, 'v 1')
    with open(play.folder / 'views.csv', 'ab') as file:
        file.write(b'torn')
    (play.folder / 'likes.csv').touch()
    before = {path: path.read_bytes() for path in play.folder.iterdir()}
    with monkeypatch.context() as patch:
        patch.setattr(os, *FAULTS[fault])
        assert play('r', 'bob', PASSWORD, PASSWORD).count(NOT_SAVED) == 1
        screen = play(*LOGIN, 'v 2', '1', 'u', '3', 'l', 'c', PASSWORD, OTHER, OTHER, 'h')
    assert screen.count(NOT_SAVED) == 4 and 'Saved:' not in screen and '1 to 1 of 1' in screen
    assert NOT_SAVED not in screen.split('1 to 1 of 1')[1]
    assert before == {path: path.read_bytes() for path in before}
    assert VIEWED in play(*LOGIN, 'v 2') and play.status == 0


def test_old_bytes_are_never_changed_only_added_to(play):
    bob = b'bob,HASH,2026-01-15T12:00:00.000000Z\r\n'
    for name, data in (('users.csv', bob + b'rubbish\n\xff"'), ('likes.csv', b'\xef\xbb\xbf'),
                       ('views.csv', HEADER + ROW.replace(b'\n', b'\r\n') + b'ann,'),
                       ('films.csv', b'film_id,title,year,genres\n7,Alien,1979,Horror')):
        (play.folder / name).write_bytes(data)
    before = {path: path.read_bytes() for path in play.folder.iterdir()}
    play(*ANN, 'v 7', 'u', 'u', 'l', 'l', 'c', PASSWORD, OTHER, OTHER)
    for path, data in before.items():
        assert path.read_bytes().startswith(data)
        assert (path.read_bytes() == data) == (path.name == 'films.csv')


@posix
@pytest.mark.parametrize('folder_mode, umask, file_mode', [
    (0o700, 0, 0o600), (0o755, 0, 0o644), (0o777, 0, 0o666), (0o777, 0o22, 0o644),
    (0o755, 0o77, 0o600)])
def test_new_files_are_open_to_whom_the_folder_is_as_far_as_the_umask_lets(
        play, folder_mode, umask, file_mode):
    play.folder.chmod(folder_mode)
    before = os.umask(umask)
    try:
        play(*ANN, 'v 1', 'l')
    finally:
        os.umask(before)
    for name in 'users.csv', 'views.csv', 'likes.csv', '.fakeflix.lock':
        assert (play.folder / name).stat().st_mode & 0o777 == file_mode


@posix
def test_a_link_is_neither_followed_nor_its_target_made(play, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp('elsewhere')
    (elsewhere / 'there').write_bytes(HEADER)
    play(*ANN)
    for target in 'nowhere', 'there':
        (play.folder / 'views.csv').symlink_to(elsewhere / target)
        assert NOT_SAVED in play(*LOGIN, 'v 1')
        assert not (elsewhere / 'nowhere').exists()
        assert (elsewhere / 'there').read_bytes() == HEADER
        (play.folder / 'views.csv').unlink()


@posix
def test_a_pipe_that_is_put_in_the_place_of_a_file_just_before_it_is_opened_hangs_nobody(
        play, monkeypatch):
    play(*ANN, 'v 1')
    opened = os.open

    def swapped(path, *given):
        if str(path).endswith('views.csv'):
            os.unlink(path)
            os.mkfifo(path)
        return opened(path, *given)

    monkeypatch.setattr(os, 'open', swapped)
    assert 'views.csv cannot be read: it is not a plain file.' in play(*LOGIN, 'h')


def test_a_busy_file_is_said_to_be_busy_until_the_other_copy_ends(play, monkeypatch):
    play(*ANN)
    copy = another_copy(play.folder, 'with f.locked(folder): print("held", flush=True); input()')
    assert copy.stdout.readline() == 'held\n'
    monkeypatch.setattr(fakeflix, 'LOCK_WAIT', 0.3)
    screen = play(*LOGIN, 'v 1')
    assert NOT_SAVED in screen and 'busy' in screen and 'Saved:' not in screen
    assert not (play.folder / 'views.csv').exists()
    copy.kill()
    copy.communicate()
    assert VIEWED in play(*LOGIN, 'v 1')


class WindowsLock:
    """A stand-in for msvcrt, where a lock keeps others from reading as well."""
    LK_NBLCK = 2

    def __init__(self, refusals):
        self.refusals = refusals
        self.locked = []

    def locking(self, descriptor, mode, count):
        assert (mode, count, os.lseek(descriptor, 0, os.SEEK_CUR)) == (self.LK_NBLCK, 1, 0)
        if self.refusals:
            self.refusals -= 1
            raise OSError(self.refusals % 2 * errno.EACCES, 'whatever Windows says')
        self.locked.append(descriptor)


@pytest.mark.parametrize('refusals, saves', [(0, True), (7, True), (10_000, False)])
def test_on_windows_it_waits_for_the_lock_whose_bytes_it_never_reads(
        play, monkeypatch, refusals, saves):
    play(*ANN)
    read = []
    opened = open

    def watched(path, *given, **named):
        file = opened(path, *given, **named)
        if str(path).endswith('.lock'):
            monkeypatch.setattr(os, 'read', lambda *more: read.append(more))
            assert 'r' not in given[0]
        return file

    lock = WindowsLock(refusals)
    with monkeypatch.context() as patch:
        patch.setattr(fakeflix, 'fcntl', None)
        patch.setattr(fakeflix, 'msvcrt', lock, raising=False)
        patch.setattr(fakeflix, 'LOCK_WAIT', 0.5)
        patch.setattr('builtins.open', watched)
        screen = play(*LOGIN, 'v 1')
    assert (VIEWED in screen, 'busy' in screen, bool(lock.locked), read) == (
        saves, not saves, saves, [])


def test_a_wait_of_more_than_a_second_for_the_lock_is_announced(play, monkeypatch):
    play(*ANN)
    times = iter([0, 0.5, 1.5, 3])
    answers = iter([False, False, False, True])
    monkeypatch.setattr('time.monotonic', lambda: next(times))
    monkeypatch.setattr(fakeflix, 'try_lock', lambda file: next(answers))
    screen = play(*LOGIN, 'v 1')
    assert screen.count('Please wait') == 1
    assert screen.index('Please wait') < screen.index(VIEWED)


@pytest.mark.parametrize('obstacle', [
    'read-only folder', 'a folder in its place', pytest.param('refused', marks=posix)])
def test_without_the_lock_nothing_is_saved_and_it_says_so(play, monkeypatch, obstacle):
    opened = os.open
    if obstacle == 'refused':
        monkeypatch.setattr('fcntl.lockf', refuse)
    elif obstacle == 'read-only folder':
        monkeypatch.setattr(os, 'open', lambda path, flags, *mode: (
            deny() if flags & os.O_CREAT else opened(path, flags, *mode)))
    else:
        (play.folder / '.fakeflix.lock').mkdir()
    screen = play(*ANN, 'l', 'ann', PASSWORD)
    assert NOT_SAVED in screen and 'busy' not in screen and HELLO not in screen
    assert '--data' in ' '.join(screen.split()) or obstacle == 'refused'
    assert not (play.folder / 'users.csv').exists()


def test_copies_that_register_one_name_at_once_make_one_account(folder, rows):
    slow_hash = '''hash_password = f.hash_password
f.hash_password = lambda text: [hash_password(text), time.sleep(0.5)][0]\n'''
    copies = [another_copy(folder, slow_hash + VISIT, 'r', name, PASSWORD, PASSWORD)
              for name in ('ann', 'Ann', 'ANN', 'ann')]
    screens = [copy.communicate()[0] for copy in copies]
    assert sorted(REGISTERED in screen for screen in screens) == [False, False, False, True]
    late = [TAKEN in screen or 'taken a moment ago' in screen for screen in screens]
    assert sum(late) == 3           # who comes very late is refused the name at once
    assert len(rows('users.csv')) == 1


def test_copies_that_save_at_once_lose_and_mix_nothing(play, folder, rows):
    play(*ANN)
    copies = [another_copy(folder, VISIT, *LOGIN, *15 * (f'v {number}', 'l 9', 'l'))
              for number in (1, 2, 3, 4)]
    assert [copy.communicate()[0].count(VIEWED) for copy in copies] == 4 * [15]
    assert sorted(row.split(',')[1] for row in rows('views.csv')) == sorted(15 * '1234')
    changes = [row.split(',')[3] for row in rows('likes.csv')]
    assert len(changes) >= 30 and changes == (60 * ['1', '-1'])[:len(changes)]
    assert ', line ' not in play(arguments=['--check']) and play.status == 0


def test_another_copys_like_is_seen_at_the_next_screen_and_is_not_saved_twice(visit, folder, rows):
    def like_elsewhere():
        another_copy(folder, VISIT, *LOGIN, 'l 7').communicate()

    screen = visit(*ANN, '7', like_elsewhere, 'l 7', '', '7')
    assert 'Likes: ' not in screen.split('already')[0] and LIKED not in screen
    assert screen.index('already') < screen.index('Likes: 1') < screen.index(YOU_LIKE)
    assert len(rows('likes.csv')) == 1


def test_another_copys_view_is_in_the_history_at_once(visit, folder):
    assert 'Jan 2026' in visit(*ANN, lambda: append_row(str(folder / 'views.csv'), SEVEN), 'h')


def rows_of(*film_ids):
    return HEADER + b''.join(ROW.replace(b',7,', b',%d,' % number) for number in film_ids)


@pytest.mark.parametrize('then, film_ids', [
    (None, []), (b'', []), (HEADER, []), (rows_of(7), [7]), (rows_of(3, 4), [4, 3]),
    (rows_of(10, 11, 12, 13), [13, 12, 11, 10]), (rows_of(*range(20, 29)), [*range(28, 19, -1)])],
    ids=['removed', 'empty', 'header', 'shorter', 'as long', 'longer', 'much longer'])
def test_a_log_that_is_replaced_meanwhile_by_whatever_is_read_anew(
        visit, folder, rows, then, film_ids):
    (folder / 'views.csv').write_bytes(rows_of(1, 2))

    def replace():
        (folder / 'views.csv').unlink()
        if then is not None:
            (folder / 'views.csv').write_bytes(then)

    screen = visit(*ANN, '2', replace, 'u', 'h')
    listed = screen.split('newest first: ')[1].split('Enter:')[0]
    assert re.findall(r'(?m)^ +(\d+)  .*\n +viewed', listed) == [str(each) for each in film_ids]
    assert DAMAGED not in screen and 'Saved: your view' not in screen
    assert not any(row.endswith('-1') for row in rows('views.csv'))


def test_a_friends_like_is_counted_in_a_file_that_replaced_a_longer_one(visit, folder):
    def like(name, film_id):
        return ROW.replace(b'ann', name).replace(b',7,', b',%d,' % film_id)

    (folder / 'likes.csv').write_bytes(HEADER + like(b'bob', 1) + like(b'cat', 1))
    screen = visit(*ANN, '1', lambda: (folder / 'likes.csv').write_bytes(
        HEADER + like(b'bob', 1) + like(b'bob', 9) + like(b'dan', 1) + like(b'eve', 1)) * 0, '', '1')
    assert screen.index('Likes: 2') < screen.index('Likes: 3')


def test_a_password_that_was_not_saved_is_never_said_to_be(visit, folder):
    def replace():
        (folder / 'users.csv').write_text(f'ann,HASH,{NOON}\n')

    assert NEW_PASSWORD not in visit(*ANN, 'c', PASSWORD, OTHER, replace, OTHER)


def test_a_password_that_another_copy_changes_right_afterwards_was_saved_all_the_same(
        play, monkeypatch):
    play(*ANN)
    path, locked = play.folder / 'users.csv', fakeflix.locked

    @contextlib.contextmanager
    def locked_and_then_another(folder):
        with locked(folder):
            yield
        name, _, at = path.read_text(encoding='utf-8').splitlines()[-1].split(',')
        append_row(str(path), fakeflix.User(name, 'HASH', at))

    monkeypatch.setattr(fakeflix, 'locked', locked_and_then_another)
    assert NEW_PASSWORD in play(*LOGIN, 'c', PASSWORD, OTHER, OTHER)


def test_a_row_with_letters_that_take_two_bytes_is_written_whole(play, rows):
    play(*ANN)
    name, password_hash, _ = rows('users.csv')[0].split(',')
    row = f'{name},{password_hash},22 août 2026 Z\n'
    (play.folder / 'users.csv').write_text(row, encoding='utf-8')
    assert NEW_PASSWORD in play(*LOGIN, 'c', PASSWORD, OTHER, OTHER)
    assert len(rows('users.csv')) == 1 and HELLO in play('l', 'ann', OTHER)


def test_the_old_password_is_the_newest_even_if_another_copy_changed_it(visit, folder):
    def elsewhere():
        name, _, at = (folder / 'users.csv').read_text().splitlines()[-1].split(',')
        append_row(str(folder / 'users.csv'),
                   fakeflix.User(name, fakeflix.hash_password(OTHER), at))

    assert 'That is not your password.' in visit(*ANN, elsewhere, 'c', PASSWORD)
    assert NEW_PASSWORD in visit('l ann', OTHER, 'c', OTHER, PASSWORD, PASSWORD)


def test_of_a_name_with_a_new_owner_nothing_is_appended_by_the_old_one(visit, folder):
    taken = 'ann,HASH,2026-01-15T12:00:00.000000Z\n'

    def elsewhere():
        (folder / 'users.csv').write_text(taken)

    assert NOT_SAVED in visit(*ANN, 'c', PASSWORD, OTHER, elsewhere, OTHER)
    assert (folder / 'users.csv').read_text() == taken


@posix
@pytest.mark.parametrize('way', ['q', 'Ctrl-C'])
def test_a_visit_leaves_python_as_it_was(play, visit, way):
    def ctrl_c():
        os.kill(os.getpid(), signal.SIGINT)

    umask = os.umask(0o27)
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    visit(*ANN, 'v 12', ctrl_c if way == 'Ctrl-C' else 'q')
    assert os.umask(umask) == 0o27
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == handlers
    with pytest.raises(KeyboardInterrupt):      # whoever goes on can be interrupted
        ctrl_c()
