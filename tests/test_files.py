"""The CSV files as people leave them: every line that can be used is used, and for every other
line the program says in plain words why not."""
import codecs
import os
import re
import subprocess
import sys

import pytest
from conftest import (
    ANN,
    DAMAGED,
    GUEST,
    HELLO,
    HISTORY,
    IN,
    NOT_SAVED,
    OTHER,
    PASSWORD,
    REGISTERED,
    TAKEN,
    TOP,
    VIEWED,
    WRONG,
    YOU_VIEWED,
)

import fakeflix
from fakeflix import (
    Event,
    Log,
    User,
    accounts_from_lines,
    events_from_lines,
    film_lines_of,
    films_from_lines,
    lines_of,
    read_log,
    standing,
)

HEADER = 'username,film_id,at,change\n'
NOON = '2026-01-01T12:00:00Z'
JOINED = '2026-01-01T12:00:00.000000Z'
def row(name, film_id, change=1):
    return f'{name},{film_id},{NOON},{change}'


TWO = f'{row("ann", 7)}\n{row("ann", 12)}\n'


def test_a_folder_without_a_catalogue_has_the_shipped_one_and_says_so(play):
    shipped = films_from_lines(film_lines_of(os.path.join(TOP, 'films.csv'))).films
    screen = play(*ANN, '1')
    assert f'1  {shipped[1].title} ({shipped[1].year})' in screen
    assert 'There is no films.csv in' in screen
    (play.folder / 'films.csv').symlink_to('nowhere')
    assert f'1  {shipped[1].title} ({shipped[1].year})' in play(*IN, '1')


@pytest.mark.parametrize('name', ['films.csv', 'Films.csv', 'FILMS.CSV'])
def test_the_catalogue_is_found_in_any_case_of_letters(play, name):
    (play.folder / name).write_text('film_id,title,year,genres\n7,Jaws,1975,Thriller\n')
    screen = play(*ANN, '7')
    assert 'Film: 7  Jaws (1975)' in screen and 'There is no films.csv' not in screen


@pytest.mark.parametrize('content', [b'', b'title,stars\nJaws,5\n', 'x,y\n'.encode('utf-16')],
                         ids=['empty', 'no year', 'UTF-16'])
def test_a_catalogue_that_cannot_be_read_is_said_before_the_first_question(play, content):
    play(*ANN)
    (play.folder / 'films.csv').write_bytes(content)
    for lines, question in ((('r', 'bob'), 'Choose a username.'), (('l', 'ann'), 'Your username?')):
        screen = play(*lines)
        assert screen.index('films.csv') < screen.index(question)
    screen = play(*IN, 'b', 's alien', '7', 'h', 'o')
    assert HELLO in screen and screen.count(GUEST) == 2 and play.status == 0


def test_a_catalogue_that_is_deleted_or_broken_meanwhile_is_still_there(play, monkeypatch):
    path = play.folder / 'films.csv'
    path.write_text('film_id,title,year,genres\n7,Jaws,1975,Thriller\n')
    real = fakeflix.browse

    def broken_first(session, answer=''):
        path.write_text('nonsense')
        real(session, answer)

    menu = [choice._replace(action=broken_first) if choice.letter == 'b' else choice
            for choice in fakeflix.FILMS_MENU]
    monkeypatch.setattr(fakeflix, 'FILMS_MENU', menu)
    assert '7  Jaws (1975)' in play(*ANN, 'b')


@pytest.mark.parametrize('make', ['mkdir', pytest.param('mkfifo', marks=pytest.mark.skipif(
    not hasattr(os, 'mkfifo'), reason='no named pipes here'))])
@pytest.mark.parametrize('names, said', [
    (['films.csv'], 'films.csv cannot be read: '), (['users.csv'], 'users.csv cannot be read: '),
    (['views.csv', 'likes.csv'], f'{NOT_SAVED}: ')])
