#!/usr/bin/env python3
"""FakeFlix: a film service in a terminal, in one Python file over four CSV files.

Register, log in, search films, view them, press l to like them, and be told what to watch next
and why. Run it with:    python fakeflix.py              (--help shows the few options)

Contents, in the order that data travels
    1 Settings        2 Records         3 The CSV files    4 Accounts         5 Searching
    6 Recommending    7 Laying out      8 Asking           9 Menu functions   10 The main loop

Glossary
    event     a row of views.csv or likes.csv; its change is 1, or -1 to take one back
    views     the events of views.csv: a film may be viewed again and again
    likes     the events of likes.csv: a user likes a film at most once at a time
    standing  what events are when they have not been taken back
    folded    text as the search sees it: small letters without accents or punctuation
"""
import codecs
import csv
import itertools
import math
import os
import re
import signal
import sys
import textwrap
import time
import unicodedata
from collections import Counter, defaultdict, deque, namedtuple
from contextlib import contextmanager, suppress

with suppress(ImportError):         # main() says in one sentence what to do
    import bcrypt
try:
    import fcntl
except ImportError:                 # Windows locks files in another way
    import msvcrt

# == 1  Settings =================================================================================
# Change these and run the program again. The only other knobs are in part 6.
PAGE = 10                   # films on a page of a list, and films that r recommends: try 3
WIDTH = 80                  # no line is longer than this, however wide the window
BCRYPT_COST = 12            # each step doubles the time that a hash takes; 4 to 14
FREE_TRIES = 5              # wrong passwords in a row before each further try has to wait
FAILURE_WAIT = 2            # seconds
LOCK_WAIT = 10              # seconds to wait while another copy is saving
COMMUNITY = 100_000         # the newest rows of everybody's that recommendations are made from
PROGRAM_FOLDER = os.path.dirname(os.path.abspath(__file__))

# == 2  Records ==================================================================================
# Named tuples: a record is made once and never changes. The first three are rows of the files.
Film = namedtuple('Film', 'film_id title year genres rating director minutes alt_title synopsis')
User = namedtuple('User', 'username password_hash registered_at')
Event = namedtuple('Event', 'username film_id at change')
Folded = namedtuple('Folded', 'film whole also title genre rating keyword')    # for the search
Listing = namedtuple('Listing', 'heading items place', defaults=[0])    # (Film, note)s; index shown

class DataError(Exception): """A file cannot be used; the text names it and the reason."""
class NotSaved(Exception): """A row was not saved, nor any part of it; the text says why."""

# == 3  The CSV files ============================================================================
# Files are only read or appended to; a damaged line is skipped and left where it is. The logs are
# strict, a row a line; films.csv may be whatever a spreadsheet saves, as long as a film is a line.
NAME = '[A-Za-z0-9][A-Za-z0-9_.-]{2,19}'
USER_LINE = re.compile(rf'({NAME}),([^",]*),([^",]*Z)\r?')
EVENT_LINE = re.compile(rf'^({NAME}),([1-9]\d{{0,8}}),' r'(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ),(-?1)'
                        r'\r?$', re.ASCII | re.MULTILINE)
BLOCK, TAIL = 1 << 16, COMMUNITY * 56   # bytes read at a time; bytes that hold COMMUNITY events
codecs.register_error('cp1252', lambda error: (     # what is not UTF-8 is from an old spreadsheet
    error.object[error.start:error.end].decode('cp1252', 'replace'), error.end))

