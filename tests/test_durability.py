"""What is said to be saved is on the disk, whole and once, whatever disks, locks, crashes and other
copies of the program do; and what is not saved is said not to be."""
import errno
import io
import os
import subprocess
import sys
import time

import pytest

import fakeflix
from conftest import ANN, PASSWORD, TOP
from fakeflix import Event, Log, NotSaved, User, append_row, locked, read_log

NOON = '2026-01-01T12:00:00Z'
HEADER = b'username,film_id,at,change\n'
SEVEN = Event('ann', 7, NOON, 1)
ROW = b'ann,7,2026-01-01T12:00:00Z,1\n'
LOGIN = ('l', 'ann', PASSWORD)
OTHER = 'an even longer password'

posix = pytest.mark.skipif(os.name != 'posix', reason='Windows has other permissions and locks')


class Keyboard(io.StringIO):
    """Lines to be typed; a function among them is called when its turn comes."""
    def __init__(self, lines):
        super().__init__()
        self.coming = list(lines)

    def readline(self, *size):
        while self.coming and callable(self.coming[0]):
            self.coming.pop(0)()
        return self.coming.pop(0) + '\n' if self.coming else ''


@pytest.fixture
def visit(folder, monkeypatch, capsys):
    """visit('l', 'ann', ...) is like play(), and may have functions among the lines."""
    def type_lines(*lines):
        monkeypatch.setattr(sys, 'stdin', Keyboard(lines))
        assert fakeflix.main(['--data', str(folder)]) == 0
        return capsys.readouterr().out
    return type_lines


