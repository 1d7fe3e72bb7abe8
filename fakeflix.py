#!/usr/bin/env python3
"""FakeFlix: a film service in a terminal, in one Python file over four CSV files.

Register, log in, search films, view them, press l to like them, and be told what to watch next
and why. Run it with:    python fakeflix.py              (--help shows the few options)

Contents, in the order that data travels
    1  Settings           the few numbers that are safe to change
    2  Records            what a film, a user and an event are
    3  The CSV files      rows to records, the lock, appending
    4  Accounts           what a good username and password are; hashing
    5  Searching          folding text, finding films, suggesting titles
    6  Recommending       the genre counter and what sharpens it
    7  Laying out         lines, lists and pages as text; nothing here prints
    8  Asking             the keyboard and the screen
    9  Menu functions     what each line of a menu does
    10 The menus and the main loop

Glossary
    film      a row of films.csv; its film_id is the number that people type
    event     a row of views.csv or likes.csv; its change is 1, or -1 to take one back
    views     the events of views.csv: a film may be viewed again and again
    likes     the events of likes.csv: a user likes a film at most once at a time
    standing  what events are when they have not been taken back
    seen      the films that one user has viewed or liked
    folded    text as the search sees it: small letters without accents or punctuation
"""
import csv
import errno
import heapq
import math
import os
import re
import signal
import sys
import textwrap
import time
import unicodedata
from collections import Counter, defaultdict, deque, namedtuple
from contextlib import contextmanager
from datetime import datetime, timezone

try:
    import bcrypt
except ImportError:                 # main() says in one sentence what to do
    bcrypt = None
try:
    import fcntl
except ImportError:                 # Windows locks files in another way
    fcntl = None
    import msvcrt


# == 1  Settings =================================================================================
# Change these and run the program again. Nothing else in the file is a knob.

PAGE = 10                   # films on a page of a list: try 3
WIDTH = 80                  # no line is longer than this, however wide the window
RECOMMENDED = 10            # how many films r recommends
BCRYPT_COST = 12            # each step doubles the time that a hash takes; 4 to 14
FREE_TRIES = 5              # wrong passwords in a row before each further try has to wait
FAILURE_WAIT = 2            # seconds
LOCK_WAIT = 10              # seconds to wait while another copy is saving
COMMUNITY = 100_000         # the newest rows of everybody's that recommendations are made from
PROGRAM_FOLDER = os.path.dirname(os.path.abspath(__file__))


# == 2  Records ==================================================================================
# Named tuples: a record is made once, from one row of a file, and never changes.

Film = namedtuple('Film', 'film_id title year genres rating director minutes alt_title synopsis')
User = namedtuple('User', 'username password_hash registered_at')
Event = namedtuple('Event', 'username film_id at change')


class DataError(Exception):
    """A file, or one line of it, cannot be used; the text names file, line and reason."""


class NotSaved(Exception):
    """A row was not saved, and no part of it was left in the file; the text says why."""


# == 3  The CSV files ============================================================================
# Files are only ever read or appended to. Whatever has happened to them (edited by hand, torn by
# a crash, saved by a spreadsheet), a damaged line is skipped and left where it is. The logs are
# strict, a row a line, so that the newest part of a huge one can be used without the rest;
# films.csv may be any CSV file that a spreadsheet saves, as long as a film is one line.

NAME = '[A-Za-z0-9][A-Za-z0-9_.-]{2,19}'
SECOND = r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d'
USER_LINE = re.compile(rf'\ufeff?({NAME}),([^",]*),({SECOND}(?:\.\d+)?Z)\r?', re.ASCII)
EVENT_LINE = re.compile(rf'\ufeff?({NAME}),([1-9]\d{{0,8}}),({SECOND}Z),(-?1)\r?', re.ASCII)
BLOCK = 1 << 16                     # bytes read at a time
TAIL = COMMUNITY * 56               # bytes that surely hold COMMUNITY events: none is longer


