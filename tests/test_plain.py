"""The quick reading of the files finds what a slow and obvious reading finds: here is the slow one,
written from the description of the files alone, and files with everything that may be wrong."""
import random
import re
from collections import Counter

import pytest
from conftest import ANN, DAMAGED, HISTORY, IN

import fakeflix
from fakeflix import Event, Log, read_log, standing

HEADER = b'username,film_id,at,change'
BOM = b'\xef\xbb\xbf'
NAMES = ['ann', 'Ann', 'anna', 'ANN', 'x-ann', 'bob', 'bob', 'bob.2', '_ann']     # the last is no name
WHOLE, TORN = b'ann,7,2026-01-15T12:00:00Z,-1', b'ann,7,2026-01-15T12:00:00Z,-'
BAD_LINES = [
    b'ann', b'ann,', b',,,', b'ann,7,2026-01-15T12:00:00Z', b'ann,7,2026-01-15T12:00:00Z,1,1',
    b'"ann,7,2026-01-15T12:00:00Z,1', b'ann,"7,2026-01-15T12:00:00Z",1', b'ann,7,never,1',
    b'ann,0,2026-01-15T12:00:00Z,1', b'ann,07,2026-01-15T12:00:00Z,1', b'rubbish\x0b\x0c\x1c',
    b'ann,-7,2026-01-15T12:00:00Z,1', b'ann,1234567890,2026-01-15T12:00:00Z,1', b'\0\0\0\0',
    'ann,7٧,2026-01-15T12:00:00Z,1'.encode(), 'änn,7,2026-01-15T12:00:00Z,1'.encode(), b'\xff,',
    'ann,7,٢026-01-15T12:00:00Z,1'.encode(), b'ann,7,2026-01-15 12:00:00Z,1',
    b'ann,7,2026-01-15T12:00:00,1', b'ann,7,2026-1-15T12:00:00Z,1', b'ann,7,2026-01-15T12:00:00Z,2',
    b'ann,7,2026-01-15T12:00:00Z,+1', b' ann,7,2026-01-15T12:00:00Z,1',
    b'ann,7,2026-01-15T12:00:00Z,', b'ann,7,2026-01-15T12:00:00Z,1 ',
    b'an,7,2026-01-15T12:00:00Z,1', b'ann,7,2026-01-15T12:00:00Z,1\rbob,7,2026-01-15T12:00:00Z,1',
    b'ann;7;2026-01-15T12:00:00Z,1', b'ann,7,2026-01-15T12:00:00Z,1ann,8,2026-01-15T12:00:00Z,1',
    b'ann' * 7 + HEADER[8:]]
SPELT_OTHERWISE = [     # as spreadsheets save them: fields in quotes, semicolons for commas
    b'"ann","7","2026-01-15T12:00:00Z","1"', b'ann,"2",2026-01-15T12:00:00Z,1',
    b'bob;7;2026-01-15T12:00:00Z;1', b'"bob";"1";"2026-01-15T12:00:00Z";"-1"',
    b'"username","film_id","at","change"', b'username;film_id;at;change']


def is_like(text: str, pattern: str) -> bool:
    """Is a text like a pattern, in which each 0 stands for a digit?"""
    return len(text) == len(pattern) and all(
        letter in '0123456789' if wanted == '0' else letter == wanted
        for letter, wanted in zip(text, pattern))


def is_name(text: str) -> bool:
    """Is it a username?"""
    return (3 <= len(text) <= 20 and text[0] not in '_.-' and text.isascii()
            and text.replace('_', '').replace('.', '').replace('-', '').isalnum())


def plain_fields(line: str) -> list:
    """The fields of a line: commas or else semicolons between them, some in double quotes."""
    line = line.removesuffix('\r')
    fields = line.split(',') if line.count(',') >= line.count(';') else line.split(';')
    return [field[1:-1] if field[:1] == field[-1:] == '"' and field != '"' else field
            for field in fields]


def plain_event(line: str) -> object:
    """The Event of a line of a log, or None."""
    fields = plain_fields(line)
    name, number, at, change, *more = [*fields, '', '', '', '']
    good = (not any(more) and len(fields) == 4 and is_name(name)
            and is_like(number, '0' * len(number)) and 0 < len(number) < 10 and number[0] != '0'
            and is_like(at, '0000-00-00T00:00:00Z') and change in ('1', '-1'))
    return Event(name, int(number), at, int(change)) if good else None


def plain_user(line: str) -> object:
    """(username, password_hash, registered_at) of a line of users.csv, or None."""
    fields = plain_fields(line)
    good = (len(fields) == 3 and is_name(fields[0]) and '"' not in ''.join(fields)
            and fields[2].endswith('Z'))
    return tuple(fields) if good else None