def test_a_folder_or_a_pipe_in_the_place_of_a_file_is_explained(folder, make, names, said):
    for name in names:
        getattr(os, make)(folder / name)
    command = [sys.executable, 'fakeflix.py', '--data', str(folder)]
    visit, check = (subprocess.run(
        command + options, input='\n'.join([*ANN, 'v 1', 'l 1', 'h', 'r', '']), timeout=10, cwd=TOP,
        text=True, capture_output=True, check=False) for options in ([], ['--check']))
    assert said in visit.stdout and (visit.returncode, visit.stderr) == (0, '')
    assert check.returncode == 1 and all(f'{name} cannot be read: ' in check.stdout for name in names)


def test_zero_bytes_and_ten_million_letters_spoil_no_other_line(play):
    play(*ANN)
    huge = b'x' * 10_000_000 + b'\n'
    good = row('ann', 7).encode()
    users = (play.folder / 'users.csv').read_bytes()
    (play.folder / 'users.csv').write_bytes(huge + users)
    (play.folder / 'views.csv').write_bytes(huge + b'a\0nn' + good + b'\n' + good)
    assert f'{HISTORY}1 to 1 of 1' in play(*IN, 'h')
    screen = play(arguments=['--check'])
    assert len(screen) < 2000 and re.findall('(.*), line ([0-9]+)', screen) == [
        ('users.csv', '1'), ('views.csv', '1'), ('views.csv', '2')]


@pytest.mark.parametrize('name, at, password', [
    ('aNN', JOINED, 'TWO'), ('Ann', JOINED, 'TWO'), ('ann', '2027-01-01T12:00:00Z', 'ONE')])
def test_the_first_row_owns_a_name_and_a_later_one_may_change_its_password(name, at, password):
    accounts = accounts_from_lines([f'Ann,ONE,{JOINED}', f'{name},TWO,{at}'])
    assert accounts.users == {'ann': User('Ann', password, JOINED)}
    assert [number for number, _ in accounts.faults] == ([2] if password == 'ONE' else [])


def test_the_faults_of_users_csv_are_in_the_order_of_its_lines():
    accounts = accounts_from_lines([f'ann,ONE,{JOINED}', 'ann,TWO,2027-01-01T12:00:00Z', 'rubbish'])
    assert [number for number, _ in accounts.faults] == [2, 3]


@pytest.mark.parametrize('stored', ['', 'rubbish', '$2b$31$' + 53 * '.', '£'])
def test_a_row_with_a_broken_hash_still_claims_the_name(play, stored):
    (play.folder / 'users.csv').write_text(f'ann,{stored},{JOINED}\n', encoding='utf-8')
    assert TAKEN in play('r', 'ann')
    assert WRONG in play('l', 'ann', PASSWORD)


def test_a_bom_is_a_mark_at_the_start_of_a_file_and_rubbish_on_a_later_line(play):
    play(*ANN)
    rows = HEADER, '\ufeff' + row('ann', 1), row('ann', 2)
    (play.folder / 'views.csv').write_text('\n'.join(rows), encoding='utf-8-sig')
    screen = play(*IN, 'h')
    assert f'1{DAMAGED} of views.csv' in screen and '1 to 1 of 1' in screen
    assert 'views.csv, line 3:' in play(arguments=['--check'])


def test_half_an_account_without_a_newline_waits_uncounted(play):
    good = f'cat,HASH,{JOINED}'
    (play.folder / 'users.csv').write_text(f'username,password_hash,registered_at\n{good}\nbob,$2b$0')
    screen = play('r bob', 'r', 'ann')
    assert DAMAGED not in screen and screen.count(TAKEN) == 1


DAMAGED_ROWS = [
    f'ann,7,{NOON}', f'ann,7,{NOON},1,1', f'"ann,7",{NOON},1', f'ann,"7,{NOON},1', '   ', 'bob',
    f'ann,seven,{NOON},1', f'ann,-7,{NOON},1', f'ann,7.0,{NOON},1', f'ann,1٧,{NOON},1',
    f'ann,7,{NOON},0', f'ann,7,{NOON},2', f'ann,7,{NOON},-', f'ann,7,{NOON},', f' ann,7,{NOON},1',
    f'an,7,{NOON},1', f'ann;7,{NOON};1', f'ann,7,{NOON},1 ', 'ann,7,01/01/2026 12:00,1',
    f'änn,7,{NOON},1', f'ann,7,{NOON},1ann,7,{NOON},1', f'ann\t7\t{NOON}\t1', f"'ann',7,{NOON},1",
    f'"annx,7,{NOON},1', f'ann,7,{NOON}Z,1', f'ann,7,{NOON} ,1', f'ann,0,{NOON},1',
    f'ann,1234567890,{NOON},1']


