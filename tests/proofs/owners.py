"""P3 and P4: however users.csv is damaged, nobody gets into an account with another's password, and
no name that begins a line of it is free.

The rules of the file are written down here a second time, in other words than in the program; what
the program does with some thousand files, each damaged in another way, must be what they say. What
this cannot show: a file in which one's own line names another's hash, as when only one column of a
spreadsheet was sorted; no program could see that.
"""
import json
import random
import re
import shutil
import string
import subprocess
import sys
from collections import namedtuple

import bcrypt
from conftest import HELLO, REGISTERED, TAKEN
from visitor import TOP, environment, new_folder, read, secret, write

# The visits of a child process: from a list of (folder, lines) to a list of screens.
VISITS = '''
import contextlib, io, json, sys
import fakeflix as f
f.BCRYPT_COST, f.FAILURE_WAIT = 4, 0
screens = []
for folder, lines in json.load(sys.stdin):
    sys.stdin, screen = io.StringIO('\\n'.join([*lines, ''])), io.StringIO()
    with contextlib.redirect_stdout(screen):
        f.main(['--data', folder])
    screens.append(screen.getvalue())
json.dump(screens, sys.stdout)
'''
TOGETHER = 50                       # visits of one process
ALLOWED = string.ascii_letters + string.digits + '_.-'
HEADER = 'username,password_hash,registered_at'
ZOE = secret('zoe jumps over seven lazy foxes')
Owner = namedtuple('Owner', 'name passwords lines')     # the password now is the last one


def owner_of(number: int, name: str) -> Owner:
    """Somebody with lines in users.csv; every second one has changed the password."""
    words = ('old', 'new') if number % 2 else ('old',)
    passwords = [secret(f'{name} walks {word} dogs slowly') for word in words]
    salts = [bcrypt.gensalt(4) for _ in passwords]
    at = f'2026-01-{10 + number}T12:00:00.{number:06}Z'
    return Owner(name, passwords, [f'{name},{bcrypt.hashpw(password.encode(), salt).decode()},{at}'
                                   for password, salt in zip(passwords, salts)])


def the_file(owners: list) -> bytes:
    """A users.csv that is not damaged: those who changed their passwords did so at the end."""
    lines = [owner.lines[0] for owner in owners]
    lines += [owner.lines[1] for owner in owners if len(owner.lines) > 1]
    return '\n'.join([HEADER, *lines, '']).encode()


# Each kind of damage: of the bytes of a file, by chance, to other bytes.

def cut(data: bytes, chance: random.Random) -> bytes:
    """Some bytes are missing somewhere: lines are cut, or joined to the next."""
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.choice((1, 2, 9, 40, 90, 300, 9999)):]


def joined(data: bytes, chance: random.Random) -> bytes:
    """The end of a line is missing, or another character stands there."""
    at = chance.choice([place for place, byte in enumerate(data) if byte == 10] or [0])
    return data[:at] + chance.choice((b'', b' ', b'\r', b'\t', b',', b';', b'\x0b')) + data[at + 1:]


def split(data: bytes, chance: random.Random) -> bytes:
    """A line is broken in two."""
    at = chance.randrange(len(data))
    return data[:at] + chance.choice((b'\n', b'\r\n', b'\n\n')) + data[at:]


def shuffled(data: bytes, chance: random.Random) -> bytes:
    """The lines stand in another order, the header too."""
    lines = data.splitlines(keepends=True)
    return b''.join(chance.sample(lines, len(lines)))


def doubled(data: bytes, chance: random.Random) -> bytes:
    """Some lines stand there twice or three times."""
    lines = data.splitlines(keepends=True)
    return b''.join(lines + chance.choices(lines, k=chance.randrange(1, 6)))


def quoted(data: bytes, chance: random.Random) -> bytes:
    """Fields, or half of their ends, stand in double quotes."""
    odds = chance.choice((1, 1, 0.9, 0.5))

    def quote():
        return b'"' if chance.random() < odds else b''
    lines = [b','.join(quote() + field + quote() for field in line.split(b','))
             for line in data.split(b'\n')]
    return b'\n'.join(lines)