def now() -> str:
    """The time in UTC, ISO 8601 to the microsecond: 2026-11-22T10:00:00.000000Z."""
    seconds, microseconds = divmod(time.time_ns() // 1000, 1_000_000)
    return time.strftime(f'%Y-%m-%dT%H:%M:%S.{microseconds:06}Z', time.gmtime(seconds))

def film_from_row(row: dict) -> Film:
    """A Film from {column: text}; film_id, title, year and genres may not be empty; ValueError."""
    values = {column: row.get(column, '') for column in Film._fields}
    for column in ('film_id', 'year', 'minutes'):
        if not re.fullmatch('[1-9][0-9]{0,8}' + '|0?' * (column == 'minutes'), values[column]):
            raise ValueError(f"the {column} '{row[column][:40]}' is not a whole number from 1 on")
        values[column] = int(values[column] or 0)
    values['genres'] = tuple(dict.fromkeys(filter(None, map(str.strip, row['genres'].split('|')))))
    if not (values['title'] and values['genres']):
        raise ValueError('it has no title or no genres')
    return Film(**values)

def film_from_line(line: str, columns: list, delimiter: str) -> Film:
    """A Film from a line of films.csv; () if it is empty; ValueError says what is wrong."""
    try:
        reader = csv.reader([line.replace('\0', '?')], delimiter=delimiter, strict=True)
        fields = [' '.join(field.split()) for field in next(reader, [])]
    except csv.Error as error:
        raise ValueError('a text is too long' if 'limit' in str(error) else
                         'a double quote (") is not closed, or not written "" in a text') from None
    if not any(fields):
        return ()
    if len(fields) != len(columns):
        raise ValueError(f'it has {len(fields)} fields, the first line has {len(columns)}: leave '
                         'none out, and put a text with a separator in it in double quotes')
    return film_from_row(dict(zip(columns, fields)))

def record_from_line(line: str, pattern: re.Pattern, record: type) -> tuple:
    """A record of texts from a line of a log; () for a header or an empty line; ValueError."""
    match, header = pattern.fullmatch(line), ','.join(record._fields)
    if not match and line.strip('\r') not in ('', header):
        raise ValueError(f"'{line[:60]}' is not a row of {header}")
    return record(*match.groups()) if match else ()

def faults_in(lines: list, take) -> list:
    """[(line number, why not)] of the lines that take(line), called with each, refuses."""
    faults = []
    for number, line in enumerate(lines, 1):
        try:
            take(line)
        except ValueError as error:
            faults.append((number, str(error)))     # the error itself would keep the lines alive
    return faults

def films_from_lines(lines: list) -> tuple:
    """({film_id: Film}, faults) of a films.csv; its first line names the columns; DataError."""
    head, *lines = re.split('\r\n?|\n', '\n'.join(lines))     # \r alone is an old spreadsheet's
    delimiter = max(',;\t', key=head.count)
    columns = [name.strip(' "').lower() for name in head.split(delimiter)]
    if not set(columns).issuperset(Film._fields[:4]):
        raise DataError('films.csv: the first line must name the columns film_id, title, year and '
                        'genres. If it does, save the file again as "CSV UTF-8".')
    films = {}
    def take(line):
        film = film_from_line(line, columns, delimiter)
        if film and films.setdefault(film.film_id, film) is not film:
            raise ValueError(f'film_id {film.film_id} is taken by a line above')
    return films, faults_in(['', *lines], take)

def accounts_from_lines(lines: list) -> tuple:
    """({name in small letters: User}, faults) from the lines of a users.csv. A later row of a name
    counts only if it repeats registered_at: so a password is changed by appending."""
    accounts = {}
    def take(line):
        if user := record_from_line(line, USER_LINE, User):
            first = accounts.setdefault(user.username.lower(), user)
            if first.registered_at != user.registered_at:
                raise ValueError(f'{user.username} is taken by a line above')
            accounts[user.username.lower()] = user._replace(username=first.username)
    return accounts, faults_in(lines, take)

def events_from_lines(lines: list) -> tuple:
    """([Event], faults) from lines of views.csv or likes.csv.
    >>> events_from_lines(['ann,12,2026-11-22T10:00:00Z,1'])
    ([Event(username='ann', film_id=12, at='2026-11-22T10:00:00Z', change=1)], [])"""
    events = []
    def take(line):
        if event := record_from_line(line, EVENT_LINE, Event):
            events.append(event._replace(film_id=int(event.film_id), change=int(event.change)))
    return events, faults_in(lines, take)

def standing(events: list) -> list:
    """The events, in order, less each -1 row and the newest standing event that it takes back."""
    taken, kept = Counter(), []
    for event in reversed(events):
        if event.change < 0 or taken.get(event[:2]):
            taken[event[:2]] -= event.change
        else:
            kept.append(event)
    return kept[::-1]

def plain_file(path: str, flags: int) -> int:
    """The opener of open(): a new file gets its folder's bits; OSError for a pipe or UTF-16."""
    if os.path.exists(path) and not os.path.isfile(path):
        raise OSError(0, 'it is not a plain file', path)     # a pipe might never end
    with suppress(FileNotFoundError), open(path, 'rb') as file:
        if file.read(2) in (b'\xff\xfe', b'\xfe\xff'):
            raise OSError(0, 'it is UTF-16, save it again as "CSV UTF-8"', path)
    return os.open(path, flags, os.stat(os.path.dirname(path)).st_mode & 0o666 | 0o600)

def data_path(folder: str, name: str) -> str:
    """Where a file of a data folder is: for films.csv, if it has none, beside the program."""
    own = os.path.join(folder, name)
    return own if name != 'films.csv' or os.path.exists(own) else os.path.join(PROGRAM_FOLDER, name)

def lines_of(path: str) -> list:
    """The lines of a file, without newlines; [] if there is no file; DataError."""
    try:
        with suppress(FileNotFoundError), open(path, 'rb', opener=plain_file) as file:
            return file.read().decode('utf-8-sig', 'cp1252').split('\n')
    except OSError as error:
        name = os.path.basename(path)
        raise DataError(f'{name}: {error.strerror}. It is NOT read and NOT saved to.') from None
    return []

class Log:
    """What has been read of an event file; to skim is to read, of its older part, only my rows."""
    def __init__(self, path: str, username: str, skim: bool) -> None:
        self.path, self.username, self.skim = path, username, skim
        self.end = self.damaged = 0     # bytes read; lines met that are no rows
        self.mine = []              # this user's events, oldest first
        self.newest = deque(maxlen=COMMUNITY)   # everybody's, oldest first, without their at
        self.totals = Counter()     # {film_id: sum of the changes read}

def take_in(log: Log, block: str, skim: bool) -> None:
    """Add a block's rows to what is known; skimming, only this user's: most blocks stay whole."""
    start = log.username + ','
    if skim and '\n' + start not in '\n' + block:
        return
    lines = [line for line in block.split('\n') if line and (not skim or line.startswith(start))]
    log.mine += events_from_lines([line for line in lines if line.startswith(start)])[0]
    rows = EVENT_LINE.findall(block) if not skim else ()    # at the speed that a huge log needs
    if len(rows) < len(lines):
        log.damaged += len(events_from_lines(lines)[1])
    events = [Event(sys.intern(name), int(key), '', int(change)) for name, key, _, change in rows]
    log.newest += events
    log.totals.update(event.film_id for event in events if event.change > 0)
    log.totals.subtract(event.film_id for event in events if event.change < 0)

def read_log(log: Log) -> None:
    """Take in what was added to the file since the last call; OSError."""
    size = os.path.getsize(log.path) if os.path.exists(log.path) else 0
    if size < log.end:              # another file is in its place: start over
        log.__init__(log.path, log.username, log.skim)
    with suppress(FileNotFoundError), open(log.path, 'rb', opener=plain_file) as file:
        file.seek(log.end)
        last = b''                  # what stands behind the last newline
        while not last and (block := file.read(BLOCK) + file.readline()):
            before, newline, last = block.rpartition(b'\n')
            if not EVENT_LINE.fullmatch(last.decode('utf-8-sig', 'replace')):
                block = before + newline        # it is torn, or somebody is writing it just now
            text = block.decode('utf-8' if log.end else 'utf-8-sig', 'replace')
            log.end += len(block)
            take_in(log, text, log.skim and log.end < size - TAIL)

def lock(file, deadline: float) -> None:
    """Lock the first byte of an open file as soon as nobody else has it; NotSaved; OSError."""
    while time.monotonic() < deadline:
        with suppress(BlockingIOError, PermissionError):    # somebody else has it
            if os.name != 'nt':
                return fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1)
            return file.seek(0) or msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        time.sleep(0.02)
    raise NotSaved('NOT saved: another copy of FakeFlix is busy. Try again.')

@contextmanager
def locked(folder: str):
    """Keep other copies from saving until the with block ends; OSErrors become NotSaved."""
    try:
        with open(os.path.join(folder, '.fakeflix.lock'), 'ab+', 0, opener=plain_file) as file:
            lock(file, time.monotonic() + LOCK_WAIT)
            yield
    except OSError as error:
        name = os.path.basename(error.filename or '') or 'the data'
        raise NotSaved(f'NOT saved: {name}: {error.strerror}. What was saved is safe.') from None

def append_row(path: str, record: tuple) -> None:
    """Add a User or an Event to its file, under the lock: whole and flushed to disk, or OSError and
    none of it. An empty file gets its header first, a torn last line its newline, in one write."""
    row = (','.join(map(str, record)) + '\n').encode()
    with open(path, 'ab+', 0, opener=plain_file) as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(end - 1, 0))
        last = file.read(1)
        if last != b'\n':
            row = b'\n' + row if last else ','.join(record._fields).encode() + b'\n' + row
        try:
            if os.write(file.fileno(), row) != len(row):
                raise OSError(0, 'only a part of it could be written')
            os.fsync(file.fileno())
        except OSError:
            file.truncate(end)
            raise