def now() -> str:
    """The time in UTC, ISO 8601 to the microsecond: 2026-11-22T10:00:00.000000Z."""
    return datetime.now(timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.%fZ')


def whole_number(text: str) -> int:
    """The number that up to nine ASCII digits stand for; ValueError for anything else."""
    if not re.fullmatch('[0-9]{1,9}', text):
        raise ValueError(f"'{text[:40]}' is not a whole number")
    return int(text)


def film_from_row(row: dict) -> Film:
    """A Film from a row of films.csv, {column: text}; ValueError says what is wrong with it.

    film_id (1 or more), title, year and genres (the main one first, separated by |) must be
    there; rating, director, minutes, alt_title (another title) and synopsis may be empty.
    """
    texts = [row.get(column, '') for column in Film._fields]
    for column, text in zip(Film._fields[:4], texts):
        if not text.strip('|0'):
            raise ValueError(f'the {column} is missing')
    film_id, title, year, genres, rating, director, minutes, alt_title, synopsis = texts
    genres = tuple(dict.fromkeys(filter(None, map(str.strip, genres.split('|')))))
    return Film(whole_number(film_id), title, whole_number(year), genres, rating, director,
                whole_number(minutes or '0'), alt_title, synopsis)


def row_from_line(line: bytes, columns: list, delimiter: str) -> dict:
    """{column: text} from a line of films.csv; {} if it is empty; ValueError if it is damaged.

    A line that is not UTF-8 is taken for Windows-1252, which older spreadsheets write.
    """
    try:
        text = line.decode('utf-8')
    except UnicodeDecodeError:
        text = line.decode('cp1252', 'replace')
    try:
        reader = csv.reader([text.replace('\0', '?')], delimiter=delimiter, strict=True)
        fields = [' '.join(field.split()) for field in next(reader, [])]
    except csv.Error:
        raise ValueError('a double quote (") is not closed or stands in the wrong place; a film '
                         'must be one line, and a quote within a text is written ""') from None
    if any(fields) and (len(fields) < len(columns) or any(fields[len(columns):])):
        raise ValueError(f'it has {len(fields)} fields, the first line has {len(columns)}; a '
                         'text with a comma in it needs double quotes round it')
    return dict(zip(columns, fields)) if any(fields) else {}


def user_from_line(line: str) -> User:
    """A User, or None, from a line of users.csv: username,password_hash,registered_at.

    Here and in event_from_line None is for a header or an empty line, ValueError for a damaged one.
    """
    if match := USER_LINE.fullmatch(line):
        return User(*match.groups())
    if line.strip('\ufeff\r') not in ('', ','.join(User._fields)):
        raise ValueError(f"'{line[:60]}' is not like ann,HASH,2026-11-22T10:00:00.000000Z")


def event_from_line(line: str) -> Event:
    """An Event, or None, from a line of views.csv or likes.csv: username,film_id,at,change.

    >>> event_from_line('ann,12,2026-11-22T10:00:00Z,1')
    Event(username='ann', film_id=12, at='2026-11-22T10:00:00Z', change=1)
    """
    if match := EVENT_LINE.fullmatch(line):
        return Event(sys.intern(match[1]), int(match[2]), match[3], int(match[4]))
    if line.strip('\ufeff\r') not in ('', ','.join(Event._fields)):
        raise ValueError(f"'{line[:60]}' is not like ann,12,2026-11-22T10:00:00Z,1")


def faults_in(name: str, lines: list, use) -> list:
    """Use each line, from line 1 on; a DataError for each at which use raises ValueError."""
    faults = []
    for number, line in enumerate(lines, 1):
        try:
            use(line)
        except ValueError as error:
            faults.append(DataError(f'{name}, line {number}: {error}'))
    return faults


def films_from_lines(lines: list) -> tuple:
    """({film_id: Film}, [DataError]) from the lines, as bytes, of a films.csv.

    The first line names the columns, in any order, and shows what separates them (a comma, a
    semicolon or a tab). DataError if it does not.
    """
    films = {}
    head = lines[0].decode('utf-8-sig', 'replace') if lines else ''
    delimiter = max(',;\t', key=head.count)
    columns = [name.strip(' "\r').lower() for name in head.split(delimiter)]
    if not set(columns).issuperset(Film._fields[:4]):
        raise DataError(f'films.csv, line 1: it must name the columns, {",".join(Film._fields)}; '
                        'if it does, save the file again as "CSV UTF-8"')

    def add(line):
        row = row_from_line(line, columns, delimiter) if line is not lines[0] else {}
        film = film_from_row(row) if row else None
        if film and films.setdefault(film.film_id, film) is not film:
            raise ValueError(f'the film_id {film.film_id} is taken by a line above')

    return films, faults_in('films.csv', lines, add)


def accounts_from_lines(lines: list) -> tuple:
    """({name in small letters: User}, [DataError]) from the lines, as bytes, of a users.csv.

    The first row of a name, whatever its case, owns it. A later one counts only if it repeats the
    registered_at of the first: so a password is changed by appending.
    """
    accounts = {}

    def claim(line):
        if user := user_from_line(line.decode('utf-8', 'replace')):
            owner = accounts.setdefault(user.username.lower(), user)
            if owner.registered_at != user.registered_at:
                raise ValueError(f'the name {user.username} is taken by a line above')
            accounts[user.username.lower()] = owner._replace(password_hash=user.password_hash)

    return accounts, faults_in('users.csv', lines, claim)


def standing(events: list) -> list:
    """The events, in order, less each -1 row and the newest standing event that it takes back."""
    kept, taken = [], Counter()
    for event in reversed(events):
        key = event.username, event.film_id
        if event.change < 0:
            taken[key] += 1
        elif taken and taken[key]:
            taken[key] -= 1
        else:
            kept.append(event)
    return kept[::-1]


def plain_file(path: str, flags: int) -> int:
    """What open() opens a file by: a new one gets its folder's write bits; else OSError."""
    if os.path.exists(path) and not os.path.isfile(path):
        raise OSError(errno.EINVAL, 'it is not a plain file')   # a pipe might never end
    umask = os.umask(0)
    try:
        return os.open(path, flags, os.stat(os.path.dirname(path)).st_mode & 0o666)
    finally:
        os.umask(umask)


def lines_of(path: str) -> list:
    """The lines of a file, as bytes without newlines; [] if there is no file; DataError."""
    try:
        with open(path, 'rb', opener=plain_file) as file:
            return file.read().split(b'\n')
    except FileNotFoundError:
        return []
    except OSError as error:
        raise DataError(f'{os.path.basename(path)}: {error.strerror}') from None


class Log:
    """One of the two event files, and what has been read of it so far, for one user."""

    def __init__(self, path: str, username: str, skim: bool) -> None:
        self.path, self.username = path, username
        self.skim = skim            # before the newest part, read only this user's rows?
        self.start_over()

    def start_over(self) -> None:
        """Nothing has been read yet."""
        self.end = 0                # bytes read
        self.mine = []              # this user's events, oldest first
        self.newest = deque(maxlen=COMMUNITY)   # everybody's, oldest first
        self.totals = Counter()     # {film_id: sum of the changes read}
        self.damaged = 0            # lines met that are no rows


def read_log(log: Log) -> None:
    """Take in what was added to the file since the last call; OSError."""
    if not os.path.exists(log.path):
        return log.start_over()
    with open(log.path, 'rb', opener=plain_file) as file:
        size = os.fstat(file.fileno()).st_size
        if size < log.end:                  # another file has been put in its place
            log.start_over()
        while block := next_block(log, file):
            take_in(log, block, log.skim and log.end < size - TAIL)


def next_block(log: Log, file) -> bytes:
    """Some 64 KiB of whole lines from where reading stopped, moving that place; b'' at the end.

    A last line without a newline counts if it is a whole event; if not, it is left for later.
    """
    file.seek(log.end)
    block = file.read(BLOCK) + file.readline()
    before, newline, last = block.rpartition(b'\n')
    if not EVENT_LINE.fullmatch(last.decode('utf-8', 'replace')):
        block = before + newline
    log.end += len(block)
    return block


def take_in(log: Log, block: bytes, skim: bool) -> None:
    """Add a block's rows to what is known of a log; skimming, only this user's.

    Most blocks of a huge log are then never split: ten million rows take a second or so.
    """
    mine = log.username.encode() + b','
    if skim and b'\n' + mine not in b'\n' + block:
        return
    lines = block.split(b'\n')
    lines = [line for line in lines if line.startswith(mine)] if skim else lines
    events = []
    faults = faults_in(log.path, lines,
                       lambda line: events.append(event_from_line(line.decode('utf-8', 'replace'))))
    log.damaged += len(faults)
    for event in filter(None, events):
        log.newest.append(event)
        log.totals[event.film_id] += event.change
        if event.username == log.username:
            log.mine.append(event)


def lock(file) -> bool:
    """Lock the first byte of an open file, without waiting: False if somebody else has it."""
    try:
        if fcntl:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1)
        else:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        return True
    except (BlockingIOError, PermissionError):
        return False


@contextmanager
def locked(folder: str):
    """Keep other copies of the program from saving; OSErrors in here become NotSaved.

    A crash cannot leave the lock behind: the system drops it with the process.
    """
    try:
        with open(os.path.join(folder, '.fakeflix.lock'), 'ab+', 0, opener=plain_file) as file:
            deadline = time.monotonic() + LOCK_WAIT
            while not lock(file):
                if time.monotonic() > deadline:
                    raise NotSaved('NOT saved: another copy of FakeFlix is busy. Try again.')
                time.sleep(0.02)
            yield
    except OSError as error:
        raise NotSaved(f'NOT saved: {error.strerror}. What was saved before is safe.') from None


