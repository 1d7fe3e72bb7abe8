"""The CSV files as people leave them: every line that can be used is used, and for every other
line the program says in plain words why not."""
import os
import subprocess
import sys

import pytest

import fakeflix
from conftest import ANN, PASSWORD, TOP
from fakeflix import (Event, Film, Log, User, accounts_from_lines, events_from_lines,
                      films_from_lines, lines_of, read_log, standing)

FILMS = '''film_id,title,year,genres,rating,director,minutes,alt_title,synopsis
7,Alien,1979,Horror|Sci-Fi,15,Ridley Scott,117,,"In space, no one can hear you."
12,Amélie,2001,Romance|Comedy,15,Jean-Pierre Jeunet,122,The Fabulous Destiny,Paris.
'''
NOON = '2026-01-01T12:00:00Z'
JOINED = '2026-01-01T12:00:00.000000Z'


def view(name, film_id, change=1):
    return f'{name},{film_id},{NOON},{change}'


def separated_by(separator):
    return 'film_id,title,year,genres\n12,Amélie,2001,Romance|Comedy\n'.replace(',', separator)


# -- films.csv ------------------------------------------------------------------------------------

@pytest.mark.parametrize('data', [
    FILMS.encode(),
    FILMS.encode('utf-8-sig'),
    FILMS.encode('cp1252'),
    FILMS.replace('\n', '\r\n').encode('utf-8-sig'),
    FILMS.replace('\n', '\n\n').encode(),
    FILMS.replace('\n', '\n,,,,,,,,\n').encode(),
    FILMS.rstrip('\n').encode(),
    FILMS.replace('film_id,title', '"film_id","Title"').encode(),
    separated_by(';').encode('cp1252'),
    separated_by('\t').encode(),
    separated_by(',').encode(),
    'colour,genres,year,title,film_id,\nred,Romance|Comedy,2001, Amélie ,12,\n'.encode(),
], ids=['as shipped', 'BOM', 'cp1252', 'CRLF', 'blank lines', 'empty rows', 'no last newline',
        'quoted columns', 'semicolons', 'tabs', 'four columns', 'other order'])
def test_a_catalogue_from_any_spreadsheet_works(play, data):
    (play.folder / 'films.csv').write_bytes(data)
    screen = play(*ANN, '12')
    assert '12  Amélie (2001)' in screen and 'Romance, Comedy' in screen
    assert 'damaged' not in screen


def test_a_film_has_whole_numbers_genres_in_order_and_empty_texts():
    lines = [b'film_id,title,year,genres,minutes', b'7,Alien,1979, Horror | Sci-Fi |Horror,']
    alien = Film(7, 'Alien', 1979, ('Horror', 'Sci-Fi'), '', '', 0, '', '')
    assert films_from_lines(lines) == ({7: alien}, [])


@pytest.mark.parametrize('data', [
    b'', FILMS.encode('utf-16'), b'7,Alien,1979,Horror\n', b'film_id,title,year\n7,Alien,1979\n',
], ids=['empty', 'UTF-16', 'no header', 'no genres'])
def test_a_catalogue_that_cannot_be_read_is_explained(play, data):
    (play.folder / 'films.csv').write_bytes(data)
    screen = play(*ANN, 'b', 's alien', 'r', 'h', '7', 'v 7')
    assert 'films.csv: its first line must name the columns' in screen and play.status == 0
    assert 'films.csv: its first line' in play(arguments=['--check']) and play.status == 1


@pytest.mark.parametrize('link', [False, True])
def test_a_folder_without_a_catalogue_has_the_shipped_one(play, link):
    if link:
        os.symlink(play.folder / 'nowhere', play.folder / 'films.csv')
    shipped = films_from_lines(lines_of(os.path.join(TOP, 'films.csv')))[0]
    assert f'1  {shipped[1].title} ({shipped[1].year})' in play(*ANN, '1')


@pytest.mark.parametrize('name', ['films.csv', 'users.csv', 'views.csv', 'likes.csv'])
def test_a_folder_in_the_place_of_a_file_is_explained(play, name):
    (play.folder / name).mkdir()
    screen = play(*ANN, 'v 1', 'l 1', 'h', 'r')
    assert name in screen and 'not a plain file' in screen and play.status == 0
    assert f'{name}: it is not a plain file' in play(arguments=['--check'])