@pytest.mark.parametrize('damaged', DAMAGED_ROWS)
def test_a_damaged_event_is_skipped_and_the_others_are_used(folder, damaged):
    good = row('bob', 6, -1), row('cat', 6, -1)
    lines = '\ufeff' + good[0] + '\r', damaged, good[1]
    (folder / 'a.csv').write_bytes('\n'.join(lines).encode())
    events, faults = events_from_lines(lines_of(str(folder / 'a.csv')))
    assert events == events_from_lines(list(good))[0] and len(events) == 2
    assert [number for number, _ in faults] == [2]


@pytest.mark.parametrize('damaged', [
    f'an,HASH,{JOINED}', f'ann,{JOINED}', f'ann,HASH,{JOINED},', f'"ann,HASH",{JOINED}',
    f'ann ,HASH,{JOINED}', 'ann,HASH,2026-01-01T12:00:00.0', 'ann,HASH,', f'ann,HA"SH,{JOINED}'])
def test_a_damaged_account_is_skipped_and_the_others_are_used(folder, damaged):
    good = f'bob,HASH,{JOINED}', f'cat,HASH,{JOINED}'
    lines = '\ufeff' + good[0] + '\r', damaged, good[1]
    (folder / 'a.csv').write_bytes('\n'.join(lines).encode())
    accounts = accounts_from_lines(lines_of(str(folder / 'a.csv')))
    assert list(accounts.users) == ['bob', 'cat']
    assert [number for number, _ in accounts.faults] == [2]


@pytest.mark.parametrize('line, reason', [
    (f'an,7,{NOON},1', "the username 'an' is not 3 to 20"),
    (f'ann,seven,{NOON},1', "the film_id 'seven' is not a whole number"),
    ('ann,7,22/11/2026,1', "the time '22/11/2026' is not like 2026-11-22T10:00:00Z"),
    (f'ann,7,{NOON},2', "the change '2' is neither 1 nor -1"),
    ('rubbish', "'rubbish' is not a row of username,film_id,at,change")])
def test_a_fault_is_named_by_its_field(line, reason):
    [(number, said)] = events_from_lines([line, row('ann', 1)])[1]
    assert number == 1 and said.startswith(reason)


def quoted(line):
    return ','.join(f'"{field}"' for field in line.split(','))


def with_semicolons(line):
    return line.replace(',', ';')


def quoted_with_semicolons(line):
    return with_semicolons(quoted(line))


@pytest.mark.parametrize('end', ['\n', '\r\n'], ids=['LF', 'CRLF'])
@pytest.mark.parametrize('resaved', [quoted, with_semicolons, quoted_with_semicolons])
def test_logs_that_a_spreadsheet_saved_again_still_work(play, resaved, end):
    play(*ANN, 'v 939', 'v 12', 'l', 'c', PASSWORD, OTHER, OTHER)
    for name in 'users.csv', 'views.csv', 'likes.csv':
        path = play.folder / name
        lines = [resaved(line) for line in path.read_text().splitlines()]
        path.write_bytes(('\ufeff' + end.join(lines) + end).encode())
    screen = play('l ann', OTHER, 'h', 'v 7', 'o', 'r ann', '', 'r bob', PASSWORD, PASSWORD)
    assert f'{HISTORY}1 to 3 of 3' in screen and VIEWED in screen
    assert TAKEN in screen and f'{REGISTERED}bob' in screen and DAMAGED not in screen
    assert ', line ' not in play(arguments=['--check'])


@pytest.mark.parametrize('line', [
    'bob', 'bob,', 'bob;HASH', f'"bob",HASH,{JOINED},,', f'  bob,HASH,{JOINED}', '"bob',
    f'\ufeffbob,HASH,{JOINED}', 'BOB,HASH,never', f'bob\tHASH\t{JOINED}', 'bob|x|y'])