# == 4  Accounts =================================================================================
# What a good username and a good password are. The rules are few and need no word list, so they
# let some bad passwords through; length is what helps most. Only bcrypt hashes are ever stored.
PASSWORD_RULES = '''A password has 15 characters or more (four words that do not belong together, \
say), or 8 or more with a small letter, a capital, a digit and a symbol, but not one word with a \
tail (Password1!). No repetition, no run along the keyboard, and not your username in it.'''
BCRYPT_HASH = re.compile(r'\$2[aby]\$(0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}')
MAX_BYTES = 72                      # bcrypt 4 looks at no more, bcrypt 5 raises ValueError
LOOKALIKES = str.maketrans('@403$571!', 'aaoesstii')
RUNS = '''01234567890-= qwertyuiop[] asdfghjkl;'# \\zxcvbnm,./ abcdefghijklmnopqrstuvwxyz
!"£$%^&*()_+ !@#$% 1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik 9ol 0p'''.split()

def valid_username(text: str) -> str:
    """The username, or ValueError with the sentence to show."""
    if not re.fullmatch(NAME, text):
        raise ValueError('A username has 3 to 20 characters: letters A to Z, digits and _ . - '
                         'only, with a letter or a digit first.')
    return text

def is_one_word(password: str) -> bool:
    """Is it just one word, capitalised or in capitals, but for what stands round it?
    >>> is_one_word('P@ssw0rd2024!'), is_one_word('2 Small Dogs!')
    (True, False)"""
    others = ''.join(character for character in password if not character.isalpha())
    word = password.strip(others).translate(LOOKALIKES)
    return word.isalpha() and (word[1:].islower() or word.isupper())

def is_a_run(password: str) -> bool:
    """Are more than half of its neighbours neighbours on the keyboard, in a-z or in counting?
    >>> is_a_run('qwerty654321asdf'), is_a_run('correct horse battery')
    (True, False)"""
    pairs = [first + second for first, second in zip(password.lower(), password.lower()[1:])]
    steps = sum(any(pair in run or pair[::-1] in run for run in RUNS) for pair in pairs)
    return steps > len(pairs) / 2

def password_bytes(password: str) -> bytes:
    """What bcrypt is given: the same bytes however a keyboard makes its accents."""
    return unicodedata.normalize('NFC', password).encode('utf-8', 'surrogatepass')

def valid_password(text: str, username: str) -> str:
    """The password, its accents composed (NFC), or ValueError naming every rule it breaks."""
    password = unicodedata.normalize('NFC', text)
    small, short = password.lower(), len(password) < 15
    kinds = (str.islower, str.isupper, str.isdecimal, lambda character: not character.isalnum())
    mixed = len(password) >= 8 and all(any(map(kind, password)) for kind in kinds)
    faults = [fault for broken, fault in (
        (short and not mixed,
         'it needs 15 characters, or 8 with a small letter, a capital, a digit and a symbol'),
        (short and is_one_word(password), 'it is one word with a tail'),
        (len(set(password)) < 5, 'it has fewer than 5 different characters'),
        (small in (small + small)[1:-1], 'it repeats itself'),
        (is_a_run(password), 'most of it runs along the keyboard, the alphabet or the numbers'),
        (len(username) >= 4 and username.lower() in small, 'your username is in it'),
        (not password.isprintable(), 'it has characters that cannot be printed'),
        (len(password_bytes(password)) > MAX_BYTES, f'it is over {MAX_BYTES} bytes (é has two)'),
    ) if broken]
    if faults:
        raise ValueError(f"That will not do: {'; '.join(faults)}.")
    return password

def hash_password(password: str) -> str:
    """A bcrypt hash with a salt of its own: never the same twice."""
    return bcrypt.hashpw(password_bytes(password), bcrypt.gensalt(BCRYPT_COST)).decode()

def is_right_password(password: str, stored: str) -> bool:
    """Does the password belong to the stored hash? One bcrypt check is made, whatever they are."""
    secret = password_bytes(password)
    usable = BCRYPT_HASH.fullmatch(stored) and len(secret) <= MAX_BYTES and b'\0' not in secret
    if not usable:
        secret, stored = b'-', f"$2b${BCRYPT_COST:02}${'.' * 53}"
    with suppress(ValueError):
        return bcrypt.checkpw(secret, stored.encode()) and bool(usable)
    return False

# == 5  Searching ================================================================================
# Texts are folded first, so that neither accents nor capitals nor punctuation matter; then a word
# is found where it begins a word. There is no index: 'in' is quick enough for 100,000 films.
ARTICLE = re.compile(r'^\s*(?:the|an?)\s+(?=\S)', re.IGNORECASE)
LETTERS = {'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ı': 'i'}
MARKS = re.compile("['`\u2018\u2019\u02bc\u0300-\u036f\u3099\u309aæœøłđı]")  # as after NFKD
NUMBERS = {word: f' {row}' for row in (
    '1 one', '2 two ii', '3 three iii', '4 four iv', '5 five v', '6 six vi', '7 seven vii',
    '8 eight viii', '9 nine ix', '10 ten', '11 eleven', '12 twelve') for word in row.split()}
FILLERS = set('about and film in is movie of one that the there when where which who with'.split())
OTHER_WORDS = {'Animation': 'animated cartoon anime', 'Family': 'kids children', 'Horror': 'scary',
               'Romance': 'romantic', 'Sci-Fi': 'science fiction', 'Comedy': 'funny'}

def fold(text: str) -> str:
    """The words of a text in small letters, without accents and apostrophes, a blank between.
    >>> fold("Amélie: 'Don't  Look' · WALL·E")
    'amelie dont look wall e'"""
    text = unicodedata.normalize('NFKD', text.lower())
    text = MARKS.sub(lambda mark: LETTERS.get(mark[0], ''), text)
    return ' '.join(re.findall(r'[^\W_]+', text.casefold()))

def bare(title: str) -> str:
    """A title as it is sorted: folded, without The, A or An in front.
    >>> bare('The Matrix'), bare('A.I.')
    ('matrix', 'a i')"""
    return fold(ARTICLE.sub('', title))

def squeezed(title: str) -> str:
    """A title as it is compared: bare, without blanks and and: walle for WALL-E and for Wall E."""
    return f' {bare(title)} '.replace(' and ', ' ').replace(' ', '')