def append_row(path: str, record: tuple) -> None:
    """Add a User or an Event to its file, whole and flushed to disk, or OSError and none of it.

    Only to be called under the lock. An empty file gets its header first, and a last line without
    a newline (torn by a crash, perhaps) gets one, all in a single write.
    """
    row = ','.join(map(str, record)) + '\n'
    with open(path, 'ab+', 0, opener=plain_file) as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(end - 1, 0))
        last = file.read(1)
        if last != b'\n':
            row = ('\n' if last else ','.join(record._fields) + '\n') + row
        try:
            if os.write(file.fileno(), row.encode()) != len(row):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        except OSError:
            file.truncate(end)
            raise


# == 4  Accounts =================================================================================
# What a good username and a good password are. The rules are few and need no word list, so they
# let some bad passwords through; length is what helps most. Only bcrypt hashes are ever stored.

PASSWORD_RULES = '''\
A password has 15 characters or more (four words that do not belong together, say), or 8 or more \
with a small letter, a capital, a digit and a symbol, but is not just one word with a tail \
(Password1!), a repetition, a run along the keyboard, or built round your username.'''
BCRYPT_HASH = re.compile(r'\$2[aby]\$(0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}')
MAX_BYTES = 72                      # bcrypt looks at no more
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
    (True, False)
    """
    others = ''.join(character for character in password if not character.isalpha())
    word = password.strip(others).translate(LOOKALIKES)
    return word.isalpha() and (word[1:].islower() or word.isupper())


def is_a_run(password: str) -> bool:
    """Are more than half of its neighbours neighbours on the keyboard, in a-z or in counting?

    >>> is_a_run('qwerty654321asdf'), is_a_run('correct horse battery')
    (True, False)
    """
    pairs = [first + second for first, second in zip(password.lower(), password.lower()[1:])]
    steps = sum(any(pair in run or pair[::-1] in run for run in RUNS) for pair in pairs)
    return steps > len(pairs) / 2


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
        (len(password_bytes(password)) > MAX_BYTES,
         f'it is over {MAX_BYTES} bytes, in which accents and emoji count as more than one'),
    ) if broken]
    if faults:
        raise ValueError(f"That will not do: {'; '.join(faults)}.")
    return password


def password_bytes(password: str) -> bytes:
    """What bcrypt is given: the same bytes however a keyboard makes its accents."""
    return unicodedata.normalize('NFC', password).encode('utf-8', 'surrogatepass')


def hash_password(password: str) -> str:
    """A bcrypt hash with a salt of its own: never the same twice."""
    return bcrypt.hashpw(password_bytes(password), bcrypt.gensalt(BCRYPT_COST)).decode()


def is_right_password(password: str, stored: str) -> bool:
    """Does the password belong to the stored hash? One bcrypt check is made, whatever they are.

    What is not a bcrypt hash of bearable cost is nobody's. Past 72 bytes bcrypt 5 raises
    ValueError and bcrypt 4 looks no further, so such a password never gets that far.
    """
    secret = password_bytes(password)
    usable = BCRYPT_HASH.fullmatch(stored) and len(secret) <= MAX_BYTES and b'\0' not in secret
    if not usable:
        secret, stored = b'-', f"$2b${BCRYPT_COST:02}${'.' * 53}"
    try:
        return bcrypt.checkpw(secret, stored.encode()) and bool(usable)
    except ValueError:
        return False


# == 5  Searching ================================================================================
# Texts are folded first, so that neither accents nor capitals nor punctuation matter; then a word
# is found where it begins a word. There is no index: 'in' is quick enough for 100,000 films.

ARTICLE = re.compile(r'\s*(?:the|an?)\s+(?=\S)', re.IGNORECASE)
LETTERS = str.maketrans({'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ı': 'i',
                         '\u2018': "'", '\u2019': "'", '\u02bc': "'", '`': "'"})
LITTLE_WORDS = set('''about an and at by film films for from has he her his in is it movie of on
one she some that the that their they thing to was were when where who with'''.split())

# What the search looks at: in each text a blank stands before every word.
Folded = namedtuple('Folded', 'film title genre rating anywhere')


def fold(text: str) -> str:
    """The words of a text in small letters, without accents and apostrophes, a blank between.

    >>> fold("Amélie: 'Don't  Look' · WALL·E")
    'amelie dont look wall e'
    """
    text = text.lower().translate(LETTERS).replace("'", '')
    if not text.isascii():
        text = unicodedata.normalize('NFKD', text)
        text = ''.join(character for character in text if not unicodedata.combining(character))
    return ' '.join(re.findall(r'[^\W_]+', text.casefold()))


def bare(title: str) -> str:
    """A title as it is compared: folded, without The, A or An in front.

    >>> bare('The Matrix'), bare('A.I.')
    ('matrix', 'a i')
    """
    return fold(title[ARTICLE.match(title).end():] if ARTICLE.match(title) else title)


def title_order(film: Film) -> tuple:
    """The key that sorts films by title as a library does, word by word: an 's is a word."""
    return bare(film.title.replace("'", ' ')), film.year, film.film_id


def words_from_text(text: str) -> list:
    """The words to look for: a final s counts for nothing, and 12A is 12.

    >>> words_from_text('The Robots, 12A')
    ['robot', '12']
    """
    words = ['12' if word == '12a' else word for word in bare(text).split()]
    return [word[:-1] if len(word) > 3 and word[-1] == 's' != word[-2] else word for word in words]


def joined(text: str) -> str:
    """For each word of a text a blank, the word and all behind it: so walle begins a word.

    >>> joined('wall e')
    ' walle e'
    """
    words = fold(text).split()
    return ''.join(' ' + ''.join(words[place:]) for place in range(len(words)))


def folded_from_film(film: Film) -> Folded:
    """A film's texts for the search. A rating must match whole: it stands between line ends."""
    title = joined(film.title) + joined(film.alt_title)
    genre = ''.join(map(joined, film.genres))
    rating = '\n' + ' '.join(words_from_text(film.rating)) + '\n'
    rest = fold(f'{film.year} {film.director} {film.synopsis}')
    return Folded(film, title, genre, rating, f'{title}{genre} {rest}{rating}')