def test_a_name_that_begins_any_line_of_users_csv_is_taken(play, line):
    play(*ANN)
    with open(play.folder / 'users.csv', 'a', encoding='utf-8') as file:
        file.write(f'{line}\n')
    before = (play.folder / 'users.csv').read_bytes()
    assert TAKEN in play('r bob') and (play.folder / 'users.csv').read_bytes() == before
    assert WRONG in play('l bob', PASSWORD)
    assert f'{REGISTERED}bobby' in play('r bobby', PASSWORD, PASSWORD)


@pytest.mark.parametrize('content', [
    b'bob|HASH|x\n', b'"username,password_hash,registered_at"\n"bob,HASH,x"\n',
    b'b\0o\0b\0,\0H\0\n\0', b'rubbish\n', b'bob,HASH,x\rcat,HASH,x\r', b'bob,HA'],
    ids=['bars', 'one cell', 'NUL bytes', 'rubbish', 'CR alone', 'torn'])
def test_nobody_registers_while_no_line_of_users_csv_can_be_read(play, content):
    (play.folder / 'users.csv').write_bytes(content)
    screen = ' '.join(play('r', 'zoe', PASSWORD, PASSWORD).split())
    assert 'users.csv cannot be read' in screen and '--check' in screen
    assert REGISTERED not in screen and (play.folder / 'users.csv').read_bytes() == content


def test_a_zero_byte_somewhere_in_users_csv_locks_nobody_out_but_adds_nobody(play):
    play(*ANN)
    with open(play.folder / 'users.csv', 'ab') as file:
        file.write(b'x\0y\n')
    assert HELLO in play(*IN) and REGISTERED not in play('r', 'bob', PASSWORD, PASSWORD)


def test_a_line_of_films_csv_that_is_not_utf_8_garbles_no_other(play):
    lines = b'film_id,title,year,genres\n', '1,Amélie,2001,Comedy\n'.encode(), '2,Zoë’s,2001,War\n'
    (play.folder / 'films.csv').write_bytes(lines[0] + lines[1] + lines[2].encode('cp1252'))
    screen = play(*ANN, 'b')
    assert 'Amélie' in screen and 'Zoë’s' in screen


@pytest.mark.parametrize('content', [
    b'', b'\n', b'username,password_hash,registered_at', b'\xef\xbb\xbf',
    b'"username";"password_hash";"registered_at"\r\n\r\n'])
def test_with_only_its_header_people_can_register(play, content):
    (play.folder / 'users.csv').write_bytes(content)
    assert REGISTERED in play(*ANN) and HELLO in play(*IN)


@pytest.mark.parametrize('text, film_ids, damaged', [
    (HEADER + TWO, [7, 12], 0), ('\ufeff' + HEADER + TWO, [7, 12], 0), (TWO, [7, 12], 0),
    ('\ufeff' + TWO, [7, 12], 0), ((HEADER + TWO).replace('\n', '\r\n'), [7, 12], 0),
    (TWO[:-1], [7, 12], 0), (TWO.replace('\n', '\r\n')[:-1], [7, 12], 0), (TWO[:-2], [7], 0),
    (TWO[:-2] + '\n', [7], 1), (TWO[:-2] + '\n' + row('ann', 9), [7, 9], 1),
    ('half\n' + HEADER + 'a "quote\n' + TWO, [7, 12], 2), ('', [], 0), (HEADER[:-1], [], 0)])
def test_a_log_is_read_line_by_line(folder, text, film_ids, damaged):
    (folder / 'views.csv').write_bytes(text.encode())
    log = Log(str(folder / 'views.csv'), 'ann', False)
    read_log(log)
    assert ([event.film_id for event in log.mine], log.damaged) == (film_ids, damaged)


def test_a_long_log_is_read_on_and_not_anew(folder, monkeypatch):
    path = folder / 'views.csv'
    path.write_text(HEADER + '\n' + (row('bob', 1) + '\n') * 5000)
    log = fakeflix.Log(str(path), 'ann', skim=False)
    fakeflix.read_log(log)
    monkeypatch.setattr(fakeflix.Log, 'start_over', lambda log: pytest.fail('it is read anew'))
    with open(path, 'a') as file:
        file.write(row('ann', 2) + '\n')
    fakeflix.read_log(log)
    assert log.totals == {1: 5000, 2: 1} and [event.film_id for event in log.mine] == [2]