@pytest.mark.skipif(not hasattr(os, 'mkfifo'), reason='no named pipes here')
@pytest.mark.parametrize('options', [['--check'], []])
def test_a_pipe_in_the_place_of_a_file_never_makes_it_hang(folder, options):
    for name in 'films.csv', 'views.csv', 'likes.csv':
        os.mkfifo(folder / name)
    typed = '\n'.join([*ANN, 'v 1', 'h', 'r', 'q', ''])
    command = [sys.executable, os.path.join(TOP, 'fakeflix.py'), '--data', str(folder), *options]
    done = subprocess.run(command, input=typed, capture_output=True, text=True, timeout=20)
    assert 'films.csv: it is not a plain file' in done.stdout
    assert done.stderr == '' and done.returncode == len(options)


@pytest.mark.parametrize('row, reason', [
    ('x,Jaws,1975,Horror,', "the film_id 'x' is not a whole number"),
    ('-9,Jaws,1975,Horror,', "the film_id '-9' is not a whole number"),
    ('9,Jaws,nineteen,Horror,', "the year 'nineteen' is not a whole number"),
    ('9,Jaws,1975,Horror,long', "the minutes 'long' is not a whole number"),
    (',Jaws,1975,Horror,', 'the film_id is missing'),
    ('9, ,1975,Horror,', 'the title is missing'),
    ('9,Jaws,,Horror,', 'the year is missing'),
    ('9,Jaws,1975,|,', 'the genres is missing'),
    ('7,Jaws,1975,Horror,', 'the film_id 7 is taken'),
    ('9,Jaws, again,1975,Horror,', 'it has 6 fields, the first line has 5'),
    ('9,Jaws', 'it has 2 fields, the first line has 5'),
    ('9,"Jaws,1975,Horror,', 'a double quote (") is not closed'),
    ('9,"Jaws" 2,1975,Horror,', 'a double quote (") is not closed or stands in the wrong place'),
])
def test_check_names_a_damaged_film_and_the_others_are_used(play, row, reason):
    lines = ['film_id,title,year,genres,minutes', '7,Alien,1979,Horror,117', row,
             '12,Heat,1995,Crime,170']
    (play.folder / 'films.csv').write_text('\n'.join(lines), encoding='utf-8')
    assert f'films.csv, line 3: {reason}' in play(arguments=['--check']) and play.status == 1
    screen = play(*ANN, 'b', '', 'b')
    assert 'Alien' in screen and 'Heat' in screen and 'Jaws' not in screen
    assert screen.count('films.csv has damaged lines') == 1


def test_a_text_that_is_too_long_is_not_blamed_on_a_quote():
    lines = [b'film_id,title,year,genres', b'9,' + b'Jaws ' * 40_000 + b',1975,Horror']
    films, faults = films_from_lines(lines)
    assert films or 'quote' not in str(faults)


def test_zero_bytes_and_ten_million_letters_spoil_no_other_line(play):
    huge = b'x' * 10_000_000 + b'\n'
    (play.folder / 'films.csv').write_bytes(
        b'film_id,title,year,genres\n' + huge + b'7,Al\0ien,1979,Horror')
    (play.folder / 'users.csv').write_bytes(huge + f'bob,HASH,{JOINED}'.encode())
    (play.folder / 'views.csv').write_bytes(
        huge + b'a\0n' + view('ann', 7).encode() + b'\n' + view('ann', 7).encode())
    assert 'Al?ien (1979)' in play(*ANN, 'h', '7')
    screen = play(arguments=['--check'])
    for place in 'films.csv, line 2', 'users.csv, line 1', 'views.csv, line 1', 'views.csv, line 2':
        assert place in screen
    assert screen.count(', line ') == 4 and len(screen) < 2000


# -- users.csv ------------------------------------------------------------------------------------

def test_the_first_row_of_a_name_owns_it_whatever_the_case():
    lines = [f'Ann,ONE,{JOINED}'.encode(), b'aNN,TWO,2026-02-02T12:00:00.000000Z']
    accounts, faults = accounts_from_lines(lines)
    assert accounts == {'ann': User('Ann', 'ONE', JOINED)}
    assert [number for number, reason in faults] == [2]