def sought(text: str) -> list:
    """The words to look for: a final s, or ies after 4 letters, is cut; fillers only if all are."""
    words = re.sub(r'((?<=\w{4})ie|(?<=\w\w[^s ]))s\b', '', bare(text)).split()
    return [word for word in words if word not in FILLERS] or words

def joined(text: str) -> str:
    """Each word and those behind it, so that walle begins a word too; and numbers in other ways.
    >>> joined('WALL-E 2')
    ' walle2 e2 2 2 two ii'"""
    words = fold(text).split()
    return ''.join(' ' + ''.join(words[place:place + 20]) + NUMBERS.get(word, '')
                   for place, word in enumerate(words))

def folded_from_film(film: Film) -> Folded:
    """The texts that are searched, a blank before every word; but a rating is found whole."""
    title = joined(film.title) + joined(film.alt_title)
    genre = ''.join(joined(f'{genre} {OTHER_WORDS.get(genre, "")}') for genre in film.genres)
    return Folded(film, squeezed(film.title), squeezed(film.alt_title), title, genre,
                  squeezed(film.rating).replace('12a', '12'),
                  f'{title}{genre} {fold(f"{film.year} {film.director} {film.synopsis}")}')

def with_words(catalogue: list, part: str, words: list) -> list:
    """The Folded that have all the words in a part, a keyword may be a rating; [] for no words."""
    for word in words:
        begins, rating = ' ' + word, word.replace('12a', '12')      # 12A is the cinema's 12
        catalogue = [folded for folded in catalogue if begins in getattr(folded, part)
                     or folded.rating == rating and part in ('keyword', 'rating')]
    return catalogue if any(words) else []

def find(catalogue: list, part: str, text: str, likes: Counter = Counter()) -> list:
    """Films with all words in a part (title, genre, rating or keyword), the best match first."""
    words, whole = sought(text.lower().replace('romcom', 'rom com')), squeezed(text)
    found = with_words(catalogue, part, [whole] if part == 'rating' else words)
    if part in ('title', 'keyword') and len(words) > 1:    # titles without their blanks too
        found = dict.fromkeys(found + with_words(catalogue, 'title', [whole]))
    return [folded.film for folded in sorted(found, key=lambda folded: (
        whole not in (folded.whole, folded.also), not folded.whole.startswith(whole),
        not with_words([folded], 'title', words), -likes[folded.film.film_id], folded.whole))]

def nearest(catalogue: list, text: str) -> list:
    """At most 10 Films: titles that begin much like the text, then what has rare words of it."""
    import difflib
    whole = squeezed(text)[:60]
    starts = {folded: folded.whole[:len(whole) + 1] for folded in catalogue}
    near = difflib.get_close_matches(whole, {*starts.values()}, 3, 0.7)
    score = Counter()
    for word in dict.fromkeys(sought(text)):
        found = with_words(catalogue, 'keyword', [word[:max(4, len(word) - 2)]])
        score.update({folded.film: math.log(len(catalogue) / len(found)) ** 2 for folded in found})
    best = [folded.film for start in near for folded in catalogue if starts[folded] == start]
    return list(dict.fromkeys(best + [film for film, _ in score.most_common(10)]))[:10]

# == 6  Recommending =============================================================================
# Counters and nothing else. Taste: which genres do I watch more than everybody does? Company: what
# did those who watched my films watch too? Era and names, which count most where there is little
# company: which years are near mine, what is in a series with mine, or by its directors?
RECENCY = 0.75              # the k-th newest film weighs k to the minus this: what is new says more
LIKE = 1.5                  # a like says half as much again as a view
DOUBT = 3                   # so many average films, nameless too, are mixed in: one is no taste yet
DECADE = 10                 # a film this many years away from one of mine counts half for it
SERIES, DIRECTOR = 25, 5    # a film that shares it with all of mine gains so many times, less DOUBT

def plural(count: int, noun: str) -> str:
    """A count and what is counted.
    >>> plural(1, 'film'), plural(2, 'film')
    ('1 film', '2 films')"""
    return f'{count} {noun}' + 's' * (count != 1)

def chosen_by(views: list, likes: list) -> dict:
    """{username: {film_id: 1, or LIKE if liked}}, the newest view last, then likes with none."""
    people = defaultdict(dict)
    for event in views:
        people[event.username].pop(event.film_id, None)
        people[event.username][event.film_id] = 1
    for event in likes:
        people[event.username][event.film_id] = LIKE
    return people

def taste_of(weights: dict, known: dict, viewers: Counter) -> dict:
    """{genre: log of how many times more often I watch it than everybody}; genres share a film."""
    genre_profile, everyone = Counter(), Counter()
    for film_id, film in known.items():
        for genre in film.genres:
            genre_profile[genre] += weights.get(film_id, 0) / len(film.genres)
            everyone[genre] += (viewers[film_id] + 1) / len(film.genres)
    mine, total = sum(genre_profile.values()), sum(everyone.values())
    return {genre: math.log((genre_profile[genre] * total / weight + DOUBT) / (mine + DOUBT))
            for genre, weight in everyone.items()}

def names_of(film: Film, weight: float = 1) -> dict:
    """{name: what it counts} of a film's directors and its series, which is Rocky for Rocky II."""
    series = re.split(r' and |:| Part\b| [IVX\d]+(:|$)', ARTICLE.sub('', film.title))[0]
    directors = filter(None, film.director.split(', '))
    return {**dict.fromkeys(directors, DIRECTOR * weight), series: SERIES * weight}

def company_of(weights: dict, people: dict, viewers: Counter) -> Counter:
    """{film_id: how much those who share my films watch it}: collaborative filtering. Somebody's
    vote is the square of what we share, rare films saying more, over how much they watch."""
    rare = {film_id: weight * math.log((len(people) + 1) / viewers[film_id])
            for film_id, weight in weights.items() if viewers[film_id]}
    company = Counter()
    for chosen in people.values():
        if vote := sum(rare[film_id] for film_id in rare.keys() & chosen.keys()) ** 2 / len(chosen):
            for film_id, strength in chosen.items():
                company[film_id] += strength * vote
    return company

def most_liked(films: list, people: dict, viewers: Counter) -> list:
    """[(Film, reason)] for somebody new: most liked, most viewed, each genre's first, second..."""
    liked = Counter(key for chosen in people.values() for key in chosen if chosen[key] == LIKE)
    turns = defaultdict(itertools.count)
    ranked = sorted(films, key=lambda film: (
        -liked[film.film_id], -viewers[film.film_id], next(turns[film.genres[0]])))
    return [(film, f'viewed or liked by {viewers[film.film_id]}, liked by {liked[film.film_id]}'
             if viewers[film.film_id] else f'to begin with: {film.genres[0]}') for film in ranked]