def with_words(catalogue: list, part: str, words: list) -> list:
    """The Folded of a list whose part has all the words; none if there are no words."""
    found = catalogue if words else []
    for word in words:
        begins, whole = ' ' + word, f'\n{word}\n'
        texts = [(folded, getattr(folded, part)) for folded in found]
        found = [folded for folded, text in texts if begins in text or whole in text]
    return found


def find(catalogue: list, part: str, text: str) -> list:
    """The Films (from a list of Folded) with every word of a text in a part, the best first.

    part: title, genre, rating or anywhere. Titles are tried without their blanks too; if nothing
    at all is found, little words like 'with' are left out.
    """
    words = words_from_text(text)
    phrase = [''.join(words)] if words else []
    found = with_words(catalogue, part, [' '.join(words)] if part == 'rating' and words else words)
    if part in ('title', 'anywhere'):
        found = list(dict.fromkeys(found + with_words(catalogue, 'title', phrase)))
    if part == 'anywhere' and not found:
        found = with_words(catalogue, part, [word for word in words if word not in LITTLE_WORDS])
    found = [folded.film for folded in sorted(found, key=lambda folded: (
        not with_words([folded], 'title', phrase), not with_words([folded], 'title', words),
        title_order(folded.film)))]
    return sorted(found, key=lambda film: not bare(film.title).startswith(bare(text)))


def called(catalogue: list, text: str) -> list:
    """The Films of which the title or the other title is just this text."""
    wanted = bare(text).replace(' ', '')
    films = [folded.film for folded in with_words(catalogue, 'title', [wanted] if wanted else [])]
    return [film for film in films if wanted in (
        bare(title).replace(' ', '') for title in (film.title, film.alt_title))]


def nearest_titles(catalogue: list, text: str) -> list:
    """At most 5 Films with titles that look like a text that was perhaps mistyped."""
    import difflib
    films = {bare(folded.film.title): folded.film for folded in catalogue}
    near = difflib.get_close_matches(bare(text)[:60], films, n=5, cutoff=0.6)
    return [films[title] for title in near]


# == 6  Recommending =============================================================================
# Counters and nothing else. Taste: which genres does this user watch more than everybody does?
# Company: what did people who watched the same films watch too? Era: which years are near? A
# film's score multiplies them, so that a film must be good in all; few others count for little.

RECENCY = 0.75              # the k-th newest film weighs k to the minus this: what is new says more
LIKE = 1.5                  # a like says half as much again as a view
DOUBT = 3                   # so many films of average taste are mixed in: one film is no taste yet
DECADE = 10                 # a film this many years away from one of mine counts half for it


def plural(count: int, noun: str) -> str:
    """'1 film', '2 films'."""
    return f'{count} {noun}' + 's' * (count != 1)


def weights_of(username: str, views: list, likes: list) -> Counter:
    """{film_id: weight} of one user's films, by the order of the rows, newest first.

    A film liked but never viewed weighs as if it had been viewed at that place of the likes.
    """
    liked, viewed = (list(dict.fromkeys(event.film_id for event in reversed(log)
                                        if event.username == username)) for log in (likes, views))
    unviewed = [film_id for film_id in liked if film_id not in viewed]
    return Counter({film_id: place ** -RECENCY * (LIKE if film_id in liked else 1)
                    for films in (unviewed, viewed) for place, film_id in enumerate(films, 1)})


def others_films(username: str, views: list, likes: list) -> dict:
    """{name of somebody else: {film_id: 1, or LIKE if liked}}."""
    people = defaultdict(dict)
    for log, strength in (views, 1), (likes, LIKE):
        for name, film_id, at, change in log:
            people[name][film_id] = strength
    people.pop(username, None)
    return people


def genre_profile(films: list, weights: list) -> Counter:
    """{genre: share}, the shares adding up to 1; each film's weight is shared by its genres."""
    profile = Counter()
    for film, weight in zip(films, weights):
        for genre in film.genres:
            profile[genre] += weight / len(film.genres)
    total = sum(profile.values())
    return Counter({genre: weight / total for genre, weight in profile.items()})


def genre_taste(mine: Counter, everyone: Counter, weight: float) -> dict:
    """{genre: log of how many times more often I watch it than everyone}, smoothed by DOUBT."""
    return {genre: math.log((weight * mine[genre] / share + DOUBT) / (weight + DOUBT))
            for genre, share in everyone.items()}


def company_of(weights: Counter, people: dict, viewers: Counter) -> Counter:
    """{film_id: how much it is watched by those who share my films}.

    Somebody counts by the square of what we share, rare films saying more, over how much they
    watch; after Resnick and others, GroupLens (1994), with counts in place of ratings.
    """
    rare = {film_id: weight * math.log((len(people) + 1) / viewers[film_id])
            for film_id, weight in weights.items() if viewers[film_id]}
    company = Counter()
    for chosen in people.values():
        shared = sum(rare[film_id] for film_id in rare.keys() & chosen.keys())
        if shared:
            for film_id, strength in chosen.items():
                company[film_id] += strength * shared ** 2 / len(chosen)
    return company


def era_of(seen: list, weights: Counter) -> Counter:
    """A Counter {year: how near the years of my films are to it}, for the years since film began."""
    years = Counter()
    for film in seen:
        years[film.year] += weights[film.film_id]
    return Counter({year: sum(weight / (1 + abs(year - mine) / DECADE)
                              for mine, weight in years.items()) for year in range(1880, 2100)})


def recommendations(username: str, films: list, views: list, likes: list, count: int) -> list:
    """[(Film, reason)], at most count, best first, none that the user has viewed or liked.

    films: Films. views, likes: Events, oldest first. Pure: the same data give the same list.
    """
    known = {film.film_id: film for film in films}
    views, likes = ([event for event in standing(log) if event.film_id in known]
                    for log in (views, likes))
    weights = weights_of(username, views, likes)
    people = others_films(username, views, likes)
    viewers = Counter(film_id for chosen in people.values() for film_id in chosen)
    unseen = [film for film in films if film.film_id not in weights]
    if not weights:
        return most_liked(unseen, likes, viewers)[:count]
    seen = [known[film_id] for film_id in weights]
    everyone = genre_profile(films, [viewers[film.film_id] + 1 for film in films])
    taste = genre_taste(genre_profile(seen, weights.values()), everyone, sum(weights.values()))
    company = company_of(weights, people, viewers)
    era = era_of(seen, weights)

    def score(film):
        liking = math.exp(sum(taste[genre] for genre in film.genres) / math.sqrt(len(film.genres)))
        near = company[film.film_id] + era[film.year] / (len(people) + 1)
        return near * (liking / (viewers[film.film_id] + 1)) ** (1 / 3)

    best = heapq.nsmallest(count, unseen, key=lambda film: (-score(film), film.film_id))
    return [(film, reason_for(film, taste, seen, people)) for film in best]