def plain_rows(data: bytes, from_line, header: str) -> tuple:
    """([what from_line makes of each good line], how many lines are damaged) of a whole file."""
    *lines, last = data.decode('utf-8-sig', 'replace').split('\n')
    lines += [last] if from_line(last) else []      # or else it is torn, and waits
    lines = [line for line in lines if ','.join(plain_fields(line)) not in ('', header)]
    rows = [from_line(line) for line in lines]
    return [row for row in rows if row], rows.count(None)


def plain_events(data: bytes) -> tuple:
    """([Event], how many lines are damaged) of a log."""
    return plain_rows(data, plain_event, HEADER.decode())


def plain_standing(events: list) -> list:
    """The events that are left when each -1 row has taken back the newest one that it can."""
    left = []
    for event in events:
        if event.change > 0:
            left.append(event)
            continue
        for place in reversed(range(len(left))):
            if left[place][:2] == event[:2]:
                del left[place]
                break
    return left


def untimed(events: list) -> list:
    """The events without their times, which nobody needs of others: as the newest are kept."""
    return [event._replace(at='') for event in events]


def plain_accounts(data: bytes) -> tuple:
    """({name in small letters: (username, hash, registered_at)}, how many lines do not count)."""
    rows, skipped = plain_rows(data, plain_user, 'username,password_hash,registered_at')
    accounts = {}
    for username, password_hash, at in rows:
        owner = accounts.setdefault(username.lower(), (username, password_hash, at))
        if owner[2] == at:
            accounts[username.lower()] = (owner[0], password_hash, at)
        else:
            skipped += 1
    return accounts, skipped


def rows(chance: random.Random, count: int, names: list) -> list:
    """Rows of a log, some of one user next to each other, of few films: and -1 rows among them
    that have something to take back, and some, most of film 7, that have nothing."""
    films = [(chance.choice(names), chance.choice((1, 1, 2, 7, 999_999_999)))
             for _ in range(count)]
    return [f'{name},{film},2026-01-15T12:{place // 60:02}:{place % 60:02}Z,'
            f'{chance.choice((-1, -1, 1) if film == 7 else (1, 1, -1))}'.encode()
            for place, (name, film) in enumerate(films)]


