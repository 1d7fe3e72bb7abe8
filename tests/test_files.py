"""The CSV files as people leave them: every line that can be used is used, and for every other
line the program says in plain words why not."""
import os
import re
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
SHORT = 'film_id,title,year,genres\n12,Amélie,2001,Romance|Comedy\n'
HEADER = 'username,film_id,at,change\n'
NOON = '2026-01-01T12:00:00Z'
JOINED = '2026-01-01T12:00:00.000000Z'
GOOD = {
    'as shipped': FILMS.encode(),
    'BOM': FILMS.encode('utf-8-sig'),
    'Windows-1252, no last newline': FILMS.rstrip('\n').encode('cp1252'),
    'CRLF': FILMS.replace('\n', '\r\n').encode('utf-8-sig'),
    'CR': FILMS.replace('\n', '\r').encode(),
    'blank lines': FILMS.replace('\n', '\n\n,,,,,,,,\n').encode(),
    'quoted columns': FILMS.replace('film_id,title', '"film_id","Title"').encode(),
    'semicolons': SHORT.replace(',', ';').encode('cp1252'),
    'tabs': SHORT.replace(',', '\t').encode(),
    'no optional columns': SHORT.encode(),
    'other order': 'hue,genres,year,title,film_id,\nred,Romance|Comedy,2001, Amélie ,12,'.encode(),
}
BAD = {'empty': b'', 'UTF-16': FILMS.encode('utf-16'), 'no header': b'7,Alien,1979,Horror\n',
       'no genres': b'film_id,title,year\n7,Alien,1979\n'}


def row(name, film_id, change=1):
    return f'{name},{film_id},{NOON},{change}'


TWO = f'{row("ann", 7)}\n{row("ann", 12)}\n'


@pytest.mark.parametrize('shape', GOOD)
def test_a_catalogue_from_any_spreadsheet_works(play, shape):
    (play.folder / 'films.csv').write_bytes(GOOD[shape])
    screen = play(*ANN, '12')
    assert '12  Amélie (2001)' in screen and 'Romance, Comedy' in screen and 'damage' not in screen


def test_a_film_has_whole_numbers_genres_in_order_and_empty_texts():
    lines = ['film_id,title,year,genres,minutes', '7,Alien,1979, Horror | Sci-Fi |Horror,']
    alien = Film(7, 'Alien', 1979, ('Horror', 'Sci-Fi'), '', '', 0, '', '')
    assert films_from_lines(lines) == ({7: alien}, [])


@pytest.mark.parametrize('shape', BAD)
def test_a_catalogue_that_cannot_be_read_is_explained(play, shape):
    (play.folder / 'films.csv').write_bytes(BAD[shape])
    screen = play(*ANN, 'b', 's alien', 'r', 'h', '7', 'v 7')
    assert re.search('films.csv: .*(first line|UTF-16)', screen) and play.status == 0
    screen = play(arguments=['--check'])
    assert re.search('films.csv: .*(first line|UTF-16)', screen) and play.status == 1


def test_a_folder_without_a_catalogue_has_the_shipped_one(play):
    shipped = films_from_lines(lines_of(os.path.join(TOP, 'films.csv')))[0]
    assert f'1  {shipped[1].title} ({shipped[1].year})' in play(*ANN, '1')
    os.symlink('nowhere', play.folder / 'films.csv')
    assert f'1  {shipped[1].title} ({shipped[1].year})' in play('l', 'ann', PASSWORD, '1')


@pytest.mark.parametrize('make', ['mkdir', pytest.param('mkfifo', marks=pytest.mark.skipif(
    not hasattr(os, 'mkfifo'), reason='no named pipes here'))])
@pytest.mark.parametrize('names, said', [
    (['films.csv'], 'films.csv: '), (['users.csv'], 'users.csv: '),
    (['views.csv', 'likes.csv'], 'NOT saved: ')])
def test_a_folder_or_a_pipe_in_the_place_of_a_file_is_explained(folder, make, names, said):
    for name in names:
        getattr(os, make)(folder / name)
    command = [sys.executable, 'fakeflix.py', '--data', str(folder)]
    visit, check = (subprocess.run(
        command + options, input='\n'.join([*ANN, 'v 1', 'l 1', 'h', 'r', '']), timeout=10, cwd=TOP,
        text=True, capture_output=True) for options in ([], ['--check']))
    assert said in visit.stdout and (visit.returncode, visit.stderr) == (0, '')
    assert check.returncode == 1 and all(f'{name}: ' in check.stdout for name in names)