def reason_for(film: Film, taste: dict, seen: list, people: dict) -> str:
    """Why the film is in the list: the genre of it that moved it up most, and company."""
    genre = max(film.genres, key=taste.get)
    count = sum(genre in mine.genres for mine in seen)
    reasons = []
    if count and taste[genre] > 0:
        reasons = [f'you chose {plural(count, genre + " film")}']
    with_film = [chosen for chosen in people.values() if film.film_id in chosen]
    shared = Counter(mine for chosen in with_film for mine in seen if mine.film_id in chosen)
    if shared:
        mine, count = max(shared.items(), key=lambda item: (item[1], -item[0].film_id))
        reasons.append(f'{count} of those who viewed {mine.title} viewed it too')
    if not reasons:
        mine = min(seen, key=lambda mine: (abs(mine.year - film.year), mine.film_id))
        reasons = [f'it is of {film.year}, and you chose {mine.title} of {mine.year}']
    reason = '; '.join(reasons)
    return reason[0].upper() + reason[1:] + '.'


def most_liked(films: list, likes: list, viewers: Counter) -> list:
    """[(Film, reason)] for somebody of whom nothing is known: most liked by all, then most viewed.

    Behind those come the first film of each genre, the second of each, and so on.
    """
    liked = Counter(event.film_id for event in likes)
    place, turn = Counter(), {}
    for film in films:
        place[film.genres[0]] += 1
        turn[film.film_id] = place[film.genres[0]]
    ranked = sorted(films, key=lambda film: (
        -liked[film.film_id], -viewers[film.film_id], turn[film.film_id], film.film_id))
    return [(film, f'{plural(liked[film.film_id], "like")} from everybody so far.'
             if liked[film.film_id] else f'{viewers[film.film_id]} viewed it so far.' if
             viewers[film.film_id] else f'To begin with: {film.genres[0]}.') for film in ranked]


# == 7  Laying out ===============================================================================
# Text for the screen: no colour, no drawing, nothing that a plain console or a screen reader does
# not show. Each function returns its lines as one text; printing them is somebody else's work.


def printable(text: str) -> str:
    """The text with ? for whatever is not printable: control characters, escapes, direction marks."""
    return ''.join(character if character.isprintable() else '?' for character in text)


def columned(text: str) -> str:
    """The text with a NUL behind each wide (East Asian) character, so that len() counts columns."""
    if text.isascii():
        return text
    return ''.join(character + '\0' * (unicodedata.east_asian_width(character) in 'WF')
                   for character in printable(text))


def cut(text: str, width: int) -> str:
    """The text, at most so many columns wide, with ... where something is missing.

    >>> cut('The Godfather', 10)
    'The God...'
    """
    wide = columned(text)
    return (wide if len(wide) <= width else wide[:width - 3] + '...').replace('\0', '')


def wrap(text: str, width: int, indent: str = '') -> str:
    """The text in lines of at most so many columns."""
    return '\n'.join(textwrap.wrap(columned(text), width, initial_indent=indent,
                                   subsequent_indent=indent)).replace('\0', '')


def local_time(at: str) -> str:
    """'22 Nov 2026, 17:05' for an `at` of the files, in local time; as it is if it is no time."""
    try:
        local = datetime.fromisoformat(at[:19] + '+00:00').astimezone()
    except (ValueError, OverflowError, OSError):
        return at
    return f'{local.day} {local:%b %Y, %H:%M}'


def film_line(film: Film, likes: int, width: int) -> str:
    """One line of a list: number, year, rating, likes and title; in a narrow window less."""
    rest = '' if width < 40 else f' {film.year or "":4} {film.rating[:5]:5} {likes:5}'
    return cut(f'{film.film_id:5}{rest} {film.title}', width)


# What a list shows: items are (Film, note) pairs, the note '' or a line below; place is where the
# page begins.
Listing = namedtuple('Listing', 'heading items place')


def list_page(listing: Listing, likes: Counter, width: int) -> str:
    """The page of a list that begins at its place, under a heading and the columns' names."""
    end = min(listing.place + PAGE, len(listing.items))
    lines = [wrap(f'{listing.heading}: {listing.place + 1} to {end} of {len(listing.items)}', width),
             ' Film Title' if width < 40 else ' Film Year Rated Likes Title']
    for film, note in listing.items[listing.place:end]:
        lines.append(film_line(film, max(likes[film.film_id], 0), width))
        lines += [wrap(note, width, ' ' * 6)] * bool(note)
    return '\n'.join(lines)


def film_page(film: Film, likes: int, views: list, liked: bool, width: int) -> str:
    """All about a film, then whether and when this user viewed it (views: Events) and likes it."""
    facts = [('Genres', ', '.join(film.genres)), ('Rated', film.rating),
             ('Director', film.director), ('Minutes', film.minutes), ('Likes', str(likes)),
             ('Also called', film.alt_title)]
    viewed = (f'You viewed it {plural(len(views), "time")}, last on {local_time(views[-1].at)}.'
              if views else 'Not viewed yet: v to view it.')
    lines = [f'{film.film_id}  {film.title} ({film.year})']
    lines += [f'{name}: {text}' for name, text in facts if text]
    lines += ['', film.synopsis] if film.synopsis else []
    lines += ['', viewed, 'You like it.' if liked else 'You have not liked it yet: l to like it.']
    return '\n'.join(wrap(line, width) for line in lines)


def menu_page(heading: str, choices: tuple, width: int) -> str:
    """A menu: its heading and a line for each choice."""
    return '\n'.join([wrap(heading, width)] + [
        cut(f'  {choice.letter}  {choice.label}', width) for choice in choices])


# == 8  Asking ===================================================================================
# The keyboard and the screen. Every question can be left with Enter; every line that is typed or
# printed goes through here.


class GoBack(Exception):
    """Enter on its own at a question: nothing is done."""


def window_width() -> int:
    """The columns of the window, 80 at most; 80 where there is no window."""
    try:
        return min(os.get_terminal_size().columns or WIDTH, WIDTH)
    except (OSError, ValueError):
        return WIDTH


def say(text: str) -> None:
    """Print text that is laid out already."""
    print('\n'.join(map(printable, text.split('\n'))))


def tell(text: str) -> None:
    """Print a sentence, wrapped."""
    say(wrap(text, window_width()))


def type_line() -> str:
    """The line typed at the > prompt."""
    line = input('> ')
    if not sys.stdin.isatty():
        print()                     # nobody's Enter key has ended the prompt's line
    return line