def odd_file(seed: int) -> bytes:
    """An odd log: by its number with and without \\r, a BOM, a header, and a last line whole or
    torn. Damaged lines stand among the older rows only, so that all agree on the newest."""
    chance = random.Random(seed)
    older = rows(chance, 150, NAMES) + BAD_LINES + SPELT_OTHERWISE + 3 * [b'']
    chance.shuffle(older)
    end, last = (b'\n', b'\r\n')[seed % 2], (b'', WHOLE, TORN, WHOLE + b'\r')[seed // 2 % 4]
    lines = [HEADER] * (seed % 3 < 2) + [WHOLE, *older, *rows(chance, 25, NAMES[:-1])]
    return BOM * (seed % 3 == 0) + end.join(lines) + end + last


def small(monkeypatch, block: int) -> None:
    """Have the program read small blocks, and the newest 20 rows of everybody only."""
    monkeypatch.setattr(fakeflix, 'BLOCK', block)
    monkeypatch.setattr(fakeflix, 'COMMUNITY', 20)


def assert_is_plain(log: Log, data: bytes, name: str) -> None:
    """What has been read of a log is what plain reading finds in these bytes."""
    events, damaged = plain_events(data)
    own = [event for event in events if event.username == name]
    assert log.mine == own and standing(log.mine) == plain_standing(own)
    assert list(log.newest) == untimed(events[-fakeflix.COMMUNITY:])
    assert standing(events) == plain_standing(events)
    totals = Counter()
    for event in events:
        totals[event.film_id] += event.change
    assert log.skim or dict(log.totals) == dict(totals)
    assert log.damaged <= damaged if log.skim else log.damaged == damaged


@pytest.mark.parametrize('skim', [True, False])
@pytest.mark.parametrize('block', [1, 50, 1000, 1 << 16])
def test_quick_reading_finds_what_plain_reading_finds(folder, monkeypatch, block, skim):
    small(monkeypatch, block)
    for seed in random.Random(block).sample(range(24), 6):
        data = odd_file(seed)
        (folder / 'views.csv').write_bytes(data)
        for name in 'ann', 'bob':
            log = Log(str(folder / 'views.csv'), name, skim)
            read_log(log)
            assert_is_plain(log, data, name)


@pytest.mark.parametrize('skim', [True, False])
@pytest.mark.parametrize('block', [50, 1 << 16])
def test_reading_while_rows_and_half_rows_are_added_finds_the_same(
        folder, monkeypatch, block, skim):
    small(monkeypatch, block)
    for seed in random.Random(block).sample(range(24), 6):
        data, chance = odd_file(seed), random.Random(seed)
        log = Log(str(folder / 'views.csv'), 'ann', skim)
        for end in sorted(chance.sample(range(len(data)), 12)) + [len(data)]:
            half, whole = (data[:end].rpartition(b'\n')[2], data[:end] + data[end:].split(b'\n')[0])
            if plain_events(half)[0] and not plain_events(whole.rpartition(b'\n')[2])[0]:
                continue                # nobody writes a whole row first and then spoils it
            (folder / 'views.csv').write_bytes(data[:end])
            read_log(log)
        assert_is_plain(log, data, 'ann')
        read_log(log)
        assert_is_plain(log, data, 'ann')


@pytest.mark.parametrize('seed', range(5))
def test_a_visit_shows_and_is_recommended_from_what_plain_reading_finds(play, monkeypatch, seed):
    play(*ANN)
    logs = {name: odd_file(seed + place) for place, name in enumerate(('views.csv', 'likes.csv'))}
    for name, data in logs.items():
        (play.folder / name).write_bytes(data)
    small(monkeypatch, 50)
    given = []
    monkeypatch.setattr(fakeflix, 'recommendations', lambda *facts: given.append(facts) or [])
    screen = play(*IN, 'r', 'h', '1', '2', '7')
    views, likes = (plain_events(data)[0] for data in logs.values())
    own = [[event for event in log if event.username == 'ann'] for log in (views, likes)]
    [asked] = [facts for facts in given if facts[4] == fakeflix.RECOMMENDED]    # by r
    assert list(asked[2:4]) == [
        untimed(event for event in log[-20:] if event.username != 'ann') + mine
        for log, mine in zip((views, likes), own)]
    count = sum(len(plain_standing(events)) for events in own)
    assert f'{HISTORY}1 to {min(count, 10)} of {count}' in ' '.join(screen.split())
    for place, number in enumerate((1, 2, 7), 1):
        shown = re.findall(r'Likes: (\d+)', screen.split('Film: ')[place].split('Enter:')[0])
        total = sum(like.change for like in likes if like.film_id == number)
        mine = any(event.film_id == number for event in plain_standing(own[1]))
        least = max(total, int(mine))       # never below 0, nor below 1 where ann likes it
        assert shown == ([str(least)] if least > 0 else [])
    assert f'{plain_events(logs["likes.csv"])[1]}{DAMAGED}s of likes.csv' in screen


def odd_users(seed: int) -> bytes:
    """A users.csv with names of two owners, changed passwords and every sort of damage."""
    chance, end = random.Random(seed), (b'\n', b'\r\n')[seed % 2]
    lines = [f'{chance.choice(NAMES)},{"" if number % 9 == 0 else number},2026-01-15T12:00:'
             f'00.{chance.choice((111111, 222222))}Z'.encode() for number in range(60)]
    lines += [b'ann', b'ann,,', b'ann,hash,never', b'an,hash,Z', b'"ann",hash,Z', b'\xff,hash,Z',
              b'ann,hash,Z,', b'a b,hash,Z', b'', b'\0', b'zed,ha"sh,Z', b'ann\x0b,hash,Z',
              b'"zed";"hash";"2026-01-15T12:00:00.000000Z"']
    chance.shuffle(lines)
    last = (b'', b'new,hash,2026-01-15T12:00:00.000000Z', b'new,hash,2026-01-15T12:00:00')
    return (BOM * (seed % 4 == 0) + b'username,password_hash,registered_at' + end
            + end.join(lines) + end + last[seed % 3])


@pytest.mark.parametrize('seed', range(12))
def test_the_accounts_are_those_of_plain_reading(seed):
    found = fakeflix.accounts_from_lines(odd_users(seed).decode('utf-8-sig', 'replace').split('\n'))
    accounts, skipped = plain_accounts(odd_users(seed))
    assert {name: tuple(user) for name, user in found.users.items()} == accounts
    torn = seed % 3 == 2                    # it waits, but it is named here
    assert len(found.faults) == skipped + torn


def test_plain_reading_itself_knows_good_from_bad():
    assert plain_events(HEADER + b'\n' + b'\n'.join(BAD_LINES) + b'\n') == ([], len(BAD_LINES))
    one, back = (Event('ann', 7, '2026-01-15T12:00:00Z', change) for change in (1, -1))
    assert plain_events(BOM + HEADER + b'\r\n' + WHOLE) == ([back], 0)
    assert plain_events(BOM + HEADER + b'\r\n' + TORN) == ([], 0)
    assert plain_standing([back, one, one, back, one._replace(username='bob')]) == [
        one, one._replace(username='bob')]