def separated(data: bytes, chance: random.Random) -> bytes:
    """Something else stands in the place of the commas, of all lines or of some."""
    odds, other = chance.choice((1, 1, 0.5)), chance.choice((b';', b';', b'\t', b'|', b', ', b''))
    return b'\n'.join(line.replace(b',', other) if chance.random() < odds else line
                      for line in data.split(b'\n'))


def spaced(data: bytes, chance: random.Random) -> bytes:
    """Spaces, BOMs or the like stand before names or behind lines."""
    odd = chance.choice((b' ', b'  ', b'\t', b'\xef\xbb\xbf', b'\xc2\xa0', b'\r', b"'", b'#', b','))
    lines = data.split(b'\n')
    return b'\n'.join(odd * (chance.random() < 0.4) + line + odd * (chance.random() < 0.2)
                      for line in lines)


def in_other_letters(data: bytes, chance: random.Random) -> bytes:
    """The names of some lines are in capitals, or have another letter."""
    lines = data.split(b'\n')
    for place in chance.choices(range(len(lines)), k=3):
        name, comma, rest = lines[place].partition(b',')
        name = chance.choice((name.upper(), name.title(), name + 'é'.encode(), b'\xff' + name))
        lines[place] = name + comma + rest
    return b'\n'.join(lines)


def encoded(data: bytes, chance: random.Random) -> bytes:
    """The file was saved in another encoding, or with other ends of lines."""
    ways = [lambda: data.decode(errors='replace').encode('utf-16'),
            lambda: data.decode(errors='replace').encode('utf-16-le'),
            lambda: b'\xef\xbb\xbf' + data, lambda: data.replace(b'\n', b'\r\n'),
            lambda: data.replace(b'\n', b'\r'), lambda: data.removesuffix(b'\n')]
    return chance.choice(ways)()


def noisy(data: bytes, chance: random.Random) -> bytes:
    """Some bytes are others: NULs often, as after a crash of the computer."""
    data = bytearray(data)
    at, length = chance.randrange(len(data)), chance.choice((1, 1, 1, 5, 60))
    length = min(length, len(data) - at)
    data[at:at + length] = bytes(length) if chance.random() < 0.3 else chance.randbytes(length)
    return bytes(data)


KINDS = (cut, joined, split, shuffled, doubled, quoted, separated, spaced, in_other_letters,
         encoded, noisy)


# The rules of the file, a second time.

def claimed_by(line: str) -> str:
    """The name, in small letters, that begins a line; '' if none does."""
    line = line.lstrip('\ufeff"' + string.whitespace + '\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u3000')
    length = 0
    while line[length:length + 1] and line[length] in ALLOWED:
        length += 1
    return line[:length].lower()


def fields_of(line: str) -> list:
    """The fields of a line, without the quotes around them."""
    line = line.removesuffix('\r')
    fields = line.split(';' if line.count(';') > line.count(',') else ',')
    return [field[1:-1] if len(field) > 1 and field[0] == '"' == field[-1] else field
            for field in fields]


def is_account(fields: list) -> bool:
    """Can this line be read?"""
    if len(fields) != 3 or '"' in ''.join(fields) or not fields[2].endswith('Z'):
        return False
    name = fields[0]
    return 3 <= len(name) <= 20 and not set(name) - set(ALLOWED) and name[0].isalnum()


def rules_for(data: bytes) -> tuple:
    """({name: hash}, names that are taken, may somebody register?) of the bytes of a file."""
    if data[:2] in (b'\xff\xfe', b'\xfe\xff'):
        return {}, set(), False
    text = data.decode(errors='replace').removeprefix('\ufeff')
    lines = [fields_of(line) for line in text.split('\n')]
    accounts = [fields for fields in lines if is_account(fields)]
    first, hashes = {}, {}
    for name, stored, at in accounts:
        if first.setdefault(name.lower(), at) == at:
            hashes[name.lower()] = stored
    others = [fields for fields in lines if fields not in ([''], HEADER.split(','), *accounts)]
    names = {claimed_by(line) for line in text.split('\n')} - {''}
    return hashes, names, '\0' not in text and bool(accounts or not others)