def another_copy(folder, code):
    """A process of its own in which f is fakeflix and folder the data folder."""
    start = ('import os, sys, time, fakeflix as f; folder = sys.argv[1]; f.BCRYPT_COST = 4\n')
    return subprocess.Popen([sys.executable, '-c', start + code, str(folder)], cwd=TOP, text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def fails_with(number):
    def fail(*arguments):
        raise OSError(number, os.strerror(number))
    return fail


# -- Appending a row ------------------------------------------------------------------------------

@pytest.mark.parametrize('before, added', [
    (None, HEADER + ROW), (b'', HEADER + ROW), (HEADER, ROW), (HEADER + ROW, ROW),
    (HEADER + b'ann,7,2026-01', b'\n' + ROW), (HEADER[:-1], b'\n' + ROW), (b'\r\n', ROW),
], ids=['no file', 'empty', 'header', 'row', 'torn row', 'torn header', 'blank line'])
def test_a_row_its_header_and_a_mended_line_are_one_write(folder, monkeypatch, before, added):
    path, written, write = folder / 'views.csv', [], os.write
    if before is not None:
        path.write_bytes(before)
    monkeypatch.setattr(os, 'write', lambda file, data: written.append(data) or write(file, data))
    append_row(str(path), SEVEN)
    assert written == [added]
    assert path.read_bytes() == (before or b'') + added


def test_a_torn_line_spoils_neither_its_neighbours_nor_the_next_row(play, rows):
    play(*ANN, 'v 1')
    with open(play.folder / 'views.csv', 'ab') as file:
        file.write(b'ann,2,2026-0')
    assert '1 to 2 of 2' in play(*LOGIN, 'v 3', 'h')
    assert [row.split(',')[1] for row in rows('views.csv')] == ['1', '2', '3']


WRITE = os.write
FAULTS = {'full disk': ('write', fails_with(errno.ENOSPC)), 'fsync': ('fsync', fails_with(errno.EIO)),
          'short write': ('write', lambda file, data: WRITE(file, data[:9]))}


@pytest.mark.parametrize('before', [None, HEADER, HEADER + ROW + b'torn'])
@pytest.mark.parametrize('fault', FAULTS)
def test_a_row_that_was_not_saved_whole_leaves_nothing_behind(folder, monkeypatch, fault, before):
    path = folder / 'views.csv'
    if before:
        path.write_bytes(before)
    monkeypatch.setattr(os, *FAULTS[fault])
    with pytest.raises(OSError):
        append_row(str(path), SEVEN)
    assert path.read_bytes() == (before or b'')


@pytest.mark.parametrize('fault', FAULTS)
def test_what_is_not_saved_is_said_and_the_menu_goes_on(play, monkeypatch, fault):
    play(*ANN, 'v 1')
    before = {path.name: path.read_bytes() for path in play.folder.glob('*.csv')}
    with monkeypatch.context() as patch:
        patch.setattr(os, *FAULTS[fault])
        assert play('r', 'bob', PASSWORD, PASSWORD).count('NOT saved') == 1
        screen = play(*LOGIN, 'v 2', 'u', '1', 'u', '3', 'l', 'c', PASSWORD, OTHER, OTHER, 'h')
    assert screen.count('NOT saved') == 4 and 'Saved:' not in screen and '1 to 1 of 1' in screen
    for name, data in before.items():
        assert (play.folder / name).read_bytes() == data
    assert 'Saved: you viewed' in play(*LOGIN, 'v 2') and play.status == 0


def test_old_bytes_are_never_changed_only_added_to(play):
    for name, data in (('users.csv', b'bob,HASH\r\nrubbish\n\xff"'), ('likes.csv', b'\xef\xbb\xbf'),
                       ('views.csv', HEADER + ROW.replace(b'\n', b'\r\n') + b'ann,'),
                       ('films.csv', b'film_id,title,year,genres\n7,Alien,1979,Horror')):
        (play.folder / name).write_bytes(data)
    before = {path: path.read_bytes() for path in play.folder.iterdir()}
    play(*ANN, 'v 7', 'u', 'u', 'l', 'l', 'c', PASSWORD, OTHER, OTHER, 'o', 'r', 'cat', OTHER, OTHER)
    for path, data in before.items():
        assert path.read_bytes().startswith(data)
        assert (path.read_bytes() == data) == (path.name == 'films.csv')


@posix
@pytest.mark.parametrize('folder_mode, file_mode',
                         [(0o700, 0o600), (0o755, 0o644), (0o770, 0o660), (0o777, 0o666)])
def test_new_files_are_open_to_whom_the_folder_is(play, folder_mode, file_mode):
    play.folder.chmod(folder_mode)
    umask = os.umask(0o027)
    try:
        play(*ANN, 'v 1', 'l')
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(umask)
    modes = {path.name: path.stat().st_mode & 0o777 for path in play.folder.iterdir()}
    names = ('users.csv', 'views.csv', 'likes.csv', '.fakeflix.lock')
    assert modes == dict.fromkeys(names, file_mode)


# -- The lock -------------------------------------------------------------------------------------

def test_a_busy_file_is_waited_for_then_said_to_be_busy(play, monkeypatch):
    play(*ANN)
    copy = another_copy(play.folder, 'with f.locked(folder): print("held", flush=True); input()')
    assert copy.stdout.readline() == 'held\n'
    monkeypatch.setattr(fakeflix, 'LOCK_WAIT', 0.3)
    start = time.monotonic()
    screen = play(*LOGIN, 'v 1', 'h')
    assert time.monotonic() - start >= 0.3
    assert 'NOT saved' in screen and 'busy' in screen and 'Saved:' not in screen
    assert '0 of 0' in screen and not (play.folder / 'views.csv').exists()
    copy.kill()
    copy.communicate()
    assert 'Saved: you viewed' in play(*LOGIN, 'v 1')


def test_a_file_that_is_busy_for_a_moment_is_saved_to(play):
    play(*ANN)
    copy = another_copy(play.folder, 'with f.locked(folder): print(1, flush=True); time.sleep(.3)')
    copy.stdout.readline()
    assert 'Saved: you viewed' in play(*LOGIN, 'v 1')
    copy.communicate()


@posix
def test_nothing_is_appended_when_the_lock_is_refused(play, monkeypatch):
    play(*ANN)
    monkeypatch.setattr('fcntl.lockf', fails_with(errno.ENOLCK))
    assert os.strerror(errno.ENOLCK) in play(*LOGIN, 'v 1')
    assert not (play.folder / 'views.csv').exists()


@pytest.mark.parametrize('obstacle', ['read-only folder', 'folder in the place of the lock'])
def test_where_no_lock_can_be_made_it_says_not_saved_and_goes_on(play, monkeypatch, obstacle):
    if obstacle == 'read-only folder':
        monkeypatch.setattr(os, 'open', fails_with(errno.EROFS))
    else:
        (play.folder / '.fakeflix.lock').mkdir()
    screen = play(*ANN, 'l', 'ann', PASSWORD)
    assert 'NOT saved' in screen and 'hello' not in screen and play.status == 0
    assert not (play.folder / 'users.csv').exists()


def test_an_error_under_the_lock_becomes_one_sentence(folder):
    with pytest.raises(NotSaved, match='NOT saved: .*quota'), locked(str(folder)):
        raise OSError(errno.EDQUOT, 'Disk quota exceeded')


def test_the_lock_is_never_held_over_a_hash_a_question_or_a_print(play, monkeypatch):
    held, lock, met = [], fakeflix.locked, set()

    class Held:
        def __init__(self, folder):
            self.lock = lock(folder)

        def __enter__(self):
            self.lock.__enter__()
            held.append(self)

        def __exit__(self, *error):
            held.clear()
            return self.lock.__exit__(*error)

    def free(name, function):
        def call(*arguments, **options):
            assert not held
            met.add(name)
            return function(*arguments, **options)
        return call

    monkeypatch.setattr(fakeflix, 'locked', Held)
    for name in 'builtins.print', 'builtins.input', 'bcrypt.hashpw', 'bcrypt.checkpw':
        module, function = name.split('.')
        monkeypatch.setattr(name, free(name, getattr(sys.modules[module], function)))
    play(*ANN, 'v 1', 'l', 'u', 'c', PASSWORD, OTHER, OTHER, 'o', 'l', 'ann', OTHER)
    assert len(met) == 4


# -- Several copies at once -----------------------------------------------------------------------

def test_copies_that_register_one_name_at_once_make_one_account(folder, rows):
    code = f'''
hash_password = f.hash_password
f.hash_password = lambda text: [hash_password(text), time.sleep(0.5)][0]
f.main(['--data', folder])'''
    copies = [another_copy(folder, code) for _ in range(4)]
    for copy, name in zip(copies, ('ann', 'Ann', 'ANN', 'ann')):
        copy.stdin.write(f'r\n{name}\n{PASSWORD}\n{PASSWORD}\n')
        copy.stdin.flush()
    screens = [copy.communicate()[0] for copy in copies]
    assert sorted('Saved:' in screen for screen in screens) == [False, False, False, True]
    assert sum(' taken' in screen for screen in screens) == 3 and len(rows('users.csv')) == 1


def test_copies_that_save_at_once_lose_and_mix_nothing(play, folder, rows):
    play(*ANN)
    copies = [another_copy(folder, "f.main(['--data', folder])") for _ in range(4)]
    for number, copy in enumerate(copies, 1):
        copy.stdin.write('\n'.join([*LOGIN] + 15 * [f'v {number}', f'l {number}', 'l'] + ['']))
        copy.stdin.flush()
    screens = [copy.communicate()[0] for copy in copies]
    assert [screen.count('Saved:') for screen in screens] == 4 * [45]
    assert sorted(row.split(',')[1] for row in rows('views.csv')) == sorted(15 * '1234')
    assert len(rows('likes.csv')) == 120 and '1 to 10 of 60' in play(*LOGIN, 'h')
    play(arguments=['--check'])
    assert play.status == 0


def test_one_of_two_copies_likes_a_film_and_both_know(visit, folder, rows):
    visit(*ANN)
    like = another_copy(folder, "f.main(['--data', folder])")
    screen = visit(*LOGIN, '7', lambda: like.communicate('\n'.join([*LOGIN, 'l 7', ''])), 'l 7')
    assert screen.index('Likes: 0') < screen.index('You like') < screen.index('Likes: 1')
    assert len(rows('likes.csv')) == 1


def test_another_copys_like_is_seen_at_the_next_screen(visit, folder):
    def like():
        append_row(str(folder / 'likes.csv'), Event('bob', 7, NOON, 1))

    screen = visit(*ANN, '7', like, '', '7', like, '7')
    assert screen.index('Likes: 0') < screen.index('Likes: 1') < screen.index('Likes: 2')


def test_what_was_said_to_be_saved_survives_a_kill(play, rows):
    play(*ANN)
    copy = another_copy(play.folder, "f.main(['--data', folder])")
    copy.stdin.write('\n'.join([*LOGIN, 'v 7', '']))
    copy.stdin.flush()
    while 'Saved:' not in copy.stdout.readline():
        assert copy.poll() is None
    copy.kill()
    copy.communicate()
    assert rows('views.csv')[0].startswith('ann,7,')


def test_a_row_is_flushed_to_disk_before_it_is_said_to_be_saved(play, monkeypatch):
    play(*ANN)
    order, flush, tell = [], os.fsync, print
    monkeypatch.setattr(os, 'fsync', lambda file: order.append('flushed') or flush(file))
    monkeypatch.setattr('builtins.print', lambda *text, **options: (
        order.append('said') if 'Saved:' in str(text) else None, tell(*text, **options)))
    play(*LOGIN, 'v 7', 'l')
    assert order == ['flushed', 'said', 'flushed', 'said']


# -- Files that change while it runs --------------------------------------------------------------

@pytest.mark.parametrize('then, film_ids', [
    (None, []), (b'', []), (HEADER, []), (HEADER + ROW, [7]), (ROW + ROW, [7, 7]),
    (HEADER + 40 * ROW, 40 * [7]),
], ids=['removed', 'emptied', 'header', 'shorter', 'another', 'longer'])
def test_a_log_that_was_removed_or_replaced_is_read_anew(folder, then, film_ids):
    path = folder / 'views.csv'
    path.write_bytes(HEADER + 5 * ROW.replace(b',7,', b',12,'))
    log = Log(str(path), 'ann', False)
    read_log(log)
    assert [event.film_id for event in log.mine] == 5 * [12]
    path.unlink()
    if then is not None:
        (folder / 'new').write_bytes(then)
        (folder / 'new').rename(path)
    read_log(log)
    assert [event.film_id for event in log.mine] == film_ids and log.damaged == 0


def test_a_log_that_vanishes_during_a_visit_is_begun_again(visit, folder, rows):
    screen = visit(*ANN, 'v 7', (folder / 'views.csv').unlink, 'h', 'v 8', 'h')
    assert '0 of 0' in screen and '1 to 1 of 1' in screen
    assert [row.split(',')[1] for row in rows('views.csv')] == ['8']


def test_a_password_that_was_not_saved_is_never_said_to_be(visit, folder):
    def replace():
        (folder / 'users.csv').write_text(f'ann,HASH,{NOON}\n')

    screen = visit(*ANN, 'c', PASSWORD, OTHER, replace, OTHER)
    assert (folder / 'users.csv').read_text() == f'ann,HASH,{NOON}\n'
    assert 'Saved: your password' not in screen


# -- A big views.csv ------------------------------------------------------------------------------

@pytest.mark.parametrize('head, end', [
    (HEADER, b'\n'), (HEADER, b'\r\n'), (b'', b'\n'), (b'\xef\xbb\xbf', b'\n'), (b'x' * 999, b'\n'),
])
def test_skimming_a_big_file_finds_what_plain_reading_finds(folder, monkeypatch, head, end):
    names = ['ann', 'bob', 'anna', 'dan', 'ANN', 'x-ann']
    events = [Event('ann', 1, NOON, 1)] + [
        Event(names[place * place % 7 % 6], place + 1, NOON, 1 - place % 5 // 4 * 2)
        for place in range(400)]
    lines = [','.join(map(str, event)).encode() for event in events]
    (folder / 'views.csv').write_bytes(head + end.join(lines) + end)
    monkeypatch.setattr(fakeflix, 'TAIL', 1000)
    monkeypatch.setattr(fakeflix, 'BLOCK', 100)
    logs = [Log(str(folder / 'views.csv'), 'ann', skim) for skim in (True, False)]
    for log in logs:
        read_log(log)
    assert logs[0].mine == logs[1].mine == [event for event in events if event.username == 'ann']
    assert list(logs[0].newest)[-20:] == list(logs[1].newest)[-20:] == events[-20:]
    assert len(logs[0].newest) < 200 < len(logs[1].newest)