def ask(session: 'Session', question: str, check=str):
    """What check makes of the answer; asks again on ValueError; GoBack for Enter on its own.

    What was typed behind a menu letter is the first answer to its first question.
    """
    while True:
        text, session.answer = session.answer, ''
        if not text:
            tell(f'{question} (Enter goes back)')
            text = type_line().strip()
        if not text:
            raise GoBack
        try:
            return check(text)
        except ValueError as error:
            tell(str(error))


def type_hidden() -> str:
    """The line typed at the > prompt, not shown, and exactly as it was typed."""
    import getpass
    return getpass.getpass('> ')


def ask_password(session: 'Session', question: str, check=str) -> str:
    """What check makes of a password, hidden where that is possible; asks again and GoBack as ask.

    getpass is only for a real keyboard: IDLE, Thonny and pipes have none that could hide it.
    """
    hidden = sys.stdin is sys.__stdin__ and sys.stdin.isatty()
    if not hidden and 'visible' not in session.told:
        session.told.add('visible')
        tell('A password cannot be hidden here: what you type will be visible.')
    while True:
        tell(f'{question} (Enter goes back)')
        try:
            password = type_hidden() if hidden else type_line()
            if not password:
                raise GoBack
            return check(password)
        except UnicodeDecodeError:
            tell('That was not readable as text. Try again.')
        except ValueError as error:
            tell(str(error))


def catalogue(session: 'Session') -> list:
    """The Folded of all films, made when they are first searched."""
    if not session.folded:
        session.folded = [folded_from_film(film) for film in session.films.values()]
    return session.folded


def numbered(session: 'Session', number: str) -> list:
    """The Film with a number, in a list, or []; says so if there is none, or one called that."""
    film = session.films.get(int(number[:10]))
    if not film:
        tell(f'There is no film number {number[:20]}. To look for it: s {number[:20]}')
    for namesake in called(catalogue(session), number):
        if namesake is not film:
            tell(f'The film called {namesake.title} is number {namesake.film_id}.')
    return [film] if film else []


def choose_film(session: 'Session', question: str) -> Film:
    """The film that the user names by number or title, asking until it is clear; GoBack."""
    if session.film and not session.answer:
        return session.film
    while True:
        text = ask(session, question + ' Type its number or title.')
        if text.isascii() and text.isdigit():
            films = numbered(session, text)
        else:
            films = called(catalogue(session), text)
            if len(films) != 1:
                films = find(catalogue(session), 'title', text)
            if not films:
                tell(f"No title has '{text[:40]}' in it. To look everywhere: s {text[:40]}")
        if len(films) == 1:
            return films[0]
        if films:
            say(list_page(Listing(f"Titles with '{text[:40]}'", [(film, '') for film in films], 0),
                          session.likes.totals, window_width()))
        if len(films) > PAGE:
            tell(f'and {len(films) - PAGE} more: type more of it.')


# == 9  Menu functions ===========================================================================
# One function for each line of a menu, all of one shape: f(session) -> None. They change the
# session and say what they did; the main loop then shows what stands above the prompt.

class Session:
    """All that changes while the program runs."""

    def __init__(self, folder: str) -> None:
        self.folder = folder        # where the CSV files are
        self.user = None            # the User who is logged in
        self.films = {}             # {film_id: Film}, in the order of films.csv
        self.folded = []            # the same for the search, from the first search on
        self.views = self.likes = None          # Logs, once somebody is logged in
        self.film = None            # the Film whose page is shown, or else
        self.listing = None         # the Listing that is shown, or else the menu
        self.answer = ''            # what was typed behind the menu letter
        self.failures = 0           # failed logins in a row
        self.told = set()           # what needs telling only once


def tell_once(session: Session, text: str) -> None:
    """Tell something about the files that the user should know, the first time it is met."""
    if text not in session.told:
        session.told.add(text)
        tell(text)


def tell_skipped(session: Session, name: str, count: int) -> None:
    """Say, once for each file, that damaged lines were skipped."""
    if count and name not in session.told:
        session.told.add(name)
        tell(f'{name}: {plural(count, "damaged line")} skipped. To see which: '
             'python fakeflix.py --check')


def path_of(session: Session, name: str) -> str:
    """Where a file is: in the data folder, but the catalogue may be the one that was shipped."""
    path = os.path.join(session.folder, name)
    shipped = name == 'films.csv' and not os.path.exists(path)
    return os.path.join(PROGRAM_FOLDER, name) if shipped else path


def accounts(session: Session) -> dict:
    """{name in small letters: User}, read anew; DataError."""
    found, faults = accounts_from_lines(lines_of(path_of(session, 'users.csv')))
    tell_skipped(session, 'users.csv', len(faults))
    return found


def begin(session: Session, user: User) -> None:
    """Log a user in, and read the catalogue if that has not been done."""
    session.user = user
    session.views = Log(path_of(session, 'views.csv'), user.username, skim=True)
    session.likes = Log(path_of(session, 'likes.csv'), user.username, skim=False)
    if not session.films:
        session.films, faults = films_from_lines(lines_of(path_of(session, 'films.csv')))
        tell_skipped(session, 'films.csv', len(faults))


def refresh(session: Session) -> None:
    """Take in what this and other copies have saved since the last screen."""
    for log in (session.views, session.likes):
        try:
            read_log(log)
        except OSError as error:
            tell_once(session, f'{os.path.basename(log.path)}: {error.strerror}.')
        tell_skipped(session, os.path.basename(log.path), log.damaged)


def mine(log: Log, film: Film) -> list:
    """This user's standing events of one film, oldest first."""
    return [event for event in standing(log.mine) if event.film_id == film.film_id]


def save_event(session: Session, log: Log, film: Film, change: int) -> bool:
    """Save a view, a like or the taking back of one; False if there was nothing to do; NotSaved."""
    with locked(session.folder):
        read_log(log)
        if bool(mine(log, film)) == (change > 0) and not (log is session.views and change > 0):
            return False
        append_row(log.path, Event(session.user.username, film.film_id, now()[:19] + 'Z', change))
    return True


def register(session: Session) -> None:
    """Make an account and log in. Nothing is saved before the last question is answered."""
    def free(text: str) -> str:
        if valid_username(text).lower() in accounts(session):
            raise ValueError(f'The username {text} is taken. Choose another.')
        return text

    username = ask(session, 'Choose a username.', free)
    password = ask_new_password(session, username)
    user = User(username, hash_password(password), now())
    with locked(session.folder):
        if username.lower() not in accounts(session):
            append_row(path_of(session, 'users.csv'), user)
        owner = accounts(session).get(username.lower())
    if owner != user:
        return tell(f'The username {username} was taken a moment ago. Nothing was saved.')
    tell(f'Saved: you are registered, {username}.')
    begin(session, user)