def lines_to_type(owners: list) -> list:
    """Everybody tries to log in with every password, somebody to register each name, and zoe does;
    then everybody logs in with their own passwords."""
    lines = []
    for owner, other, password in tries(owners):
        lines += [f'l {owner.name}', password, 'o']
    for owner in owners:
        lines += [f'r {owner.name}', '', '']        # Enter goes back, there or at the password
    lines += ['r zoe', ZOE, ZOE, 'o', '', '', '', 'l zoe', ZOE, 'o']
    for owner, other, password in tries(owners):
        if owner is other:
            lines += [f'l {owner.name}', password, 'o']
    return lines


def tries(owners: list) -> list:
    """[(owner, whose password, password)]"""
    return [(owner, other, password) for owner in owners for other in owners
            for password in other.passwords]


def what_is_wrong(data: bytes, folder: str, owners: list, screen: str) -> str:
    """What is wrong with the visit of a folder with a damaged file; '' if nothing is."""
    hashes, taken, is_open = rules_for(data)
    known = {line.split(',')[1]: password for owner in owners
             for line, password in zip(owner.lines, owner.passwords)}
    answers = dict(enumerate(re.split(r'(?m)^> $', screen)[1:]))
    place, entered = 0, {}
    for owner, other, password in tries(owners):
        entered[owner.name, password] = HELLO in answers[place + 1]
        stored = hashes.get(owner.name.lower(), '')
        if entered[owner.name, password] and owner is not other:
            return f'{owner.name} is entered with the password of {other.name}'
        is_right = known.get(stored) == password
        if stored in ('', *known) and entered[owner.name, password] != is_right:
            return f'{owner.name} with {password!r}: {entered[owner.name, password]}'
        place += 3
    for owner in owners:
        refused, asked = TAKEN in answers[place], 'New password?' in answers[place]
        is_taken = owner.name.lower() in taken
        if (refused, asked) != ((is_taken, not is_taken) if is_open else (False, False)):
            return f'{owner.name}: taken {refused}, free {asked}; {is_taken}, open: {is_open}'
        place += 3
    after = read(folder, 'users.csv')
    registered = REGISTERED in ''.join(answers.values())
    if registered != is_open or not after.startswith(data) or (after != data) != is_open:
        return f'zoe is registered: {registered}, she may: {is_open}, {after[len(data):]} is added'
    place += 8
    if (HELLO in answers[place]) != is_open:
        return 'zoe cannot log in' if is_open else 'zoe can log in'
    place += 2
    for owner, other, password in tries(owners):
        if owner is other:
            if (HELLO in answers[place + 1]) != entered[owner.name, password]:
                return f'after zoe has registered {owner.name} is another'
            place += 3
    return ''


def screens_of(folders: list, lines: list) -> list:
    """What is printed when these lines are typed in each of the folders."""
    visits = json.dumps([(folder, lines) for folder in folders])
    child = subprocess.run([sys.executable, '-c', VISITS], cwd=TOP, capture_output=True,
                           timeout=600, input=visits.encode(), env=environment(), check=True)
    return json.loads(child.stdout)


def damaged_accounts(quick: bool) -> str:
    """However users.csv is damaged, no password of another opens an account, no name of it is free.
    """
    owners = [owner_of(number, name) for number, name in enumerate(('ann', 'Anna', 'bob', 'B.o_b'))]
    count, wrong, opened = 110 if quick else 4400, [], 0
    for first in range(0, count, TOGETHER):
        cases = []
        for seed in range(first, min(count, first + TOGETHER)):
            chance, data = random.Random(seed), the_file(owners)
            kinds = [KINDS[seed % len(KINDS)]]
            kinds += chance.choices(KINDS, k=chance.choice((0, 0, 1, 2)))
            for kind in kinds:
                data = kind(data or b'\n', chance)
            folder = new_folder(films=1)
            write(folder, 'users.csv', data)
            cases.append((data, folder, f'{seed}: {" ".join(kind.__name__ for kind in kinds)}'))
        screens = screens_of([folder for data, folder, words in cases], lines_to_type(owners))
        for (data, folder, words), screen in zip(cases, screens):
            opened += rules_for(data)[2]
            reason = what_is_wrong(data, folder, owners, screen)
            wrong += [f'{words}: {reason}'] * bool(reason)
            shutil.rmtree(folder)
    assert not wrong, f'{len(wrong)} of {count}: {wrong[:5]}'
    return f'{count} damaged files, {count - opened} of them closed'


PROOFS = (damaged_accounts,)