def reason_for(film: Film, taste: dict, seen: list, people: dict) -> str:
    """Why a film is in the list: its genre that says most; company, a shared name or its year."""
    genre = max(film.genres, key=taste.get)
    count = sum(genre in own.genres for own in seen)
    reasons = [f'{count} of your films {"is" if count == 1 else "are"} {genre}'] if count else []
    near = min(seen, key=lambda own: (names_of(own).keys().isdisjoint(names_of(film)),
                                      abs(own.year - film.year)))
    names = ' and '.join(name for name in names_of(film) if name in names_of(near))
    shared = Counter(own for chosen in people.values() if film.film_id in chosen
                     for own in seen if own.film_id in chosen)
    if shared:
        own, count = max(shared.items(), key=lambda item: (item[1], -item[0].film_id))
        reasons.append(f'{plural(count, "other")} viewed or liked it and {own.title}')
    elif names or not reasons:
        reasons.append(f'it shares {names} with {near.title}' if names else
                       f'it is from {film.year}, your {near.title} from {near.year}')
    return '; '.join(reasons)

def recommendations(username: str, films: list, views: list, likes: list, count: int) -> list:
    """[(Film, reason)], count at most, best first, none viewed or liked, of Films and Events."""
    known = {film.film_id: film for film in films}
    people = chosen_by(*([event for event in standing(log) if event.film_id in known]
                         for log in (views, likes)))
    weights = {film_id: strength * place ** -RECENCY for place, (film_id, strength)
               in enumerate(reversed(people.pop(username, {}).items()), 1)}
    viewers = Counter(itertools.chain.from_iterable(people.values()))
    unseen = [film for film in films if film.film_id not in weights]
    if not weights:
        return most_liked(unseen, people, viewers)[:count]
    seen = [known[film_id] for film_id in weights]
    taste, company = taste_of(weights, known, viewers), company_of(weights, people, viewers)
    names, total = Counter(), sum(weights.values()) + DOUBT
    for film in seen:
        names.update(names_of(film, weights[film.film_id] / total))
    era = {year: sum(weights[film.film_id] / (1 + abs(film.year - year) / DECADE)
                     for film in seen) for year in {film.year for film in unseen}}
    def score(film):
        liking = math.exp(sum(map(taste.get, film.genres)) / math.sqrt(len(film.genres)))
        alone = era[film.year] * (1 + sum(names[name] for name in names_of(film)))
        closeness = company[film.film_id] + alone / (len(people) + 1)
        return closeness * (liking / (viewers[film.film_id] + 1)) ** (1 / 3)    # fame is no merit
    best = sorted(unseen, key=lambda film: (-score(film), film.film_id))[:count]
    return [(film, reason_for(film, taste, seen, people)) for film in best]

# == 7  Laying out ===============================================================================
# Text for the screen, as a plain console or a screen reader can show it: no colour, no drawing.
# Each function returns text; printing it is somebody else's work.

def columned(text: str) -> str:
    """The text, ? for what cannot be printed, a NUL behind each character two columns wide."""
    return ''.join(character + '\0' * (unicodedata.east_asian_width(character) in 'WF')
                   if character.isprintable() else '?' for character in text)

def cut(text: str, width: int) -> str:
    """The text, at most so many columns wide, with ... where something is missing.
    >>> cut('The Godfather', 10)
    'The God...'"""
    wide = columned(text)
    end = len(wide) if len(wide) <= width else width - 3 - ('\0' in wide)
    return (wide[:end] + '...' * (end < len(wide))).replace('\0', '')

def wrap(text: str, width: int) -> str:
    """The text in lines of at most so many columns."""
    wide = columned(text)
    return textwrap.fill(wide, width - ('\0' in wide)).replace('\0', '')

def local_time(at: str) -> str:
    """'22 Nov 2026, 17:05', local time, for the `at` of an event; as it is if it is no time."""
    from datetime import datetime       # not at the start, which is to be quick
    with suppress(ValueError, OverflowError, OSError):
        local = datetime.fromisoformat(at.replace('Z', '+00:00')).astimezone()
        return f'{local.day} {local:%b %Y, %H:%M}'
    return at

def list_page(listing: Listing, likes: Counter, width: int) -> str:
    """A page of a list under a heading: in a narrow window, of each film number and title only."""
    page = listing.items[listing.place:listing.place + PAGE]
    lines = [wrap(f'{listing.heading}: {listing.place + 1} to {listing.place + len(page)} of '
                  f'{len(listing.items)}' if page else f'{listing.heading}: none', width)]
    for film, note in page:
        count = plural(max(likes[film.film_id], 0), 'like')
        middle = '' if width < 40 else f' {film.year or "":4} {cut(film.rating, 7):3} {count:>8}'
        lines.append(cut(f'{film.film_id:5}{middle} {film.title}', width))
        lines += [textwrap.indent(wrap(note, width - 6), ' ' * 6)] if note else []
    return '\n'.join(lines)

def film_page(film: Film, likes: int, views: list, liked: bool, width: int) -> str:
    """All about a film; views: this user's Events of it, oldest first; liked: by this user?"""
    facts = {'Film': f'{film.film_id}  {film.title} ({film.year})', 'Also called': film.alt_title,
             'Genres': ', '.join(film.genres), 'Rated': film.rating, 'Director': film.director,
             'Minutes': film.minutes, 'Likes': str(max(likes, 0))}
    times = f'{len(views)} times, last ' if len(views) > 1 else ''
    viewed = f'You viewed it {times}on {local_time(views[-1].at)}.' if views else ''
    lines = [f'{name}: {text}' for name, text in facts.items() if text] + [
        film.synopsis, viewed or 'Not viewed yet: v to view it.',
        'You like it.' if liked else 'Not liked yet: l to like it.']
    return '\n'.join(wrap(line, width) for line in lines if line)

# == 8  Asking ===================================================================================
# The keyboard and the screen: every line that is typed or printed goes through here.
class GoBack(Exception): """Enter on its own at a question: nothing is done."""

def window_width() -> int:
    """The columns of the window, 20 at least and WIDTH at most; WIDTH where there is no window."""
    with suppress(OSError, ValueError):
        return min(max(20, os.get_terminal_size().columns or WIDTH), WIDTH)
    return WIDTH