@pytest.mark.parametrize('name', ['Ann', 'ANN'])
def test_a_later_row_with_the_same_registered_at_changes_the_password_only(name):
    lines = [f'Ann,ONE,{JOINED}'.encode(), f'{name},TWO,{JOINED}'.encode()]
    assert accounts_from_lines(lines) == ({'ann': User('Ann', 'TWO', JOINED)}, [])


def test_a_name_is_taken_and_its_owner_logs_in_whatever_the_case(play, rows):
    play('r', 'Ann', PASSWORD, PASSWORD)
    assert 'The username aNN is taken' in play('r', 'aNN')
    assert 'hello, Ann\n' in play('l', 'ANN', PASSWORD)
    assert len(rows('users.csv')) == 1


@pytest.mark.parametrize('stored', ['', 'rubbish', '$2b$31$' + 53 * '.', '£'])
def test_a_row_with_a_broken_hash_still_claims_the_name(play, stored):
    (play.folder / 'users.csv').write_text(f'ann,{stored},{JOINED}\n', encoding='utf-8')
    assert 'The username ann is taken' in play('r', 'ann')
    assert 'hello' not in play('l', 'ann', PASSWORD)


@pytest.mark.parametrize('line', [
    f'an,HASH,{JOINED}', f'ann,{JOINED}', f'ann,HASH,{JOINED},', f'"ann",HASH,{JOINED}',
    f'ann;HASH;{JOINED}', f'ann ,HASH,{JOINED}', 'ann,HASH,2026-01-01T12:00:00.0', 'ann,HASH,',
])
def test_a_damaged_account_is_skipped_and_the_others_are_used(line):
    lines = [f'bob,HASH,{JOINED}', line, f'cat,HASH,{JOINED}']
    accounts, faults = accounts_from_lines([text.encode() for text in lines])
    assert list(accounts) == ['bob', 'cat'] and [number for number, reason in faults] == [2]


def test_half_an_account_without_a_newline_waits_uncounted(play):
    (play.folder / 'users.csv').write_text('username,password_hash,registered_at\nbob,$2b$0')
    assert 'damaged' not in play('r', 'ann')


# -- views.csv and likes.csv ----------------------------------------------------------------------

@pytest.mark.parametrize('line', [
    f'ann,7,{NOON}', f'ann,7,{NOON},1,1', f'"ann",7,{NOON},1', f'ann,"7",{NOON},1',
    f'ann,seven,{NOON},1', f'ann,-7,{NOON},1', f'ann,7.0,{NOON},1', f'ann,٧,{NOON},1',
    f'ann,7,{NOON},0', f'ann,7,{NOON},2', f'ann,7,{NOON},-', f'ann,7,{NOON},', f' ann,7,{NOON},1',
    f'an,7,{NOON},1', f'ann;7;{NOON};1', f'ann,7,{NOON},1 ', 'ann,7,01/01/2026 12:00,1', '   ',
    f'änn,7,{NOON},1', f'ann,7,{NOON},1ann,7,{NOON},1',
])
def test_a_damaged_event_is_skipped_and_the_others_are_used(line):
    lines = [view('ann', 5), line, view('bob', 6, -1)]
    events, faults = events_from_lines([text.encode() for text in lines])
    assert events == [Event('ann', 5, NOON, 1), Event('bob', 6, NOON, -1)]
    assert [number for number, reason in faults] == [2] and line.strip() in str(faults[0][1])


HEADER = 'username,film_id,at,change\n'
TWO = f'{view("ann", 7)}\n{view("ann", 12)}\n'