def test_damaged_lines_are_said_once_and_check_names_each(play):
    (play.folder / 'views.csv').write_text(f'rubbish\n{row("ann", 1)}\nann,1,today,1\n')
    (play.folder / 'likes.csv').write_text(f'{HEADER}{row("bob", 1)}\n{row("bob", 1, 7)}\n')
    screen = play(*ANN, 'h', '1', 'l', '', '1', 'o', 'r bob', OTHER, OTHER, 'h')
    assert screen.count('views.csv') == screen.count('likes.csv') == 2      # once to each user
    assert YOU_VIEWED in screen and 'Likes: 2' in screen
    assert re.findall("(.*), line (.*): .*'(.*)'", play(arguments=['--check'])) == [
        ('views.csv', '1', 'rubbish'), ('views.csv', '3', 'today'), ('likes.csv', '3', '7')]


@pytest.mark.parametrize('changes, left', [
    ('+7', 'a'), ('+7 -7', ''), ('+7 -7 +7', 'c'), ('-7 +7', 'b'), ('+7 +9 -7', 'b'), ('-7', ''),
    ('+7 -7 -7 +7', 'd'), ('+7 +9 +7 -7', 'ab'), ('+7 -9', 'a'), ('+7 +7 -7 -7 +9', 'e')])
def test_taking_back_undoes_ones_own_newest_view_that_still_stands(changes, left):
    bob = Event('bob', 7, '', 1)
    events = [Event('ann', int(change[1:]), at, 1 if change[0] == '+' else -1)
              for change, at in zip(changes.split(), 'abcde')]
    assert ''.join(event.at for event in standing([bob] + events)) == left
    assert standing([bob] + events)[0] == bob


def test_the_likes_of_a_film_are_the_sum_of_its_rows_and_never_below_0(play):
    lines = [row('bob', 1), row('cat', 1), row('bob', 1, -1), row('bob', 2, -1)]
    (play.folder / 'likes.csv').write_text('\n'.join(lines))
    assert 'Likes: 1\n' in play(*ANN, '1')
    assert 'Likes: ' not in play(*IN, '2')
    assert not re.search('-1 like|0 like', play(*IN, 'b'))


def test_a_film_that_i_like_has_one_like_at_least(play):
    (play.folder / 'likes.csv').write_text(f'{row("bob", 2, -1)}\n' * 3)
    assert 'Likes: 1\n' in play(*ANN, 'l 2')


def test_check_names_what_exists_nowhere_and_ends_with_counts(play):
    play(*ANN, 'v 1', 'l', 'v 2', 'u')
    with open(play.folder / 'users.csv', 'a') as file:
        file.write(f'shut,HASH,{JOINED}\n')
    with open(play.folder / 'views.csv', 'a') as file:
        file.write(f'{row("bob", 1)}\nann,99999,2021-13-45T10:00:00Z,1\n')
    (play.folder / 'users (1).csv').touch()
    (play.folder / 'views-PC.csv').touch()
    screen = play(arguments=['--check'])
    for words in ('shut', 'views.csv: bob is not in users.csv (1 row)', '2021-13-45T10:00:00Z',
                  'views.csv: film 99999 is not in films.csv (1 row)', 'users (1).csv',
                  'views-PC.csv'):
        assert words in screen
    assert screen.endswith(' films, 2 accounts, 3 views, 1 like.\n') and play.status == 1


@pytest.mark.parametrize('stored, opens', [
    ('$2b$12$' + 'a' * 21 + 'O' + 'a' * 31, True), ('$2b$15$' + 'a' * 21 + 'O' + 'a' * 31, False),
    ('$2b$12$' + 'a' * 21 + 'O' + 'a' * 30, False), ('$2b$12$' + 'a' * 53, False),
    ('$1$abc', False)], ids=['a hash', 'too costly', 'cut off', 'changed salt', 'another kind'])
def test_check_names_an_account_that_nobody_can_log_in_to(few, play, stored, opens):
    (few / 'users.csv').write_text(f'shut,{stored},{JOINED}\n')
    assert ('log in as shut' not in play(arguments=['--check'])) == opens
    assert play.status == (0 if opens else 1)