def tell(text: str, session: 'Session' = None, about: str = '') -> None:
    """Print a sentence or two, wrapped; in a session, if one is given, only once about the same."""
    told = session.told if session else set()
    if (about or text) not in told:
        print(wrap(text, window_width()), flush=True)
    told.add(about or text)

def type_line(session: 'Session', secret: bool = False) -> str:
    """The line typed at the > prompt; a secret is hidden where it can be, and keeps its blanks."""
    try:
        if secret and sys.stdin is sys.__stdin__ and sys.stdin.isatty():
            from getpass import getpass         # for a real keyboard only: not in IDLE or a pipe
            return getpass('> ')
        if secret:
            tell('What you type here can be seen, a password too.', session)
        line = input('> ').rstrip('\r')        # a file from Windows may come through a pipe
    except UnicodeDecodeError:
        return '\0'                             # no text, and nobody's password
    print(end='' if sys.stdin.isatty() else '\n')       # where no Enter key ends the prompt's line
    return line if secret else line.strip()[:200]    # nobody needs more, and it would take long

def ask(session: 'Session', question: str, check=str, secret: bool = False) -> object:
    """What check makes of the answer, which may stand behind a menu letter; GoBack after Enter."""
    while True:
        text, session.answer = session.answer, ''
        if not text:
            tell(f'{question} (Enter goes back)')
            text = type_line(session, secret)
        if not text:
            raise GoBack
        try:
            return check(text)
        except ValueError as error:
            tell(str(error))

def catalogue(session: 'Session') -> list:
    """The Folded films, made when they are first searched."""
    session.catalogue = session.catalogue or list(map(folded_from_film, session.films.values()))
    return session.catalogue

def film_meant(session: 'Session', text: str) -> Film:
    """The Film of a number or of words of its title; of several, a list and ValueError."""
    films, whole = find(catalogue(session), 'title', text), squeezed(text)
    called = [film for film in films if whole in (squeezed(film.title), squeezed(film.alt_title))]
    if text.isascii() and text.isdigit():
        films = [film for film in session.films.values() if str(film.film_id) == text.lstrip('0')]
        for other in called if called != films else []:
            tell(f'The film called {other.title} is number {other.film_id}.')
    elif len(called) == 1:
        films = called
    if not films:
        kind, text = 'number' if text.isdigit() else 'title', text[:40]
        raise ValueError(f'No film has the {kind} {text}. On the menu, s {text} looks everywhere.')
    if len(films) > 1:
        listing = Listing('Titles like that', [(film, '') for film in films])
        print(list_page(listing, session.likes.totals, window_width()))
        more = f'and {len(films) - PAGE} more: type more of it.'
        raise ValueError(more if films[PAGE:] else 'Which of them?')
    return films[0]

def choose_film(session: 'Session', question: str) -> Film:
    """The film of the page above or else one that is asked for until it is clear; GoBack."""
    if session.film and not session.answer:
        return session.film
    return ask(session, f'{question} Its number or title.', lambda text: film_meant(session, text))

# == 9  Menu functions ===========================================================================
# One function for each line of a menu, all of one shape: f(session) -> None. They change the
# session and say what they did; the main loop then shows what stands above the prompt.

class Session:
    """All that changes while the program runs."""
    def __init__(self, folder: str) -> None:
        self.folder, self.user = folder, None   # where the files are; the User who is logged in
        self.films, self.catalogue = {}, []     # {film_id: Film}; [Folded], once it is searched
        self.views = self.likes = None          # Logs, once somebody is logged in
        self.film = self.listing = None         # the Film or else the Listing that is shown
        self.answer = ''            # what was typed behind the menu letter
        self.failures, self.told = 0, set()     # failed logins in a row; what was told once

def tell_skipped(session: Session, name: str, faults: int) -> None:
    """Say, once, that a file has damaged lines, if it has."""
    if faults:
        tell(f'{plural(faults, "damaged line")} of {name} skipped. To see which, and why, start '
             'the program with --check.', session, name)

def accounts(session: Session) -> dict:
    """{name in small letters: User}, read anew; DataError. Half a last line may yet grow."""
    *lines, last = lines_of(data_path(session.folder, 'users.csv')) or ['']
    found, faults = accounts_from_lines(lines + [last] * bool(USER_LINE.fullmatch(last)))
    tell_skipped(session, 'users.csv', len(faults))
    return found

def begin(session: Session, user: User) -> None:
    """Log a user in, and read the catalogue if that has not been done."""
    session.views = Log(data_path(session.folder, 'views.csv'), user.username, skim=True)
    session.likes = Log(data_path(session.folder, 'likes.csv'), user.username, skim=False)
    if not session.films:
        session.films, faults = films_from_lines(lines_of(data_path(session.folder, 'films.csv')))
        tell_skipped(session, 'films.csv', len(faults))
    session.user = user

def refresh(session: Session) -> None:
    """Take in what this and other copies have saved since the last screen."""
    for log in (session.views, session.likes) if session.user else ():
        try:
            read_log(log)
        except OSError as error:
            tell(f'{os.path.basename(log.path)} cannot be read: {error.strerror}.', session)
        tell_skipped(session, os.path.basename(log.path), log.damaged)

def mine(log: Log, film: Film) -> list:
    """This user's standing events of one film, oldest first."""
    return [event for event in standing(log.mine) if event.film_id == film.film_id]

def save_event(session: Session, log: Log, film: Film, change: int) -> None:
    """Save an event of mine, unless it changes nothing, and show its film; NotSaved."""
    noun, verb = ('last view', 'viewed') if log is session.views else ('like', 'like')
    with locked(session.folder):
        read_log(log)
        needed = bool(mine(log, film)) != (change > 0) or (verb, change) == ('viewed', 1)
        if needed:
            append_row(log.path, Event(log.username, film.film_id, now()[:19] + 'Z', change))
    session.film = film
    tell({(1, True): f'Saved: you {verb} {film.title} ({film.year}).',
          (1, False): f'You like {film.title} already. On this page, l takes your like back.',
          (-1, True): f'Saved: your {noun} of {film.title} is taken back.',
          (-1, False): 'There is nothing to take back.'}[change, needed])

