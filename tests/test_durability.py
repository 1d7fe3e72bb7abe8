"""What is said to be saved is on the disk, whole and once, whatever disks, locks, crashes and other
copies of the program do; and what is not saved is said not to be."""
import contextlib
import errno
import io
import os
import random
import signal
import subprocess
import sys

import pytest

import fakeflix
from conftest import ANN, PASSWORD, TOP
from fakeflix import Event, Log, append_row, read_log

NOON = '2026-01-15T12:00:00Z'
SEVEN = Event('ann', 7, NOON, 1)
HEADER = b'username,film_id,at,change\n'
ROW = b'ann,7,2026-01-15T12:00:00Z,1\n'
LOGIN = ('l', 'ann', PASSWORD)
OTHER = 'an even longer password'
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
        assert play('r', 'bob', PASSWORD, PASSWORD).count('NOT saved') == 1
        screen = play(*LOGIN, 'v 2', '1', 'u', '3', 'l', 'c', PASSWORD, OTHER, OTHER, 'h')
    assert screen.count('NOT saved') == 4 and 'Saved:' not in screen and '1 to 1 of 1' in screen
    assert before == {path: path.read_bytes() for path in before}
    assert 'Saved: you viewed' in play(*LOGIN, 'v 2') and play.status == 0


def test_old_bytes_are_never_changed_only_added_to(play):
    for name, data in (('users.csv', b'bob,HASH\r\nrubbish\n\xff"'), ('likes.csv', b'\xef\xbb\xbf'),
                       ('views.csv', HEADER + ROW.replace(b'\n', b'\r\n') + b'ann,'),
                       ('films.csv', b'film_id,title,year,genres\n7,Alien,1979,Horror')):
        (play.folder / name).write_bytes(data)
    before = {path: path.read_bytes() for path in play.folder.iterdir()}
    play(*ANN, 'v 7', 'u', 'u', 'l', 'l', 'c', PASSWORD, OTHER, OTHER)
    for path, data in before.items():
        assert path.read_bytes().startswith(data)
        assert (path.read_bytes() == data) == (path.name == 'films.csv')


@posix
@pytest.mark.parametrize('folder_mode, file_mode', [(0o700, 0o600), (0o755, 0o644), (0o777, 0o666)])
def test_new_files_are_open_to_whom_the_folder_is(play, folder_mode, file_mode):
    play.folder.chmod(folder_mode)
    play(*ANN, 'v 1', 'l')
    for name in 'users.csv', 'views.csv', 'likes.csv', '.fakeflix.lock':
        assert (play.folder / name).stat().st_mode & 0o777 == file_mode


def test_a_busy_file_is_said_to_be_busy_until_the_other_copy_ends(play, monkeypatch):
    play(*ANN)
    copy = another_copy(play.folder, 'with f.locked(folder): print("held", flush=True); input()')
    assert copy.stdout.readline() == 'held\n'
    monkeypatch.setattr(fakeflix, 'LOCK_WAIT', 0.3)
    screen = play(*LOGIN, 'v 1')
    assert 'NOT saved' in screen and 'busy' in screen and 'Saved:' not in screen
    assert not (play.folder / 'views.csv').exists()
    copy.kill()
    copy.communicate()
    assert 'Saved: you viewed' in play(*LOGIN, 'v 1')


@pytest.mark.parametrize('obstacle', [
    'read-only folder', 'a folder in its place', pytest.param('refused', marks=posix)])
def test_without_the_lock_nothing_is_saved_and_it_says_so(play, monkeypatch, obstacle):
    opened = os.open
    if obstacle == 'refused':
        monkeypatch.setattr('fcntl.lockf', refuse)
    elif obstacle == 'read-only folder':
        monkeypatch.setattr(os, 'open', lambda path, flags, *mode: (
            refuse() if flags & os.O_CREAT else opened(path, flags, *mode)))
    else:
        (play.folder / '.fakeflix.lock').mkdir()
    screen = play(*ANN, 'l', 'ann', PASSWORD)
    assert 'NOT saved' in screen and 'busy' not in screen and 'hello' not in screen
    assert not (play.folder / 'users.csv').exists()


def test_copies_that_register_one_name_at_once_make_one_account(folder, rows):
    slow_hash = '''hash_password = f.hash_password
f.hash_password = lambda text: [hash_password(text), time.sleep(0.5)][0]\n'''
    copies = [another_copy(folder, slow_hash + VISIT, 'r', name, PASSWORD, PASSWORD)
              for name in ('ann', 'Ann', 'ANN', 'ann')]
    screens = [copy.communicate()[0] for copy in copies]
    assert sorted('Saved:' in screen for screen in screens) == [False, False, False, True]
    assert sum(' taken' in screen for screen in screens) == 3 and len(rows('users.csv')) == 1