def test_what_is_only_worth_knowing_is_no_fault(few, play):
    (few / 'films.csv').write_text('Number,Title,Year,Genre\n1,Up,2009,Family\n')
    assert "'Number' is read as film_id" in play(arguments=['--check'])
    assert play.status == 0


def test_check_needs_neither_a_keyboard_nor_bcrypt(play, monkeypatch):
    monkeypatch.setattr(fakeflix, 'BCRYPT_PROBLEM', 'it is not there')
    with monkeypatch.context() as patch:
        patch.setattr(sys, 'stdin', None)
        assert fakeflix.main(['--data', str(play.folder), '--check']) == 0


def test_a_line_that_check_prints_is_not_wrapped(play):
    (play.folder / 'views.csv').write_text('a' * 59 + ' b\n')
    assert f"views.csv, line 1: '{'a' * 59} ' is not a row of username,film_id,at,change\n" in play(
        arguments=['--check'])


def test_history_and_pages_go_by_the_order_of_the_rows_whatever_the_clock_said(play):
    play(*ANN)
    early, late = '2020-01-15T12:00:00Z', '2025-06-15T12:00:00Z'
    (play.folder / 'views.csv').write_text(f'ann,7,{late},1\nann,7,{early},1\n')
    screen = play(*IN, '7', '', 'h')
    assert 'last on 15 Jan 2020' in screen
    assert screen.index('viewed 15 Jan 2020') < screen.index('viewed 15 Jun 2025')


def test_help_names_the_options(capsys):
    with pytest.raises(SystemExit, match='^0$'):
        fakeflix.main(['--help'])
    assert re.search('--data FOLDER.*--check', capsys.readouterr().out, re.DOTALL)


@pytest.mark.parametrize('name', ['missing', 'file'])
def test_no_such_folder_is_one_sentence_and_creates_nothing(folder, capsys, name):
    (folder / 'file').write_text('not a folder')
    assert fakeflix.main(['--data', str(folder / name)]) == 2
    printed = capsys.readouterr()
    assert printed.out == '' and printed.err.count('\n') == 1 and name in printed.err
    assert ('There is no folder' in printed.err) == (not (folder / name).exists())
    assert [path.name for path in folder.iterdir()] == ['file']


@pytest.mark.parametrize('name', ['users.csv', 'views.csv', 'likes.csv', 'films.csv'])
@pytest.mark.parametrize('bom', [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE], ids=['LE', 'BE'])
def test_a_file_saved_as_utf_16_is_explained_and_neither_read_nor_saved_to(play, name, bom):
    play(*ANN)
    line = {'users.csv': f'ann,HASH,{JOINED}', 'films.csv': '1,Up,2009,Family'}
    code = {codecs.BOM_UTF16_LE: 'utf-16-le', codecs.BOM_UTF16_BE: 'utf-16-be'}[bom]
    data = bom + (line.get(name, row('ann', 7)) + '\n').encode(code)
    (play.folder / name).write_bytes(data)
    screen = ' '.join(play(*IN, 'r bob', PASSWORD, PASSWORD, 'v 7', 'l 7').split())
    assert f'{name} cannot be read: it is UTF-16, save it again as "CSV UTF-8"' in screen
    assert 'CSV UTF-8' in play(arguments=['--check']) and play.status == 1
    assert (play.folder / name).read_bytes() == data
    assert re.findall(r'Saved: you (\w+)', screen) == {
        'users.csv': [], 'views.csv': ['like'], 'likes.csv': ['viewed'], 'films.csv': []}[name]


@pytest.mark.parametrize('name, letters', [('views.csv', 'hrt'), ('likes.csv', 'hrt')])
def test_what_cannot_be_read_is_never_shown_as_empty_to_nobody(play, name, letters):
    play(*ANN, 'v 12', 'l', 'o', 'r bob', OTHER, OTHER)
    (play.folder / name).unlink()
    (play.folder / name).mkdir()
    screen = play(*IN, '12', *letters, 'o', 'l bob', OTHER, *letters)
    for words in ('Not viewed yet', 'Not liked yet', 'newest first: none', 'Nothing viewed'):
        assert words not in screen
    assert screen.count(f'{name} cannot be read: ') >= 2 + 2 * len(letters)
