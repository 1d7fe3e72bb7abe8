"""P3: whatever has happened to a file, its good lines count and nothing else is spoiled.

A case is a data folder in which one kind of damage was done to one of the four files, amid good
lines. What should come of it is one word for each of films.csv, users.csv and the two logs:

    named     the good lines count, and --check names the bad one
    used      every line counts: it only looks like damage
    none      no line counts, and --check names the first; what is saved from now on counts
    fresh     it is as if there were no file
    shut      the file as a whole cannot be used: that is said, and nothing is saved to it
    link      it is as if there were no file, but nothing is saved to it
    kept      as named, but nothing is saved to it
"""
import os
import random
import re
import subprocess

from conftest import DAMAGED, HELLO, LIKED, NOT_SAVED, REGISTERED, VIEWED
from visitor import (
    FILES,
    IN,
    PASSWORD,
    expect,
    flat,
    new_folder,
    read,
    said,
    state,
    write,
)

NOON = '2026-01-15T12:00:00Z'
FILMS = ['film_id,title,year,genres,rating,director,minutes,alt_title,synopsis', *(
    f'{number},Amélie {number},2000,Drama,PG,Somebody,90,,Nothing happens.'
    for number in range(1, 9))]
GOOD = {'films.csv': FILMS, 'users.csv': None,      # which new_folder() makes
        'views.csv': [FILES['views.csv'], *(f'ann,{number},{NOON},1' for number in (1, 2, 3, 4))],
        'likes.csv': [FILES['likes.csv'], *(f'ann,{number},{NOON},1' for number in (5, 6))]}
# What is damaged: a line that would be good, and would change what the others come to.
SPOILT = {'films.csv': b'9,Ninth,1999,Drama,PG,Somebody,90,,Nothing.',
          'users.csv': b'eve,$2b$04$' + b'.' * 53 + b',2026-01-15T12:00:00.000000Z',
          'views.csv': f'ann,7,{NOON},1'.encode(), 'likes.csv': f'ann,8,{NOON},1'.encode()}
TWICE = {'films.csv': SPOILT['films.csv'].replace(b'9', b'1', 1),
         'users.csv': SPOILT['users.csv'].replace(b'eve', b'ANN').replace(b'2026', b'2027'),
         'views.csv': f'ann,1,{NOON},1'.encode(), 'likes.csv': f'ann,5,{NOON},1'.encode()}