def save_account(session: Session, user: User) -> User:
    """Ask for a new password, twice, and append the user's row with its hash; NotSaved."""
    tell(PASSWORD_RULES)
    while True:
        secret = ask(session, 'New password?', lambda new: valid_password(new, user.username), True)
        if password_bytes(ask(session, 'The same again?', str, True)) == password_bytes(secret):
            break
        tell('That was not the same. Once more, please.')
    user = user._replace(password_hash=hash_password(secret))
    with locked(session.folder):
        owner = accounts(session).get(user.username.lower())
        if not owner or session.user and owner.registered_at == user.registered_at:
            append_row(data_path(session.folder, 'users.csv'), user)
        if accounts(session).get(user.username.lower()) != user:
            raise NotSaved(f'NOT saved: the username {user.username} was taken a moment ago.')
    return user

def register(session: Session) -> None:
    """Make an account and log in. Nothing is saved before the last question is answered."""
    def free(text):
        if valid_username(text).lower() in accounts(session):
            raise ValueError(f'The username {text} is taken. Choose another.')
        return text
    username = ask(session, 'Choose a username.', free)
    user = save_account(session, User(username, '', now()))
    tell(f'Saved: you are registered as {username}.')
    begin(session, user)

def log_in(session: Session) -> None:
    """Ask for a name and a password. An unknown name and a wrong password look the same."""
    username = ask(session, 'Your username?')
    password = ask(session, 'Your password?', secret=True)
    time.sleep(FAILURE_WAIT if session.failures >= FREE_TRIES else 0)
    user = accounts(session).get(username.lower())
    if not is_right_password(password, user.password_hash if user else ''):
        session.failures += 1
        return tell('Wrong username or password.')
    session.failures = 0
    begin(session, user)

def change_password(session: Session) -> None:
    """Ask for the old password and a new one, which is saved as another row of the name."""
    old = ask(session, 'Your current password?', secret=True)
    user = accounts(session).get(session.user.username.lower(), session.user)
    if not is_right_password(old, user.password_hash):
        return tell('That is not your password. Nothing has been changed.')
    save_account(session, user)
    tell('Saved: your password is changed.')

def browse(session: Session) -> None:
    """All films in title order, from the letters typed behind the b on."""
    rows = sorted(session.films.values(), key=lambda film: (bare(film.title), film.year))
    place = sum(bare(film.title) < bare(session.answer) for film in rows[:-1])
    session.film, session.listing = None, Listing('All films', [(film, '') for film in rows], place)

def search(session: Session) -> None:
    """Find films by words; t, g, k or r in front says where to look."""
    films = session.films.values()
    genres = sorted({genre for film in films for genre in film.genres})
    ratings = sorted({film.rating for film in films}, key=lambda age: (age < 'A', age != 'U', age))
    kinds = f"Genres: {', '.join(genres)}. Ratings: {', '.join(filter(None, ratings)) or 'none'}."
    if not session.answer:
        tell(kinds)
    text = ask(session, 'Search for? Words are looked for everywhere; t alien looks in titles, '
               'g horror for a genre, k shark for a keyword, r PG for an age rating.')
    letter, _, words = text.partition(' ')
    part = {'t': 'title', 'g': 'genre', 'k': 'keyword', 'r': 'rating'}.get(letter.lower())
    words = (words.strip() or ask(session, f'Which {part}?')) if part else text
    heading = f"Films {'with ' + part if part else 'for'} '{words[:40]}'"
    found = find(catalogue(session), part or 'keyword', words, session.likes.totals)
    if len(found) == 1:
        session.film = found[0]
        return
    if not found:
        heading = f"Nothing is found for '{words[:40]}'. The nearest"
        found = [] if part in ('genre', 'rating') else nearest(catalogue(session), words)
    if not found:
        raise ValueError(f"Nothing is found for '{words[:40]}'. {kinds}")
    session.film, session.listing = None, Listing(heading, [(film, '') for film in found])

def view(session: Session) -> None:
    """View a film, that is: note that it was viewed, now, however often it was before."""
    save_event(session, session.views, choose_film(session, 'View which film?'), 1)

def unview(session: Session) -> None:
    """Take back the last view of the film whose page is shown."""
    save_event(session, session.views, session.film, -1)

def like(session: Session) -> None:
    """Like a film; on its own page, if that says that I like it, take the like back."""
    back = session.film and not session.answer and mine(session.likes, session.film)
    save_event(session, session.likes, choose_film(session, 'Like which film?'), -1 if back else 1)

def recommend(session: Session) -> None:
    """A list of films to view next, each with its reason."""
    refresh(session)
    logs = session.views, session.likes
    given = [[row for row in log.newest if row.username != log.username] + log.mine for log in logs]
    items = recommendations(session.user.username, list(session.films.values()), *given, PAGE)
    known = any(event.film_id in session.films for log in logs for event in standing(log.mine))
    session.film, session.listing = None, Listing('Recommended for you' if known else 'You have '
        'not viewed or liked anything yet. What others like, or some films to begin with', items)

def history(session: Session) -> None:
    """A list of this user's views and likes, the newest first."""
    refresh(session)
    rows = [(event.at, event.film_id, word) for log, word in (
        (session.views, 'viewed'), (session.likes, 'liked')) for event in standing(log.mine)]
    items = []
    for at, number, word in sorted(rows, key=lambda row: row[0]):
        lost = Film(number, f'film {number} (no longer in the catalogue)', 0, (), '', '', 0, '', '')
        items.append((session.films.get(number, lost), f'{word} {local_time(at)}'))
    session.film, session.listing = None, Listing('Your views and likes, newest first', items[::-1])

def turn_page(session: Session, pages: int = -1) -> None:
    """The page of the list before this one, or that many on; after the last comes the menu."""
    listing, place = session.listing, max(0, session.listing.place + pages * PAGE)
    session.listing = listing._replace(place=place) if listing.items[place:] else None

def log_out(session: Session) -> None:
    """Back to the guest menu."""
    session.user = session.film = session.listing = None

def leave(session: Session) -> None:
    """The same as the end of input."""
    raise EOFError

# == 10  The menus and the main loop =============================================================
# A menu is a table: the same rows are shown and obeyed. To add a line to a menu, write a function
# in part 9 and add a row here. asks: may the first answer be typed behind the letter (v 12)?
Choice = namedtuple('Choice', 'letter word label action asks', defaults=[False])
GUEST_MENU = (
    Choice('r', 'register', 'Register', register, asks=True),
    Choice('l', 'login', 'Log in', log_in, asks=True),
    Choice('q', 'quit', 'Quit', leave))
FILMS_MENU = (
    Choice('b', 'browse', 'Browse all films', browse, asks=True),
    Choice('s', 'search', 'Search', search, asks=True),
    Choice('v', 'view', 'View a film', view, asks=True),
    Choice('l', 'like', 'Like a film', like, asks=True),
    Choice('r', 'recommend', 'Recommend films for me', recommend),
    Choice('h', 'history', 'History (my views and likes)', history),
    Choice('c', 'password', 'Change password', change_password),
    Choice('o', 'logout', 'Log out', log_out),
    Choice('q', 'quit', 'Quit', leave))