@pytest.mark.parametrize('text, film_ids, damaged', [
    (HEADER + TWO, [7, 12], 0),
    ('\ufeff' + HEADER + TWO, [7, 12], 0),
    ('\ufeff' + TWO, [7, 12], 0),
    (TWO, [7, 12], 0),
    ((HEADER + TWO).replace('\n', '\r\n'), [7, 12], 0),
    ((HEADER + TWO).rstrip('\n'), [7, 12], 0),
    ((HEADER + TWO).replace('\n', '\r\n').rstrip('\n'), [7, 12], 0),
    (TWO[:-2], [7], 0),
    (TWO[:-2] + '\n', [7], 1),
    (TWO[:-2] + '\n' + view('ann', 9), [7, 9], 1),
    ('half\n' + HEADER + 'a "quote\n' + TWO, [7, 12], 2),
    ('', [], 0),
    (HEADER.rstrip('\n'), [], 0),
])
def test_a_log_is_read_line_by_line(folder, text, film_ids, damaged):
    (folder / 'views.csv').write_bytes(text.encode())
    log = Log(str(folder / 'views.csv'), 'ann', False)
    read_log(log)
    assert ([event.film_id for event in log.mine], log.damaged) == (film_ids, damaged)


def test_damaged_lines_are_said_once_and_check_names_each(play):
    (play.folder / 'views.csv').write_text(f'rubbish\n{view("ann", 1)}\nann,1,today,1\n')
    (play.folder / 'likes.csv').write_text(f'{HEADER}{view("bob", 1)}\n{view("bob", 1, 7)}\n')
    screen = play(*ANN, 'h', '1', 'l', 'o', 'l', 'ann', PASSWORD, 'h')
    assert screen.count('views.csv has damaged lines') == 1
    assert screen.count('likes.csv has damaged lines') == 1
    assert 'viewed it 1 time' in screen and 'Likes: 2' in screen
    checked = play(arguments=['--check'])
    assert play.status == 1 and checked.count(', line ') == 3
    for fault in ("views.csv, line 1: 'rubbish'", "views.csv, line 3: 'ann,1,today,1'",
                  f"likes.csv, line 3: '{view('bob', 1, 7)}'"):
        assert fault in checked


@pytest.mark.parametrize('changes, left', [
    ('+7', '7'), ('+7 -7', ''), ('+7 -7 +7', '7'), ('-7 +7', '7'), ('+7 +9 -7', '9'),
    ('+7 -7 -7 +7', '7'), ('+7 +9 +7 -7', '7 9'), ('-7', ''), ('+7 -9', '7'),
])
def test_taking_back_undoes_the_newest_that_still_stands(changes, left):
    events = [Event('ann', int(text[1:]), str(place), 1 if text[0] == '+' else -1)
              for place, text in enumerate(changes.split())]
    assert ' '.join(str(event.film_id) for event in standing(events)) == left


def test_the_oldest_view_stands_and_somebody_elses_is_never_taken_back():
    events = [Event('ann', 7, '1', 1), Event('bob', 7, '2', 1), Event('ann', 7, '3', 1),
              Event('ann', 7, '4', -1)]
    assert standing(events) == events[:2]


@pytest.mark.parametrize('changes, count', [((1, 1, -1), 1), ((-1, -1), 0), ((-1, 1, 1), 1)])
def test_the_likes_of_a_film_are_the_sum_of_its_rows_and_never_below_0(play, changes, count):
    lines = [view(name, 1, change) for name, change in zip(('bob', 'cat', 'dan'), changes)]
    (play.folder / 'likes.csv').write_text('\n'.join(lines))
    assert f'Likes: {count}\n' in play(*ANN, '1')


# -- The command line -----------------------------------------------------------------------------

def test_check_finds_nothing_wrong_with_what_the_program_wrote(play):
    play(*ANN, 'v 1', 'l 1', 'l', 'u', 'c', PASSWORD, PASSWORD + '!', PASSWORD + '!')
    screen = play(arguments=['--check'])
    assert play.status == 0 and ', line ' not in screen and screen.count('.csv: ') == 4


def test_help_names_the_options(play, capsys):
    with pytest.raises(SystemExit) as leaving:
        fakeflix.main(['--help'])
    printed = capsys.readouterr().out
    assert leaving.value.code == 0 and '--data' in printed and '--check' in printed


@pytest.mark.parametrize('name', ['missing', 'file'])
def test_no_such_folder_is_one_sentence_and_creates_nothing(folder, capsys, name):
    (folder / 'file').write_text('not a folder')
    assert fakeflix.main(['--data', str(folder / name)]) == 2
    printed = capsys.readouterr()
    assert printed.out == '' and printed.err.count('\n') == 1 and name in printed.err
    assert [path.name for path in folder.iterdir()] == ['file']
