"""P7: passwords are stored only as bcrypt hashes, and nothing else gives them away. The last proof
looks at all the files that all the others leave, so it must run last."""
import base64
import hashlib
import os
import re
import time
import unicodedata

import bcrypt
from conftest import HELLO, WRONG
from visitor import (
    FOLDERS,
    NEW,
    PASSWORD,
    PASSWORDS,
    TOP,
    Visitor,
    new_folder,
    read,
    rows,
    secret,
    visit,
    write,
)

COUNTED = '''
check = f.bcrypt.checkpw
f.bcrypt.checkpw = lambda *pair: [print('CHECK cost', int(pair[1][4:6])), check(*pair)][1]
'''
COSTS = '00', '03', '15', '16', '20', '31', '32', '99', '-1', '\u0664\u0664', '1e'
HOURS = '$2b$31$' + 53 * '.'          # bcrypt would take a day and a half over it
GOOD = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
ODD_SALT = f'{GOOD[:28]}A{GOOD[29:]}'       # bcrypt would refuse it at once
ABSURD = ['', 'x', '$', '$2b$', '$2b$04$', '*', '0', 'None', 'x' * 100_000, '\u5bc6\u7801',
          GOOD + ' ', ' ' + GOOD, GOOD + '.', GOOD[:-1], GOOD[:29], ODD_SALT, GOOD.replace('2b', '2x'),
          GOOD.upper(), GOOD.replace('$04$', '$4$'), GOOD[:-1] + '\u0661',
          GOOD[:20] + '\u00e9' + GOOD[21:], GOOD[:20] + '\0' + GOOD[21:],
          *(GOOD.replace('$04$', f'${cost}$') for cost in COSTS), HOURS,
          hashlib.sha256(b'nobody types this').hexdigest(), '$1$salt$qJH7.N4xYta3aEG/dfqo/0']


def the_same_words(quick: bool) -> str:
    """An unknown name and a wrong password get the same words after one bcrypt check each."""
    folder = new_folder()
    visit(folder, 'r ann', PASSWORD, PASSWORD, 'q')
    screens = [visit(folder, f'l {name}', secret('four green ladders sing'), 'q', setup=COUNTED)
               for name in ('ann', 'nobody', 'ANN', '../ann', 'ann,x')[:2 if quick else 5]]
    assert set(screens) == {screens[0]}, f'not the same: {screens}'
    assert screens[0].count('CHECK cost 12\n') == screens[0].count('CHECK') == 1, screens[0]
    assert WRONG in screens[0] and HELLO not in screens[0]
    return f'{len(screens)} names'


def hashes_differ(quick: bool) -> str:
    """Two users with one password have two hashes, of cost 12."""
    folder = new_folder()
    again = () if quick else ('c', PASSWORD, NEW, NEW, 'c', NEW, PASSWORD, PASSWORD)
    visit(folder, 'r ann', PASSWORD, PASSWORD, *again, 'o', 'r bob', PASSWORD, PASSWORD, 'q')
    hashes = [row[1] for row in rows(folder, 'users.csv')]
    hashes[1:-2] = []               # the one of another password
    assert len({stored[:29] for stored in hashes}) == len(hashes) == (2 if quick else 3), hashes
    for stored in hashes:
        assert re.fullmatch(r'\$2b\$12\$[./A-Za-z0-9]{53}', stored), stored
        assert bcrypt.checkpw(PASSWORD.encode(), stored.encode()), stored
    return f'{len(hashes)} hashes of one password'


def absurd_hashes(quick: bool) -> str:
    """Absurd stored hashes neither crash a login nor delay it, and are as slow as any other."""
    absurd = [*ABSURD[1::12], '', ODD_SALT, HOURS] if quick else ABSURD
    folder = new_folder('ann')
    lines = [f'odd{number},{stored},2026-01-15T12:00:00.000000Z\n'
             for number, stored in enumerate(absurd)]
    write(folder, 'users.csv', read(folder, 'users.csv') + ''.join(lines).encode())
    visitor, seconds = Visitor(folder, COUNTED + 'f.FAILURE_WAIT = 0'), []
    for name in ('nobody', *(f'odd{number}' for number in range(len(absurd)))):
        visitor.type(f'l {name}')
        start = time.monotonic()
        screen = visitor.type(PASSWORD, seconds=20)
        seconds.append(time.monotonic() - start)
        assert WRONG in screen, f'{name} is let in: {screen}'
        assert screen.count('CHECK cost 12') == screen.count('CHECK') == 1, f'{name}: {screen}'
    assert visitor.end() == 0, visitor.screen[-300:]
    assert seconds[0] / 3 < min(seconds) and max(seconds) < seconds[0] + 2, seconds
    return (f'{len(absurd)} hashes, {max(seconds):.2f} s at most; for an unknown name '
            f'{seconds[0]:.2f} s')


def forms_of(password: str) -> set:
    """The password in clear and as plain digests, as bytes, in hex and in base64."""
    forms = set()
    texts = {password, *(unicodedata.normalize(form, password) for form in ('NFC', 'NFD'))}
    for clear in (text.encode(encoding, 'surrogatepass')
                  for text in texts for encoding in ('utf-8', 'utf-16-le')):
        digests = [hashlib.new(name, clear).digest() for name in hashlib.algorithms_guaranteed
                   if not name.startswith('shake')]
        for form in (clear, *digests):
            forms |= {form, form.hex().encode(), form.hex().upper().encode(),
                      base64.b64encode(form).rstrip(b'='),
                      base64.urlsafe_b64encode(form).rstrip(b'=')}
    return forms


def no_password_in_any_file(quick: bool) -> str:
    """No password that was typed stands in any file, in clear or as a plain digest."""
    forms = {form: password for password in PASSWORDS for form in forms_of(password)}
    paths = [os.path.join(TOP, name) for name in os.listdir(TOP) if name[-4:] in ('.csv', 'lock')]
    paths += [os.path.join(folder, name) for top in FOLDERS for folder, _, names in os.walk(top)
              for name in names]
    size = 0
    for path in filter(os.path.isfile, paths):
        with open(path, 'rb') as file:
            data = file.read()
        size += len(data)
        found = [password for form, password in forms.items() if form in data]
        assert not found, f'{found} in {os.path.basename(path)}'
    assert size > 1000 and len(PASSWORDS) > 1, 'there is nothing to look at'
    return f'{len(PASSWORDS)} passwords, {len(forms)} forms, {len(paths)} files, {size} bytes'


PROOFS = the_same_words, hashes_differ, absurd_hashes, no_password_in_any_file