def ask_new_password(session: Session, username: str) -> str:
    """A valid password, typed twice."""
    def same(text: str) -> str:
        if password_bytes(text) != password_bytes(password):
            raise ValueError('That was not the same. Type it again.')
        return password

    tell(PASSWORD_RULES)
    password = ask_password(session, 'Choose a password.',
                            lambda text: valid_password(text, username))
    return ask_password(session, 'Type the password again.', same)


def log_in(session: Session) -> None:
    """Ask for a name and a password; wrong ones are told the same words."""
    username = ask(session, 'Your username?')
    password = ask_password(session, 'Your password?')
    if session.failures >= FREE_TRIES:
        time.sleep(FAILURE_WAIT)
    user = accounts(session).get(username.lower())
    if not is_right_password(password, user.password_hash if user else ''):
        session.failures += 1
        return tell('That username and password do not belong together.')
    session.failures = 0
    begin(session, user)


def change_password(session: Session) -> None:
    """Ask for the old password, then for a new one, which is saved as a second row of the name."""
    user = accounts(session).get(session.user.username.lower())
    old = ask_password(session, 'Your password until now?')
    if not user or not is_right_password(old, user.password_hash):
        return tell('That is not your password. It has not been changed.')
    hashed = hash_password(ask_new_password(session, user.username))
    with locked(session.folder):
        append_row(path_of(session, 'users.csv'), user._replace(password_hash=hashed))
    tell('Saved: your password is changed.')


def show_films(session: Session, heading: str, items: list) -> None:
    """Make a list of (Film, note) what stands above the prompt; of a single film, its page."""
    if len(items) == 1:
        session.film = items[0][0]
    else:
        session.film, session.listing = None, Listing(heading, items, 0)


def browse(session: Session) -> None:
    """All films in title order, from the letters typed behind the b on."""
    films = sorted(session.films.values(), key=title_order)
    start = bare(session.answer)
    place = sum(title_order(film)[0] < start for film in films)
    show_films(session, 'All films', [(film, '') for film in films])
    if session.listing:
        session.listing = session.listing._replace(place=max(0, min(place, len(films) - 1)))


def search(session: Session) -> None:
    """Find films; t, g, k or r before the words says where to look."""
    parts = {'t': 'title', 'g': 'genre', 'k': 'keyword', 'r': 'rating'}
    films = session.films.values()
    if not session.answer:
        ratings = {film.rating for film in films if film.rating}
        tell('Genres: ' + ', '.join(sorted({genre for film in films for genre in film.genres})))
        tell('Ratings: ' + ', '.join(sorted(ratings, key=lambda rating: (
            ('U', 'PG', '12', '15', '18', rating).index(rating), rating))))
    text = ask(session, 'Search for what? Words are looked for everywhere; t and words in titles, '
               'g and a genre, k and a keyword, r and an age rating.')
    letter, _, words = text.partition(' ')
    part = parts.get(letter.lower(), '')
    words = text if not part else words.strip() or ask(session, f'Which {part}?')
    found = find(catalogue(session), part if part in Folded._fields else 'anywhere', words)
    heading = f"Films with {part + ' ' if part else ''}'{words[:40]}'"
    if not found:
        found = nearest_titles(catalogue(session), words)
        heading = f"Nothing is found for '{words[:40]}'. The nearest titles"
        tell(heading + (':' if found else ' are not near at all. Try fewer or other words.'))
    if found:
        show_films(session, heading, [(film, '') for film in found])


def view(session: Session) -> None:
    """View a film, that is: note that it was viewed, now, however often it was before."""
    film = choose_film(session, 'View which film?')
    save_event(session, session.views, film, 1)
    session.film = film
    tell(f'Saved: you viewed {film.title}.')


def unview(session: Session) -> None:
    """Take the last view of the film whose page is shown back."""
    saved = save_event(session, session.views, session.film, -1)
    tell(f'Saved: your last view of {session.film.title} is taken back.' if saved else
         'There is no view of it to take back.')


def like(session: Session) -> None:
    """Like a film; on its own page, the same letter takes the like back."""
    here = session.film if not session.answer else None
    film = choose_film(session, 'Like which film?')
    if save_event(session, session.likes, film, 1):
        tell(f'Saved: you like {film.title}.')
    elif film is here and save_event(session, session.likes, film, -1):
        tell(f'Saved: your like of {film.title} is taken back.')
    else:
        tell(f'You like {film.title} already. On this page, l takes the like back.')
    session.film = film


def recommend(session: Session) -> None:
    """A list of films to view next, each with its reason."""
    views, likes = ([event for event in log.newest if event.username != log.username] + log.mine
                    for log in (session.views, session.likes))
    films = list(session.films.values())
    items = recommendations(session.user.username, films, views, likes, RECOMMENDED)
    if not items:
        return tell('There is nothing left to recommend: you have seen every film.')
    heading = ('Recommended for you' if session.views.mine or session.likes.mine else
               'You have not viewed or liked anything yet. What others like')
    show_films(session, heading, items)


def history(session: Session) -> None:
    """A list of the user's views and likes, the newest first."""
    viewed = [(event, 'viewed') for event in standing(session.views.mine)]
    liked = [(event, 'liked') for event in standing(session.likes.mine)]
    rows = list(heapq.merge(viewed, liked, key=lambda row: row[0].at))
    items = [(session.films.get(event.film_id) or lost_film(event.film_id),
              f'{word} {local_time(event.at)}') for event, word in reversed(rows)]
    if not items:
        return tell('Nothing yet. v views a film, l likes one.')
    session.film, session.listing = None, Listing('Your views and likes', items, 0)


def lost_film(film_id: int) -> Film:
    """What stands in a list for a film that is in the logs only."""
    return Film(film_id, f'film {film_id} (no longer in the catalogue)', 0, (), '', '', 0, '', '')


def previous_page(session: Session) -> None:
    """The page of the list before this one."""
    listing = session.listing
    session.listing = listing._replace(place=max(0, listing.place - PAGE))


def go_on(session: Session) -> None:
    """What Enter on its own does: from a film to its list, page by page, in the end to the menu."""
    if session.film:
        session.film = None
    elif session.listing:
        place = session.listing.place + PAGE
        more = place < len(session.listing.items)
        session.listing = session.listing._replace(place=place) if more else None