@pytest.mark.parametrize('line, reason', [
    ('x,Jaws,1975,War,', "film_id 'x' is not a whole"), (',Jaws,1975,War,', "film_id '' is not"),
    ('9,Jaws,old,War,', "year 'old' is not a whole"), ('9,Jaws,,War,', "year '' is not a whole"),
    ('9,Jaws,1975,War,-1', "minutes '-1' is not a whole"), ('9, ,1975,War,', 'has no title'),
    ('9,Jaws,1975,|,', 'genres'), ('7,Jaws,1975,War,', '7 is taken by a line above'),
    ('9,Jaws, again,1975,War,', 'it has 6 fields'), ('9,Jaws', 'it has 2 fields'),
    ('9,"Jaws,1975,War,', 'double quote'), ('9,"Jaws" 2,1975,War,', 'double quote')])
def test_check_names_a_damaged_film_and_the_others_are_used(play, line, reason):
    (play.folder / 'films.csv').write_text(
        f'film_id,title,year,genres,minutes\n7,Alien,1979,Horror,117\n{line}\n12,Heat,1995,Crime,')
    assert re.search(f'films.csv, line 3: .*{re.escape(reason)}', play(arguments=['--check']))
    screen = play(*ANN, 'b', '', 'b')
    assert 'Alien' in screen and 'Heat' in screen and 'Jaws' not in screen
    assert screen.count('films.csv') == 1


def test_a_text_that_is_too_long_is_not_blamed_on_a_quote():
    lines = ['film_id,title,year,genres', '9,' + 'Jaws ' * 40_000 + ',1975,Horror']
    films, faults = films_from_lines(lines)
    assert films or 'quote' not in str(faults)


def test_zero_bytes_and_ten_million_letters_spoil_no_other_line(play):
    huge, good = b'x' * 10_000_000 + b'\n', row('ann', 7).encode()
    (play.folder / 'films.csv').write_bytes(SHORT.encode() + huge + b'7,Al\0ien,1979,Horror')
    (play.folder / 'users.csv').write_bytes(huge + f'bob,HASH,{JOINED}'.encode())
    (play.folder / 'views.csv').write_bytes(huge + b'a\0nn' + good + b'\n' + good)
    assert 'Al?ien (1979)' in play(*ANN, 'h', '7')
    screen = play(arguments=['--check'])
    assert len(screen) < 2000 and re.findall('(.*), line ([0-9]+)', screen) == [
        ('films.csv', '3'), ('users.csv', '1'), ('views.csv', '1'), ('views.csv', '2')]


@pytest.mark.parametrize('name, at, password', [
    ('aNN', JOINED, 'TWO'), ('Ann', JOINED, 'TWO'), ('ann', '2027-01-01T12:00:00Z', 'ONE')])
def test_the_first_row_owns_a_name_and_a_later_one_may_change_its_password(name, at, password):
    accounts, faults = accounts_from_lines(
        [f'Ann,ONE,{JOINED}', f'{name},TWO,{at}'])
    assert accounts == {'ann': User('Ann', password, JOINED)}
    assert [number for number, reason in faults] == ([2] if password == 'ONE' else [])


@pytest.mark.parametrize('stored', ['', 'rubbish', '$2b$31$' + 53 * '.', '£'])
def test_a_row_with_a_broken_hash_still_claims_the_name(play, stored):
    (play.folder / 'users.csv').write_text(f'ann,{stored},{JOINED}\n', encoding='utf-8')
    assert 'The username ann is taken' in play('r', 'ann')
    assert 'hello' not in play('l', 'ann', PASSWORD)


def test_a_bom_is_a_mark_at_the_start_of_a_file_and_rubbish_on_a_later_line(play):
    play(*ANN)
    rows = HEADER, '\ufeff' + row('ann', 1), row('ann', 2)
    (play.folder / 'views.csv').write_text('\n'.join(rows), encoding='utf-8-sig')
    screen = play('l ann', PASSWORD, 'h')
    assert '1 damaged line of views.csv' in screen and '1 to 1 of 1' in screen
    assert 'views.csv, line 3:' in play(arguments=['--check'])