NOISE = bytes(byte for byte in random.Random(3).randbytes(4000) if byte not in b'\r\n')
LINE_KINDS = {
    'torn line': ('used named named', lambda row: row[:len(row) // 2]),
    'torn character': ('used named named', lambda row: row[:2] + b'\xc3' + row[2:]),
    'NUL bytes': ('named kept named', lambda row: bytes(200) + row),
    'stray quote': ('named named named', lambda row: row.replace(b',', b',"', 1)),
    'cp1252': ('used named named', lambda row: row[:2] + b'\xc9' + row[2:]),
    'missing column': ('used named named', lambda row: row.rpartition(b',')[0]),
    'extra column': ('named named named', lambda row: row + b',1'),
    '10 MB line': ('named named named', lambda row: row + b'x' * 10_000_000),
    'random bytes': ('named kept named', lambda row: NOISE),
}
FILE_KINDS = {
    'torn end': ('used named named', lambda data, name: data + SPOILT[name][:17] + b'\xc3'),
    'duplicate id': ('named named used', lambda data, name: data + TWICE[name] + b'\n'),
    'UTF-16': ('shut shut shut', lambda data, name: data.decode().encode('utf-16')),
    'BOM': ('used used used', lambda data, name: b'\xef\xbb\xbf' + data),
    'CRLF': ('used used used', lambda data, name: data.replace(b'\n', b'\r\n')),
    'CR': ('used shut none', lambda data, name: data.replace(b'\n', b'\r')),
    'semicolons': ('used used used', lambda data, name: data.replace(b',', b';')),
    'quotes': ('used used used', lambda data, name: quoted(data, b'","')),
    'quotes and semicolons': ('used used used', lambda data, name: quoted(data, b'";"')),
    'reordered header': ('used named named', lambda data, name: reordered(data, name)),
    'empty': ('shut fresh fresh', lambda data, name: b''),
}
PATH_KINDS = {
    'missing': ('fresh fresh fresh', lambda path: None),
    'a folder': ('shut shut shut', os.mkdir),
    'a FIFO': ('shut shut shut', lambda path: os.mkfifo(path)),
    'a dangling link': ('fresh link link', lambda path: os.symlink('nowhere', path)),
}
QUICK = {('torn end', 'users.csv'), ('torn end', 'views.csv'), ('stray quote', 'films.csv'),
         ('stray quote', 'likes.csv'), ('NUL bytes', 'films.csv'), ('torn character', 'likes.csv'),
         ('BOM', 'films.csv'), ('BOM', 'likes.csv'), ('CRLF', 'views.csv'), ('CR', 'films.csv'),
         ('semicolons', 'films.csv'), ('semicolons', 'users.csv'), ('quotes', 'users.csv'),
         ('quotes and semicolons', 'views.csv'), ('a dangling link', 'users.csv'),
         ('cp1252', 'films.csv'), ('reordered header', 'films.csv'),
         ('duplicate id', 'films.csv'), ('10 MB line', 'views.csv'), ('UTF-16', 'users.csv'),
         ('a FIFO', 'users.csv'), ('empty', 'views.csv')}
HISTORY = re.compile(r'^ *(\d+) .*\n {6}(viewed|liked) ', re.MULTILINE)
ALL_HISTORY = 'h', '', '', ''        # all pages of it, whatever the setting PAGE is
IS_READ = 'named', 'used', 'kept'
IS_CLOSED = 'shut', 'link', 'kept'
NINTH = {'cp1252': 'ÉNinth (1999)', 'torn character': 'ÃNinth (1999)',
         **dict.fromkeys(('torn line', 'torn end', 'missing column'), 'Ninth (1999)')}
NEW_ACCOUNT = 'r cat', PASSWORD, PASSWORD, 'o', '', '', ''


def quoted(data: bytes, between: bytes) -> bytes:
    """The data as a spreadsheet may save it: every field in quotes."""
    lines = data.rstrip(b'\n').split(b'\n')
    return b''.join(b'"' + line.replace(b',', between) + b'"\r\n' for line in lines)


def reordered(data: bytes, name: str) -> bytes:
    """The data of films.csv with its columns the other way round; of the other files, whose rows
    can have one order only, just the first line."""
    lines = data.split(b'\n')
    last = len(lines) if name == 'films.csv' else 1
    return b'\n'.join([b','.join(line.split(b',')[::-1]) for line in lines[:last]] + lines[last:])


def damaged(kind: str, name: str) -> tuple:
    """(data folder, what should come of it, the number of the bad line) for a kind of damage."""
    folder = new_folder('ann', 'bob')
    for file, lines in GOOD.items():
        if lines:
            write(folder, file, '\n'.join([*lines, '']))
    outcomes, harm = {**LINE_KINDS, **FILE_KINDS, **PATH_KINDS}[kind]
    data, path = read(folder, name), os.path.join(folder, name)
    lines = data.split(b'\n')[:-1]
    number = len(lines) // 2 + 1 if kind in LINE_KINDS else len(lines) + 1
    if kind in PATH_KINDS:
        os.remove(path)
        harm(path)
    elif kind in FILE_KINDS:
        write(folder, name, harm(data, name))
    else:
        lines.insert(number - 1, harm(SPOILT[name]))
        write(folder, name, b'\n'.join(lines) + b'\n')
    films, users, logs = outcomes.split()
    outcome = {'films.csv': films, 'users.csv': users}.get(name, logs)
    return folder, outcome, 1 if outcome == 'none' or kind == 'reordered header' else number


def check_names(folder: str, name: str, outcome: str, number: int) -> None:
    """AssertionError unless --check says what it should of the file, and nothing of the others."""
    status, screen = said(folder, arguments=('--check',))
    places = re.findall(r'^(\w+\.csv), line (\d+):', screen, re.MULTILINE)
    if outcome in ('used', 'fresh', 'link'):
        return expect(not places, '--check is not content', screen)
    expect(status == 1, '--check is content', screen)
    if outcome == 'shut':
        words = f'{name} cannot be read' in flat(screen) or 'it needs a column' in flat(screen)
        return expect(words or places, '--check does not explain', screen)
    expect((name, str(number)) in places, f'--check names no line {number}', screen)
    expect(outcome == 'none' or len(places) == 1, '--check names other lines', screen)


def first_visit(folder: str, name: str, outcome: str) -> str:
    """What is printed when somebody registers, ann looks at all and saves something, and bob logs
    in; AssertionError if another than they should is let in."""
    account = NEW_ACCOUNT if name == 'users.csv' else ()
    screen = said(folder, *account, *IN, *ALL_HISTORY, *'123456789', 's amelie 3', 'v 7', 'l 8',
                  'o', 'l bob', PASSWORD)[1]
    owners = set(re.findall(HELLO + r'([\w.-]+\w)', screen))
    right = {'ann', 'bob'} if not account or outcome in IS_READ else set()
    expect(owners == right, f'{owners} could log in', screen)
    if account:
        saves = outcome not in IS_CLOSED
        expect(saves == (f'{REGISTERED}cat' in screen), f'cat is registered: {not saves}', screen)
    if outcome in ('shut', 'kept'):
        words = flat(screen)
        expect('it needs a column' in words or 'cannot be read' in words, 'not said', screen)
    return screen


def films_are_used(name: str, kind: str, screen: str) -> None:
    """AssertionError unless each good film has a page and is found, and no bad one is."""
    for number in range(1, 9):
        expect(f'Film: {number}  Amélie {number} (2000)' in screen, f'no film {number}', screen)
    ninth = ''.join(re.findall('Film: 9  (.*)', screen))
    right = NINTH.get(kind, '')         # whose last fields may be left out
    expect(ninth == right * (name == 'films.csv'), f'film 9 is {ninth!r}', screen)


def logs_are_used(name: str, outcome: str, first: str, second: str) -> None:
    """AssertionError unless ann's good rows are in her history, and later what she saved."""
    rows = {('views.csv', number, 'viewed') for number in '1234'}
    rows |= {('likes.csv', number, 'liked') for number in '56'}
    rows = {row for row in rows if row[0] != name or outcome in IS_READ}
    new = {('views.csv', '7', 'viewed'), ('likes.csv', '8', 'liked')}
    new = {row for row in new if row[0] != name or outcome not in IS_CLOSED}
    expect(first.count(VIEWED) + first.count(LIKED) == len(new), 'saved, or not, wrongly', first)
    expect(first.count(NOT_SAVED) == 2 - len(new), 'said to be saved, or not, wrongly', first)
    for screen, right in (first, rows), (second, rows | new):
        right = right if outcome != 'shut' else set()       # half a history is none
        expect(set(HISTORY.findall(screen)) == {row[1:] for row in right}, 'history', screen)


def tried(kind: str, name: str) -> None:
    """Do one kind of damage to one file; AssertionError if anything but that is spoilt."""
    folder, outcome, number = damaged(kind, name)
    before = state(folder)
    check_names(folder, name, outcome, number)
    first = first_visit(folder, name, outcome)
    account = ('l cat', PASSWORD, 'o') if name == 'users.csv' else ()
    second = said(folder, *account, *IN, *ALL_HISTORY)[1]
    if outcome in ('named', 'kept'):
        words = f'1{DAMAGED} of {name}'
        logins = second.count('Your password?')
        expect(flat(second).count(words) == logins, 'not said once to each', second)
    if outcome == 'fresh' and name != 'films.csv':
        expect(read(folder, name).startswith(FILES[name].encode() + b'\n'), 'no header', second)
    if name == 'users.csv' and outcome not in IS_CLOSED:
        expect(f'{HELLO}cat' in second, 'the account that was saved is lost', second)
    if f'{HELLO}ann' in first and (name, outcome) != ('films.csv', 'shut'):
        if (name, outcome) != ('films.csv', 'fresh'):       # or else it is the shipped catalogue
            films_are_used(name, kind, first)
        logs_are_used(name, outcome, first, second)
    after, path = state(folder), os.path.join(folder, name)
    expect(outcome not in IS_CLOSED or before.get(path) == after.get(path), 'it is saved to', first)


def damage(quick: bool) -> str:
    """P3: of a damaged file, and of the three others, every good line is used."""
    kinds = [*LINE_KINDS, *FILE_KINDS, *PATH_KINDS]
    if os.name == 'nt':             # Windows has no FIFOs, and not everybody may make links
        kinds = kinds[:-2]
    cases = [(kind, name) for kind in kinds for name in GOOD
             if not quick or (kind, name) in QUICK]
    wrong = {}
    for kind, name in cases:
        try:
            tried(kind, name)
        except (AssertionError, subprocess.TimeoutExpired) as error:
            wrong[f'{kind} in {name}'] = str(error)
    assert not wrong, f'{len(wrong)} of {len(cases)} cases: {", ".join(wrong)}: {wrong}'
    return f'{len(cases)} cases of {len(kinds)} kinds of damage'


PROOFS = (damage,)