def test_copies_that_save_at_once_lose_and_mix_nothing(play, folder, rows):
    play(*ANN)
    copies = [another_copy(folder, VISIT, *LOGIN, *15 * (f'v {number}', 'l 9', 'l'))
              for number in (1, 2, 3, 4)]
    assert [copy.communicate()[0].count('Saved: you viewed') for copy in copies] == 4 * [15]
    assert sorted(row.split(',')[1] for row in rows('views.csv')) == sorted(15 * '1234')
    changes = [row.split(',')[3] for row in rows('likes.csv')]
    assert len(changes) >= 60 and changes == (60 * ['1', '-1'])[:len(changes)]
    assert ', line ' not in play(arguments=['--check']) and play.status == 0


def test_another_copys_like_is_seen_at_the_next_screen_and_is_not_saved_twice(visit, folder, rows):
    def like_elsewhere():
        another_copy(folder, VISIT, *LOGIN, 'l 7').communicate()

    screen = visit(*ANN, '7', like_elsewhere, 'l 7')
    assert screen.index('Likes: 0') < screen.index('already') < screen.index('Likes: 1')
    assert len(rows('likes.csv')) == 1


def test_another_copys_view_is_in_the_history_at_once(visit, folder):
    assert 'Jan 2026' in visit(*ANN, lambda: append_row(str(folder / 'views.csv'), SEVEN), 'h')


@pytest.mark.parametrize('then', [None, b'', HEADER, HEADER + ROW])
def test_a_log_that_is_removed_or_replaced_meanwhile_is_read_anew(visit, folder, then):
    def replace():
        (folder / 'views.csv').unlink()
        if then is not None:
            (folder / 'views.csv').write_bytes(then)

    screen = visit(*ANN, 'v 12', 'v 12', 'v 12', replace, '', 'h', 'v 12')
    assert screen.count('Jan 2026') == (then == HEADER + ROW)
    assert screen.count('You viewed it on') == 2 and 'damage' not in screen


def test_a_password_that_was_not_saved_is_never_said_to_be(visit, folder):
    def replace():
        (folder / 'users.csv').write_text(f'ann,HASH,{NOON}\n')

    assert 'Saved: your password' not in visit(*ANN, 'c', PASSWORD, OTHER, replace, OTHER)


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
    assert 'Saved: your password is changed.' in play(*LOGIN, 'c', PASSWORD, OTHER, OTHER)


def test_a_row_with_letters_that_take_two_bytes_is_written_whole(play, rows):
    play(*ANN)
    name, password_hash, _ = rows('users.csv')[0].split(',')
    row = f'{name},{password_hash},22 août 2026 Z\n'
    (play.folder / 'users.csv').write_text(row, encoding='utf-8')
    assert 'Saved: your password is changed.' in play(*LOGIN, 'c', PASSWORD, OTHER, OTHER)
    assert len(rows('users.csv')) == 1 and 'hello, ann' in play('l', 'ann', OTHER)


@posix
def test_a_visit_leaves_python_as_it_was(play):
    umask, handler = os.umask(0o27), signal.getsignal(signal.SIGINT)
    play(*ANN, 'v 12', 'q')
    assert os.umask(umask) == 0o27 and signal.getsignal(signal.SIGINT) == handler


@pytest.mark.parametrize('head, end', [
    (HEADER, b'\n'), (HEADER, b'\r\n'), (b'\xef\xbb\xbf' + HEADER, b'\n'), (b'xxx\n', b'\n')])
def test_skimming_a_big_file_finds_what_plain_reading_finds(folder, monkeypatch, head, end):
    chance = random.Random(7)
    names = 'ann bob cat dan anna ANN x-ann eve flo'.split()
    events = [SEVEN] + [Event(chance.choice(names), number, NOON, chance.choice((1, 1, -1)))
                        for number in range(1, 400)]
    lines = [','.join(map(str, event)).encode() for event in events]
    (folder / 'views.csv').write_bytes(head + end.join(lines) + end)
    monkeypatch.setattr(fakeflix, 'TAIL', 1000)
    monkeypatch.setattr(fakeflix, 'BLOCK', 100)
    logs = skimmed, plain = [Log(str(folder / 'views.csv'), 'ann', skim) for skim in (True, False)]
    for log in logs:
        read_log(log)
    assert skimmed.mine == plain.mine == [event for event in events if event.username == 'ann']
    newest = [event._replace(at='') for event in events[-20:]]     # others' times are left out
    assert list(skimmed.newest)[-20:] == list(plain.newest)[-20:] == newest
    assert len(skimmed.newest) < 200 < len(plain.newest)