LIST_PAGE = (Choice('p', 'previous', 'previous page', turn_page),)
FILM_PAGE = (
    Choice('v', 'view', 'view it', view),
    Choice('l', 'like', 'like it, or take my like back', like),
    Choice('u', 'undo', 'take my last view back', unview))

def screen(session: Session, menu: tuple) -> tuple:
    """(what stands above the prompt, the Choices of its own, what Enter does there)."""
    film, listing, width = session.film, session.listing, window_width()
    refresh(session)
    if film:
        text = film_page(film, session.likes.totals[film.film_id], mine(session.views, film),
                         bool(mine(session.likes, film)), width)
        return text, FILM_PAGE, 'back to the list' if listing else 'the menu'
    if listing:
        text = list_page(listing, session.likes.totals, width)
        return text, LIST_PAGE, 'next page' if listing.items[listing.place + PAGE:] else 'the menu'
    title = f'FAKEFLIX MENU: hello, {session.user.username}' if session.user else 'FAKEFLIX'
    lines = [title, *(f'  {choice.letter}  {choice.label}' for choice in menu)]
    return '\n'.join(wrap(line, width) for line in lines), (), 'this menu again'

def choice_from(text: str, choices: tuple) -> tuple:
    """(the Choice, what is typed behind its letter) for a line; ValueError."""
    whole, (first, *rest) = ''.join(text.lower().split()), text.split(None, 1)
    for choice in choices:
        label = ''.join(choice.label.lower().split())
        if whole in (choice.letter, choice.word, label, re.split('[(,]', label)[0]):
            return choice, ''
        if rest and choice.asks and first.lower() in (choice.letter, choice.word):
            return choice, rest[0]
    words = rest[0] if rest and first.lower() in {*'tgkr'} else text    # s r is for ratings
    look = f' To look for it: s {words[:40]}' if FILMS_MENU[0] in choices else ''
    raise ValueError(f"'{text[:40]}' is not on the menu.{look}")

def obey(session: Session, text: str, choices: tuple) -> None:
    """Do what a line says; Enter leads from film to list to menu. ValueError, GoBack, ..."""
    if session.user and text.isascii() and text.isdigit():
        session.film = film_meant(session, text)
    elif text:
        choice, session.answer = choice_from(text, choices)
        choice.action(session)
    elif session.film:
        session.film = None
    elif session.listing:
        turn_page(session, 1)

def main_loop(session: Session) -> None:
    """Show, ask, obey, until EOFError (q, Ctrl-D) or KeyboardInterrupt."""
    news = True
    while True:
        menu = FILMS_MENU if session.user else GUEST_MENU
        text, own, enter = screen(session, menu)
        if news:                    # or else what stands there still holds
            print('\n' + text)
        letters = ''.join(f' {choice.letter}: {choice.label}.' for choice in own)
        number = ' A number: that film.' if session.user else ''
        tell(f'Enter: {enter}.{letters}{number} Menu: {" ".join(choice.letter for choice in menu)}')
        try:
            with suppress(GoBack):
                obey(session, type_line(session), own + menu)
            news = True
        except (DataError, NotSaved, ValueError) as error:
            tell(str(error))
            news = False

def check(folder: str) -> int:
    """Print every line of the files that is skipped, and why; 1 if there is any, else 0."""
    found = []
    for name, from_lines in (('films.csv', films_from_lines), ('users.csv', accounts_from_lines),
                             ('views.csv', events_from_lines), ('likes.csv', events_from_lines)):
        try:
            _, faults = from_lines(lines_of(data_path(folder, name)))
            found += [f'{name}, line {number}: {reason}' for number, reason in faults]
        except DataError as error:
            found.append(str(error))
    for sentence in found or ['Every line of the four files is good.']:
        tell(sentence)
    return 1 if found else 0

def options_from(arguments: list) -> tuple:
    """(the data folder, whether only to check its files) from the command line."""
    if not arguments:
        return PROGRAM_FOLDER, False
    import argparse
    parser = argparse.ArgumentParser(description='FakeFlix: films to watch, and why.')
    parser.add_argument('--data', metavar='FOLDER', default=PROGRAM_FOLDER, help='holds CSV files')
    parser.add_argument('--check', action='store_true', help='name the lines skipped, and why')
    options = parser.parse_args(arguments)
    return options.data, options.check

def visit(folder: str, only_check: bool) -> int:
    """The main loop, or the check, and its end: 130 after Ctrl-C, else 0 or what check says."""
    try:
        return check(folder) if only_check else main_loop(Session(folder))
    except (EOFError, KeyboardInterrupt) as end:
        if isinstance(end, KeyboardInterrupt):
            signal.signal(signal.SIGINT, signal.SIG_IGN)    # once is enough, we are going
        print('\nGoodbye.', flush=True)
        return 130 if isinstance(end, KeyboardInterrupt) else 0

def main(arguments: list = None) -> int:
    """Run the program; its status: 0, 130 after Ctrl-C, 1 for bad lines, 2 if it cannot run."""
    folder, only_check = options_from(sys.argv[1:] if arguments is None else arguments)
    for found, problem in (
            (None not in (sys.stdin, sys.stdout), 'FakeFlix needs a keyboard and a screen.'),
            ('bcrypt' in globals(), 'Install bcrypt: python -m pip install -r requirements.txt'),
            (os.path.isdir(folder), f'There is no folder {folder}'),
            (os.path.exists(data_path(folder, 'films.csv')), 'There is no films.csv.')):
        if not found:
            print(cut(problem, 300), file=sys.stderr)
            return 2
    umask = os.umask(0)         # each file gets a mode of its own, see plain_file
    for stream, errors in (sys.stdin, 'surrogateescape'), (sys.stdout, 'replace'):
        if hasattr(stream, 'reconfigure'):      # IDLE's streams have no such thing
            stream.reconfigure(errors=errors)
    for name in {'SIGTERM', 'SIGHUP'}.intersection(dir(signal)):    # getpass restores the echo
        signal.signal(getattr(signal, name), lambda number, frame: sys.exit(128 + number))
    try:
        return visit(folder, only_check)
    except OSError:         # the screen has gone, and with it whoever saw it
        sys.stdout = None   # or else Python would try it once more at the end
        return 1
    finally:
        os.umask(umask)

if __name__ == '__main__':
    sys.exit(main())