def log_out(session: Session) -> None:
    """Back to the guest menu."""
    tell(f'Goodbye, {session.user.username}.')
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
    Choice('q', 'quit', 'Quit', leave),
)
FILMS_MENU = (
    Choice('b', 'browse', 'Browse all films', browse, asks=True),
    Choice('s', 'search', 'Search', search, asks=True),
    Choice('v', 'view', 'View a film', view, asks=True),
    Choice('l', 'like', 'Like a film', like, asks=True),
    Choice('r', 'recommend', 'Recommend films for me', recommend),
    Choice('h', 'history', 'History (my views and likes)', history),
    Choice('c', 'password', 'Change password', change_password),
    Choice('o', 'logout', 'Log out', log_out),
    Choice('q', 'quit', 'Quit', leave),
)
LIST_PAGE = (
    Choice('p', 'previous', 'the previous page', previous_page),
)
FILM_PAGE = (
    Choice('v', 'view', 'view it', view),
    Choice('l', 'like', 'like it, or take my like back', like),
    Choice('u', 'undo', 'take my last view back', unview),
)


def show(session: Session) -> None:
    """Print what stands above the prompt: a film's page, a list's page or a menu."""
    width = window_width()
    if not session.user:
        return say('\n' + menu_page('FAKEFLIX: films to watch, and why', GUEST_MENU, width))
    refresh(session)
    if session.film:
        film = session.film
        text = film_page(film, max(0, session.likes.totals[film.film_id]),
                         mine(session.views, film), bool(mine(session.likes, film)), width)
    elif session.listing:
        text = list_page(session.listing, session.likes.totals, width)
    else:
        text = menu_page(f'FAKEFLIX MENU: hello, {session.user.username}', FILMS_MENU, width)
    say('\n' + text)


def hint(session: Session) -> str:
    """What can be typed now, and what Enter does."""
    if not session.user:
        return 'Type a letter. Enter shows the menu again.'
    if not (session.film or session.listing):
        return "Type a letter or a film's number. Enter shows the menu again."
    letters = ', '.join(f'{choice.letter} {choice.label}' for choice in page_choices(session))
    if session.film:
        enter = 'back to the list' if session.listing else 'the menu'
    else:
        last = session.listing.place + PAGE >= len(session.listing.items)
        enter = 'the menu' if last else 'the next page'
    return f'Enter: {enter}. Here: {letters}. Or a number, or a letter of the menu: b s v l r h c o q.'


def page_choices(session: Session) -> tuple:
    """The letters that only the film's or list's page above the prompt has."""
    return FILM_PAGE if session.film else LIST_PAGE if session.listing else ()


def choice_for(text: str, choices: tuple) -> tuple:
    """(the Choice, what is typed behind its letter), or (None, '') for what is not on the menu."""
    whole = ''.join(text.lower().split())
    for choice in choices:
        label = ''.join(choice.label.lower().split())
        if whole in (choice.letter, choice.word, label, label.partition('(')[0]):
            return choice, ''
    first, *rest = text.split(None, 1)
    for choice in choices:
        if rest and choice.asks and first.lower() in (choice.letter, choice.word):
            return choice, rest[0]
    return None, ''


def obey(session: Session, text: str) -> bool:
    """Do what a line typed at the prompt asks for; False if it changed nothing worth showing."""
    if not text:
        go_on(session)
    elif session.user and text.isascii() and text.isdigit():
        films = numbered(session, text)
        session.film = films[0] if films else session.film
        return bool(films)
    else:
        choices = page_choices(session) + FILMS_MENU if session.user else GUEST_MENU
        choice, session.answer = choice_for(text, choices)
        if not choice:
            tell(f"'{text[:40]}' is not on the menu."
                 + (f' To look for it: s {text[:40]}' if session.user else ''))
            return False
        choice.action(session)
    return True


def main_loop(session: Session) -> None:
    """Show, ask, obey, for ever; EOFError (Ctrl-D, q) and KeyboardInterrupt end it."""
    shown = False
    while True:
        if not shown:
            show(session)
        tell(hint(session))
        try:
            shown = not obey(session, type_line().strip())
        except GoBack:
            shown = False
        except (DataError, NotSaved) as error:
            tell(str(error))
            shown = True
        finally:
            session.answer = ''


def event_faults(lines: list) -> list:
    """A DataError for each damaged line, as bytes, of a log."""
    return faults_in('', lines, lambda line: event_from_line(line.decode('utf-8', 'replace')))


def check(session: Session) -> int:
    """Print every line of the files that the program would skip, and why: 1 if any, else 0."""
    status = 0
    for name, faults_of in (('films.csv', lambda lines: films_from_lines(lines)[1]),
                            ('users.csv', lambda lines: accounts_from_lines(lines)[1]),
                            ('views.csv', event_faults),
                            ('likes.csv', event_faults)):
        try:
            faults = faults_of(lines_of(path_of(session, name)))
        except DataError as error:
            faults = [error]
        say('\n'.join(map(str, faults)) or f'{name}: every line is good.')
        status = status or bool(faults)
    return int(status)


def options_from(arguments: list):
    """The command line's options; wrong ones and --help end the program."""
    import argparse
    parser = argparse.ArgumentParser(description='FakeFlix: films to watch, and why.')
    parser.add_argument('--data', metavar='FOLDER', default=PROGRAM_FOLDER,
                        help="keep the CSV files in this folder, not in the program's own")
    parser.add_argument('--check', action='store_true',
                        help='name every line of the CSV files that is skipped, and why')
    return parser.parse_args(arguments)


def prepare_console() -> None:
    """No character is an error, and a signal ends the program as a sys.exit() does."""
    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, 'reconfigure'):      # IDLE's streams have no such thing
            stream.reconfigure(errors='replace')
    for name in 'SIGTERM', 'SIGHUP':            # getpass then switches the echo on again
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda number, frame: sys.exit(128 + number))


def run(session: Session) -> int:
    """The whole visit; its exit status: 0, or 130 after Ctrl-C, or 1 if the screen went away."""
    try:
        try:
            main_loop(session)
        except EOFError:
            status = 0
        except KeyboardInterrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)    # no more of them, we are going
            status = 130
        print('\nGoodbye.', flush=True)
        return status
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def main(arguments: list = None) -> int:
    """Run the program as the command line says; the exit status: 0, or what went wrong."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = options_from(arguments) if arguments else None
    session = Session(os.path.abspath(options.data) if options else PROGRAM_FOLDER)
    problem = ('FakeFlix needs a keyboard and a screen: run it in a terminal.'
               if None in (sys.stdin, sys.stdout) else
               'bcrypt is missing. Install it with: python -m pip install -r requirements.txt'
               if not bcrypt else
               f'There is no folder {session.folder}.' if not os.path.isdir(session.folder) else
               'films.csv is missing: it belongs beside fakeflix.py.'
               if not os.path.exists(path_of(session, 'films.csv')) else '')
    if problem:
        print(problem, file=sys.stderr)
        return 2
    prepare_console()
    return check(session) if options and options.check else run(session)


if __name__ == '__main__':
    sys.exit(main())