def test_half_an_account_without_a_newline_waits_uncounted(play):
    (play.folder / 'users.csv').write_text('username,password_hash,registered_at\nbob,$2b$0')
    assert 'damaged' not in play('r', 'ann')


@pytest.mark.parametrize('read, good, damaged', [
    (accounts_from_lines, f'bob,HASH,{JOINED}', line) for line in (
    f'an,HASH,{JOINED}', f'ann,{JOINED}', f'ann,HASH,{JOINED},', f'"ann",HASH,{JOINED}',
    f'ann;HASH;{JOINED}', f'ann ,HASH,{JOINED}', 'ann,HASH,2026-01-01T12:00:00.0', 'ann,HASH,',
)] + [(events_from_lines, row('bob', 6, -1), line) for line in (
    f'ann,7,{NOON}', f'ann,7,{NOON},1,1', f'"ann",7,{NOON},1', f'ann,"7",{NOON},1', '   ', 'bob',
    f'ann,seven,{NOON},1', f'ann,-7,{NOON},1', f'ann,7.0,{NOON},1', f'ann,1٧,{NOON},1',
    f'ann,7,{NOON},0', f'ann,7,{NOON},2', f'ann,7,{NOON},-', f'ann,7,{NOON},', f' ann,7,{NOON},1',
    f'an,7,{NOON},1', f'ann;7;{NOON};1', f'ann,7,{NOON},1 ', 'ann,7,01/01/2026 12:00,1',
    f'änn,7,{NOON},1', f'ann,7,{NOON},1ann,7,{NOON},1')])
def test_a_damaged_line_is_skipped_and_the_others_are_used(folder, read, good, damaged):
    first, last = f'{good}\r', good.replace('bob', 'cat')
    (folder / 'a.csv').write_bytes('\n'.join(['\ufeff' + first, damaged, last]).encode())
    records, faults = read(lines_of(str(folder / 'a.csv')))
    assert records == read([first, last])[0] and len(records) == 2
    [(number, reason)] = faults
    assert number == 2 and damaged in reason       # a text: an error would keep all lines alive


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


def test_damaged_lines_are_said_once_and_check_names_each(play):
    (play.folder / 'views.csv').write_text(f'rubbish\n{row("ann", 1)}\nann,1,today,1\n')
    (play.folder / 'likes.csv').write_text(f'{HEADER}{row("bob", 1)}\n{row("bob", 1, 7)}\n')
    screen = play(*ANN, 'h', '1', 'l', 'o', 'l', 'ann', PASSWORD, 'h')
    assert screen.count('views.csv') == screen.count('likes.csv') == 1
    assert 'You viewed it on' in screen and 'Likes: 2' in screen
    assert re.findall("(.*), line (.*): '(.*)'", play(arguments=['--check'])) == [
        ('views.csv', '1', 'rubbish'), ('views.csv', '3', 'ann,1,today,1'),
        ('likes.csv', '3', row('bob', 1, 7))]


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
    assert 'Likes: 1\n' in play(*ANN, '1') and 'Likes: 0\n' in play('l', 'ann', PASSWORD, '2')


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
    assert [path.name for path in folder.iterdir()] == ['file']


@pytest.mark.parametrize('name', ['users.csv', 'views.csv', 'likes.csv', 'films.csv'])
def test_a_file_saved_as_utf_16_is_explained_and_neither_read_nor_saved_to(play, name):
    play(*ANN)
    line = {'users.csv': 'ann,HASH,2026-01-15T12:00:00.000000Z', 'films.csv': '1,Up,2009,Family'}
    data = (line.get(name, 'ann,7,2026-01-15T12:00:00Z,1') + '\n').encode('utf-16')
    (play.folder / name).write_bytes(data)
    screen = ' '.join(play('l ann', ANN[-1], 'r bob', PASSWORD, PASSWORD, 'v 7', 'l 7').split())
    assert f'{name}: it is UTF-16, save it again as "CSV UTF-8"' in screen.replace(
        ' cannot be read', '')
    assert 'CSV UTF-8' in play(arguments=['--check']) and play.status == 1
    assert (play.folder / name).read_bytes() == data
    assert re.findall(r'Saved: you (\w+)', screen) == {
        'users.csv': [], 'views.csv': ['like'], 'likes.csv': ['viewed'], 'films.csv': ['are']}[name]
