#!/usr/bin/env python3
"""FakeFlix: a film service in a terminal, in one Python file over four CSV files.

Register, log in, search films, view them, press l to like them, and be told what to watch next
and why. Run it with:    python fakeflix.py              (--help shows the few options)

Where to begin reading
    At the end, with main_loop() and obey() in part 12: they show, ask, and do what a line says.
    Then a menu function of part 11, history() say, and from there whatever you want to know.
    For the idea of the project begin with genre_profile() in part 8, and taste() in part 11.
    Parts 3, 5 and 13 are about other people's files, locks and consoles: skip them at first.
    README explains five things of Python that you may not have met.

Contents, in the order that data travels
    1 Settings         5 Saving          9 Laying out        13 Starting and ending
    2 Records          6 Accounts       10 Asking
    3 The catalogue    7 Searching      11 Menu functions
    4 The logs         8 Recommending   12 The menus and the main loop

Glossary
    catalogue   the films of films.csv
    log         users.csv, views.csv or likes.csv: a file that only grows, a row a line
    event       a row of views.csv or likes.csv; its change is 1, or -1 to take one back
    standing    what events are when they have not been taken back
    views       the events of views.csv: a film may be viewed again and again
    likes       the events of likes.csv: a user likes a film at most once at a time
    seen        the films that one user has viewed or liked
    fault       (line number, why) of a line that cannot be used: it is skipped, and stays
    folded      text as the search compares it; part 7 has a table of the forms of a text
    whole title all of a film's title, with or without its year: it names a film as a number does
    page        what stands above the prompt: the menu, a page of a list, or a film
    DataError   at the end of a docstring: the function may raise it (so with Refused, NotSaved)
Words with a capital (Film, Session) are records: part 2 says what is in them; Log is in part 4.
"""
import sys

# Until main() is there to say goodbye, Ctrl-C just ends the program. (In IDLE, Thonny and python -i
# somebody goes on afterwards, whose Ctrl-C this must not change.)
try:
    import signal
    is_program = __name__ == '__main__' and sys.argv[0] in sys.orig_argv
    is_as_ever = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_program and is_as_ever and not sys.flags.interactive:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
except KeyboardInterrupt:
    sys.exit(130)

import bisect
import codecs
import csv
import errno
import heapq
import math
import os
import re
import stat
import textwrap
import time
import unicodedata
from collections import Counter, defaultdict, deque, namedtuple
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from string import capwords

BCRYPT_PROBLEM = ''
try:
    import bcrypt
except ImportError as error:        # problem_with() says in one sentence what to do
    BCRYPT_PROBLEM = str(error)
try:
    import fcntl
except ImportError:                 # Windows locks files in another way
    fcntl = None
    import msvcrt


# ----------------------------------------------------------------------------------------------
# 1  Settings
#
# Change these and run the program again. The only other knobs are in part 8.
# ----------------------------------------------------------------------------------------------
PAGE = 10               # films on a page of a list: try 3
WIDTH = 80              # no line is longer than this, however wide the window
UP_TO = ''              # the highest age rating that is shown: try '12'; '' shows all films
BCRYPT_COST = 12        # each step doubles the time that a hash takes; 4 to 14
FREE_TRIES = 5          # wrong passwords before each further try has to wait
FAILURE_WAIT = 2        # seconds
LOCK_WAIT = 10          # seconds to wait while another copy is saving
COMMUNITY = 100_000     # the newest rows of everybody's that recommendations are made from
RECOMMENDED = 50        # films that r offers, PAGE at a time
MANY = 20_000           # films, or rows of others: with more, what takes a second says so first
LONGEST = 200           # characters of a line: nobody needs more
PROGRAM_FOLDER = os.path.dirname(os.path.realpath(__file__))

RATINGS = ('U', 'PG', '12', '15', '18')
GENRES = ('Action', 'Adventure', 'Animation', 'Comedy', 'Crime', 'Documentary', 'Drama', 'Family',
          'Fantasy', 'History', 'Horror', 'Music', 'Musical', 'Mystery', 'Romance', 'Sci-Fi',
          'Sport', 'Thriller', 'War', 'Western')


# ----------------------------------------------------------------------------------------------
# 2  Records
#
# A named tuple is a record that is made once and never changes (_replace makes a changed copy). The
# first three are the rows of the files: their fields are the columns. Session is the one record
# that does change.
# ----------------------------------------------------------------------------------------------
Film = namedtuple('Film', [         # a row of films.csv
    'film_id',          # int from 1 on; it never changes
    'title',
    'year',             # int
    'genres',           # a tuple of texts, the main one first: ('Horror', 'Sci-Fi')
    'rating',           # the age rating: U, PG, 12, 15 or 18, in other catalogues any text
    'director',         # names with ', ' between them
    'cast',             # up to four names with ', ' between them, the star first
    'minutes',          # int; 0 if it is not known
    'fame',             # int, 1 to 100: how widely known; 0 if that is not known
    'alt_title',        # another title that people know it by
    'synopsis',         # what it is about
])
User = namedtuple('User', [         # a row of users.csv
    'username',         # 3 to 20 letters, digits and _ . -
    'password_hash',    # what bcrypt makes of the password
    'registered_at',    # in UTC, to the microsecond: 2026-11-22T10:00:00.000000Z
])
Event = namedtuple('Event', [       # a row of views.csv or likes.csv
    'username',
    'film_id',          # int
    'at',               # in UTC: 2026-11-22T10:00:00Z
    'change',           # 1, or -1: the newest one still standing is taken back
])
Listing = namedtuple('Listing', [   # a list on the screen
    'heading',
    'items',            # a list of (Film, note): the note stands below the film
    'first',            # the index of the first item on the page that is shown
    'renew',            # renew(session) makes the items again when one comes back; or None
], defaults=[0, None])
Choice = namedtuple('Choice', [     # a line of a menu, or of a page
    'letter',           # what is typed
    'word',             # or this
    'label',            # what the menu says; what stands in brackets is an example
    'action',           # action(session), or action(session, answer) if it asks
    'asks',             # may an answer stand behind the letter (v 12)?
], defaults=[False])


class Session:
    """All that changes while the program runs."""

    def __init__(self, folder: str) -> None:
        self.folder = folder        # where the four CSV files are
        self.user = None            # the User who is logged in
        self.films = {}             # {film_id: Film} of all that are shown
        self.not_shown = set()      # the film_ids of those that UP_TO hides
        self.damaged_films = 0      # lines of films.csv that are skipped
        self.no_films = 'films.csv has not been read.'      # why there are no films; or ''
        self.catalogue = []         # [Folded], made for the first search
        self.views = None           # the Log of views.csv, once somebody is logged in
        self.likes = None           # the Log of likes.csv
        self.unread = ''            # why a log cannot be read just now; or ''
        self.film = None            # the Film whose page is shown; or else ...
        self.listing = None         # the Listing that is shown, or that the film was opened from
        self.is_new = True          # has what stands above the prompt changed?
        self.question = None        # what the next line's film is for: view_film or like_film
        self.tip = None             # what the menu begins with; None: to be made
        self.best = []              # what r shows: [(Film, reason)], see best_films ...
        self.best_of = None         # ... and what it was made of
        self.editor = None          # the module readline, once it is loaded
        self.failures = Counter()   # {username: wrong passwords}
        self.told = set()           # what is told only once to each user


class DataError(Exception):
    """A file cannot be read; the text names it and says why."""


class NotSaved(Exception):
    """A row was not saved, nor any part of it; the text says why and what helps."""


class Refused(Exception):
    """What was typed, or a line of a file, is refused; the text says why."""


class GoBack(Exception):
    """Enter on its own at a question: nothing is done."""


# ----------------------------------------------------------------------------------------------
# 3  The catalogue
#
# How the lines of films.csv become Films. For our own file twenty lines would do; the rest is
# kindness to files as people have them. What cannot be a film is skipped and named by its line;
# what had to be guessed is said in notes, which --check shows. It mends no spelling and does not
# know when two lines are the same film.
#
# Begin with the small functions up to film_from_row: each shows by example what it understands.
# Then plain_name to what_is_missing find out which column is which: skip them at first.
# ----------------------------------------------------------------------------------------------
# What people call our columns, the best first: add the names in your own file. Capitals, spaces,
# digits, brackets and "film" or "movie" in front make no difference.
USUAL_NAMES = {
    'film_id': 'film_id, show_id, const, tconst, imdb_id, number, no, position, rank',
    'title': 'title, name, film, films, movie, movies, name_of_film, series_title, primary_title',
    'year': 'year, release_year, released_year, year_released, year_of_release, title_year, '
            'start_year, release_date, date_of_release, original_release_date, released',
    'genres': 'genres, genre, listed_in, categories, category, type_of_film, type',
    'rating': 'age_rating, certificate, age_certificate, certification, classification, '
              'content_rating, bbfc_rating, bbfc, mpaa_rating, mpaa, cert, age, rated, rating',
    'director': 'director, directors, directed_by, director_name',
    'cast': 'cast, actors, starring, main_actors, main_actor, lead_actor, actor, actor_name, '
            'star, stars',
    'minutes': 'minutes, mins, runtime, runtime_minutes, duration, running_time, length',
    'fame': 'fame, votes, num_votes, no_of_votes, vote_count, imdb_votes, num_voted_users',
    'alt_title': 'alt_title, other_title, original_title, also_known_as',
    'synopsis': 'synopsis, plot, overview, description, summary, plot_summary, storyline, info',
}
LISTS = ('genres', 'director', 'cast')      # star1, star2, star3 are read as one column
SPELLING = {genre.lower(): genre for genre in GENRES}
SPELLING |= {'science fiction': 'Sci-Fi', 'sci fi': 'Sci-Fi', 'sports': 'Sport'}
ROOM = 10 ** 9          # the logs have room for nine digits: of a longer number the last nine

# In these, (?:...) only holds together; (?<!x) and (?!x) say: no x before, or behind.
NUMBER = re.compile(r'[A-Za-z]*([0-9][0-9,]{,20})(?:\.0+)?')        # 12, s12, tt0012, 2,001
YEAR = re.compile(r'(?<![0-9])([12]),?([0-9]{3})(?![0-9])')         # 1999 or 1,999
TITLE_YEAR = re.compile(r'(.+?) ?\(([12][0-9]{3})\)')               # Alien (1979)
# Matrix, The (1999): \1 is Matrix, \2 is The, \3 what is in brackets, or nothing
ARTICLE = re.compile(r'^(.+), (The|An?|Les?|La|El|Los|Las|Il)( \(.*\)|)$', re.IGNORECASE)
LENGTH = re.compile(                                                # 1h 30, 1 hour, 90.0 min
    r'(?:([0-9]{1,2}) ?[h:][a-z ,]*)?(?:([0-9]{1,4})(?:\.0+)? ?(?:m[a-z.]*)?)?', re.IGNORECASE)
AGE = re.compile(r'[A-Za-z].*|1[1-9]|2[01]|[0-9]{1,2}\+')           # R, FSK 6, 16, 7+; not 8.1
NAME_IN_JSON = re.compile(r'''["']name["'] ?: ?(["'])(.*?)\1 ?[,}]''')     # {'name': 'War'}

Catalogue = namedtuple('Catalogue', [
    'films',        # {film_id: Film}, in the order of the file
    'faults',       # [(line number, why the line is skipped)]
    'notes',        # sentences: what was understood where it could be guessed wrongly
])
Header = namedtuple('Header', [
    'line',         # its number
    'delimiter',    # between two cells: , ; or a tab
    'names',        # of the columns, as they are written
    'fields',       # of a Film that these columns hold, '' for none
])


@cache                      # few texts stand for many films, so each is looked at once
def whole_number(text: str) -> int:
    """The whole number that a text is, letters in front of it left out; 0 if it is none.

    >>> whole_number('2,001'), whole_number('1999.0'), whole_number('tt0076759')
    (2001, 1999, 76759)
    """
    match = NUMBER.fullmatch(text)
    return int(match[1].replace(',', '')) if match else 0


@cache
def year_from_text(text: str) -> int:
    """The first year in a text, 0 if there is none.

    >>> year_from_text('1999.0'), year_from_text('2,001'), year_from_text('31/03/1999')
    (1999, 2001, 1999)
    """
    match = YEAR.search(text)
    return int(match[1] + match[2]) if match else 0     # the texts 1 and 999 make 1999


@cache
def minutes_from_text(text: str) -> int:
    """The minutes that a film lasts, 0 if that is not in the text.

    >>> minutes_from_text('142 min'), minutes_from_text('1h 30'), minutes_from_text('2 Seasons')
    (142, 90, 0)
    """
    match = LENGTH.fullmatch(text)
    if not match:
        return 0
    hours = int(match[1] or 0)              # a part that is not there is None
    minutes = int(match[2] or 0)
    return 60 * hours + minutes


@cache
def rating_from_text(text: str) -> str:
    """The age rating in a text, '' if it is none (a score, say).

    >>> rating_from_text('pg'), rating_from_text('12A'), rating_from_text('8.1')
    ('PG', '12', '')
    """
    text = text.removesuffix('.0')          # a spreadsheet may have made 12.0 of 12
    plain = text.upper().replace('12A', '12').removesuffix('+')
    if plain in RATINGS:
        return plain
    return text if AGE.fullmatch(text) else ''


def names_from_text(text: str) -> list[str]:
    """The names in a text like 'A, B', 'A|B; C' or JSON; [] if there are no letters in it.

    >>> names_from_text("[{'id': 9, 'name': 'War'}, {'id': 7, 'name': 'Crime'}]")
    ['War', 'Crime']
    """
    if text.upper() == text.lower():
        return []
    if text.startswith('['):
        found = [match[2] for match in NAME_IN_JSON.finditer(text)]
        text = ','.join(found) or re.sub(r"""["'[\]]""", '', text)
    names = text.replace('|', ',').replace(';', ',').split(',')
    return [name.strip() for name in names if name.strip()]


@cache
def genres_from_text(text: str) -> tuple[str, ...]:
    """The genres in a text, each once, ours in our spelling; () if there are none.

    >>> genres_from_text('drama / SCI-FI'), genres_from_text('War, Film Noir')
    (('Drama', 'Sci-Fi'), ('War', 'Film Noir'))
    """
    names = names_from_text(text.replace('/', ','))
    genres = [SPELLING.get(name.lower(), capwords(name)) for name in names]
    return tuple(dict.fromkeys(genres))


def title_and_year(text: str, year: int) -> tuple[str, int]:
    """A title with its article in front, and its year: if none is given, the one behind it.

    >>> title_and_year('Matrix, The (1999)', 0)
    ('The Matrix', 1999)
    """
    title = ' '.join(text.split())
    match = TITLE_YEAR.fullmatch(title)
    if match and year in (0, int(match[2])):        # but Blade Runner (2049) is from 2017
        title = match[1]
        year = int(match[2])
    return ARTICLE.sub(r'\2 \1\3', title), year


def film_from_row(row: dict[str, str]) -> Film:
    """A Film from {field: text}; Refused without a number, a title or genres."""
    row = dict.fromkeys(Film._fields, '') | row     # a field that is not in it is empty
    film_id = whole_number(row['film_id']) % ROOM
    title, year = title_and_year(row['title'], year_from_text(row['year']))
    genres = genres_from_text(row['genres'])
    if not film_id:
        raise Refused(f"the film_id '{row['film_id'][:40]}' is not a whole number from 1 on")
    if not title:
        raise Refused('it has no title')
    if not genres:
        raise Refused('it has no genres')
    rating = rating_from_text(row['rating'])
    director = ', '.join(names_from_text(row['director']))
    cast = ', '.join(names_from_text(row['cast'])[:4])
    minutes = minutes_from_text(row['minutes'])
    fame = whole_number(row['fame'])
    alt_title = '' if row['alt_title'] == row['title'] else row['alt_title']
    return Film(film_id, title, year, genres, rating, director, cast, minutes, fame, alt_title,
                row['synopsis'].replace('\n', ' '))


def plain_name(name: str) -> str:
    """The letters of a column's name, small, without "film" in front and what is in brackets.

    >>> plain_name('Runtime (mins)'), plain_name('Film Name'), plain_name('Star_1')
    ('runtime', 'name', 'star')
    """
    return re.sub(r'^(film|movie)(?!s?$)|\(.*?\)|[\W\d_]', '', name.lower())


FIELD_CALLED = {}                   # {plain name: field}, in the order of the table
for usual_field, usual_names in USUAL_NAMES.items():
    for usual_name in usual_names.split(', '):
        FIELD_CALLED[plain_name(usual_name)] = usual_field


def fields_of(names: list[str]) -> list[str]:
    """For each name of a column the field that it holds, '' for none.

    >>> fields_of(['Name', 'Star 1', 'Star 2', 'rating', 'certificate'])
    ['title', 'cast', 'cast', '', 'rating']
    """
    plain_names = [plain_name(name) for name in names]
    fields = [''] * len(names)
    for usual_name, field in FIELD_CALLED.items():
        if usual_name not in plain_names or field in fields:    # it has a column already
            continue
        for place, name in enumerate(plain_names):
            if name == usual_name and (field in LISTS or field not in fields):
                fields[place] = field
    return fields


def header_of(lines: list[str]) -> Header:
    """The Header of a file: that of its first ten lines, and that delimiter, with which the most
    names are known. What is above it (a title, or sep=;) is left out.
    """
    lines = [line[:10_000] for line in lines[:10]]      # the reader refuses what is far longer
    best = Header(0, ',', [], [])
    most = 0
    for place in range(len(lines)):
        for delimiter in ',;\t':
            reader = csv.reader(lines[place:], delimiter=delimiter)
            names = [' '.join(name.split()) for name in next(reader)]
            fields = fields_of(names)
            known = len(fields) - fields.count('')
            if known > most or not any(best.names):     # of equals the first one stays
                best = Header(place + reader.line_num, delimiter, names, fields)
                most = known
    return best


def what_is_missing(header: Header) -> str:
    """The sentence that says what a header lacks, with what was found and what would do."""
    missing = []
    for field in ('title', 'year', 'genres'):
        if field not in header.fields:
            examples = ', '.join(USUAL_NAMES[field].split(', ')[:3])
            missing.append(f'the {field} ({examples} ...)')
    found = ', '.join(name[:30] for name in header.names[:15]) or 'nothing in it'
    sentence = f'films.csv has {found}; it needs a column for {" and one for ".join(missing)}.'
    if not any(header.fields):
        sentence += ' If it has them, save it again as "CSV UTF-8".'
    return sentence


def records_below(header: Header, lines: list[str], faults: list) -> Iterator[tuple]:
    """(line number, cells) of each record; faults gets (line number, why) of a stray quote.

    One reader for all lines is quick. A quote that is never closed makes it fail, at the next
    quote or at the end of the file; then another reader goes on below the line with that quote.
    """
    done = header.line                  # so many lines have been read
    while done < len(lines):
        start = done
        reader = csv.reader(lines[start:], delimiter=header.delimiter,
                            skipinitialspace=True, strict=True)
        try:
            for cells in reader:        # a text with line breaks in it takes several lines
                yield done + 1, cells   # hands one out; goes on here when the next is wanted
                done = start + reader.line_num
        except csv.Error:
            why = 'a double quote (") is not closed, or not written "" in a text'
            if len(lines[done]) > csv.field_size_limit():
                why = 'a text is too long'
            done += 1
            faults.append((done, why))


def row_from_cells(cells: list[str], fields: list[str]) -> dict[str, str]:
    """{field: text} from cells, of which empty last ones may be left out; Refused."""
    if any(cells[len(fields):]):
        raise Refused(f'it has {len(cells)} cells, but there are {len(fields)} columns: put a text '
                      'with a separator in it in double quotes')
    row = {}
    for field, cell in zip(fields, cells):      # as many as there are of both
        cell = cell.strip()
        if '\n' in cell and field not in ('', 'synopsis'):      # most likely a quote was forgotten
            raise Refused(f'a line break is in the {field}: write it in one line, and close what '
                          'begins with a double quote (")')
        if row.get(field):
            cell = f'{row[field]},{cell}'       # star1,star2
        row[field] = cell
    return row


def oddities_in(film: Film, row: dict[str, str]) -> list[str]:
    """What is odd in a film: that it has no year, say, or a text that means nothing to us."""
    odd = []
    if not film.year:
        odd.append('no year')
    if film.film_id != whole_number(row['film_id']):
        odd.append('too long a film_id, of which the last nine digits count')
    if '\n' in row.get('synopsis', ''):
        odd.append('line breaks in the synopsis')
    for field in ('rating', 'director', 'cast', 'minutes', 'fame'):
        value = getattr(film, field)            # film.rating, film.director ...
        if not value and row.get(field, '') not in ('', '0'):
            odd.append(f'no usable {field}')
    return odd


def films_below(header: Header, lines: list[str]) -> Catalogue:
    """The Catalogue of the lines below a header, with notes only on what is odd in films."""
    films = {}
    faults = []
    odd = defaultdict(list)             # {what is odd: the numbers of the lines}
    for number, cells in records_below(header, lines, faults):
        if not any(cells):
            continue
        try:
            row = row_from_cells(cells, header.fields)
            if 'film_id' not in header.fields:
                row['film_id'] = str(number)
            film = film_from_row(row)
            if film.film_id in films:
                raise Refused(f'film_id {film.film_id} is taken by a line above')
        except Refused as refusal:
            faults.append((number, str(refusal)))
            continue
        films[film.film_id] = film
        for what in oddities_in(film, row):
            odd[what].append(number)
    notes = [f'{plural(len(numbers), "film")} with {what} (the first on line {numbers[0]})'
             for what, numbers in odd.items()]
    return Catalogue(films, faults, notes)


def with_fame(films: dict[int, Film], header: Header) -> dict[int, Film]:
    """The films, votes made into fame: how many per cent of those with votes have no more."""
    votes = sorted(film.fame for film in films.values() if film.fame)
    is_named_fame = 'fame' in map(plain_name, header.names)
    if not votes or (is_named_fame and votes[-1] <= 100):       # these are no votes
        return films
    ranked = {}
    for film in films.values():
        no_more = bisect.bisect_right(votes, film.fame)         # 0 for a film without votes
        ranked[film.film_id] = film._replace(fame=math.ceil(100 * no_more / len(votes)))
    return ranked


def notes_on(header: Header) -> list[str]:
    """Sentences on the columns that have other names than ours, or are not read."""
    name_of = dict(zip(header.fields, header.names))        # {field: the name of its column}
    notes = []
    for name, field in zip(header.names, header.fields):
        usual_field = FIELD_CALLED.get(plain_name(name))
        if field and plain_name(name) != plain_name(field):
            notes.append(f"column '{name}' is read as {field}")
        elif not field and usual_field in name_of:
            other = name_of[usual_field]
            notes.append(f"column '{name}' is not read: '{other}' is the {usual_field}")
        elif name and not field:
            notes.append(f"column '{name}' is not read")
    numbers = plain_name(name_of.get('film_id', 'line'))
    if numbers in ('line', 'position', 'rank'):
        notes.append(f"a film's number is that of its {numbers}: never move a line")
    return notes


def films_from_lines(lines: list[str]) -> Catalogue:
    """The Catalogue of the lines of a films.csv; DataError if its columns cannot be understood."""
    text = '\n'.join(lines).replace('\0', '?')
    lines = [line + '\n' for line in re.split(r'\r\n?|\n', text)]    # \r: an old spreadsheet's
    header = header_of(lines)
    films, faults, notes = films_below(header, lines)
    if faults and not films and 'film_id' in header.fields:     # its cells are no numbers at all
        header = header._replace(fields=[field.replace('film_id', '') for field in header.fields])
        films, faults, notes = films_below(header, lines)
    is_complete = {'title', 'year', 'genres'} <= set(header.fields)
    if not is_complete and not any(film.year for film in films.values()):
        raise DataError(what_is_missing(header))        # there are no years in the titles either
    return Catalogue(with_fame(films, header), faults, notes_on(header) + notes)


# ----------------------------------------------------------------------------------------------
# 4  The logs
#
# users.csv, views.csv and likes.csv are logs: rows are only added at their end, one a line, so
# several copies of the program can share them and a crash can spoil one row at most. Here their
# lines become records. A line that is no row is skipped, and stays where it is.
# events_from_lines and standing are easy, and most of the program rests on them. Log and what
# follows read a huge file quickly, and only what was added to it: skip them at first.
# ----------------------------------------------------------------------------------------------
NAME = '[A-Za-z0-9][A-Za-z0-9_.-]{2,19}'
TIME = r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ'
# A row of views.csv or likes.csv as we write it; events_from_lines takes other spellings too.
EVENT_LINE = re.compile(rf'^({NAME}),([1-9]\d{{0,8}}),({TIME}),(-?1)\r?$',
                        re.ASCII | re.MULTILINE)
FIRST_NAME = re.compile(r'[\ufeff\s"]*([A-Za-z0-9_.-]+)')   # the name that begins a line
BLOCK = 1 << 16         # bytes that are read at a time
MEMORY = 4096           # bytes by which a file is known again: the last that were read of it

Accounts = namedtuple('Accounts', [     # what users.csv says
    'users',            # {name in small letters: User}
    'faults',           # [(line number, why)] of the lines that are skipped
    'claimed',          # the names, in small letters, that begin a line: all of them are taken
])


def now() -> str:
    """The time in UTC, ISO 8601 to the microsecond: 2026-11-22T10:00:00.000000Z."""
    seconds, microseconds = divmod(time.time_ns() // 1000, 1_000_000)
    return time.strftime(f'%Y-%m-%dT%H:%M:%S.{microseconds:06}Z', time.gmtime(seconds))


def fields_from_line(line: str, columns: tuple[str, ...]) -> list[str]:
    """The fields of a row of a log; [] for its header or an empty line; Refused.

    A spreadsheet that saves a log puts fields in double quotes, or semicolons between them.
    No field of ours holds any of these, so we need no csv module here.

    >>> fields_from_line('"ann";12;"2026-11-22T10:00:00Z";1', Event._fields)
    ['ann', '12', '2026-11-22T10:00:00Z', '1']
    """
    line = line.removesuffix('\r')
    separator = ';' if line.count(';') > line.count(',') else ','
    fields = []
    for field in line.split(separator):
        if len(field) > 1 and field[0] == field[-1] == '"':
            field = field[1:-1]
        fields.append(field)
    if fields in ([''], list(columns)):
        return []
    if len(fields) != len(columns):
        raise Refused(f"'{line[:60]}' is not a row of {','.join(columns)}")
    if not re.fullmatch(NAME, fields[0]):
        raise Refused(f"the username '{fields[0][:60]}' is not 3 to 20 of A-Z a-z 0-9 _ . -")
    return fields


def user_from_fields(username: str, password_hash: str, registered_at: str) -> User:
    """The User of a row of users.csv; Refused."""
    if not registered_at.endswith('Z'):
        raise Refused(f"the time '{registered_at[:60]}' does not end in Z")
    if '"' in password_hash + registered_at:
        raise Refused('there is a double quote (") inside a field')
    return User(username, password_hash, registered_at)


def event_from_fields(username: str, film_id: str, at: str, change: str) -> Event:
    """The Event of a row of views.csv or likes.csv; Refused."""
    if not re.fullmatch('[1-9][0-9]{0,8}', film_id):
        raise Refused(f"the film_id '{film_id[:60]}' is not a whole number from 1 on")
    if not re.fullmatch(TIME, at, re.ASCII):            # there are digits besides 0 to 9
        raise Refused(f"the time '{at[:60]}' is not like 2026-11-22T10:00:00Z")
    if change not in ('1', '-1'):
        raise Refused(f"the change '{change[:60]}' is neither 1 nor -1")
    return Event(username, int(film_id), at, int(change))


def records_from_lines(lines: list[str], columns: tuple[str, ...], from_fields) -> tuple:
    """([(line number, record)], faults): what from_fields makes of each row, or why not."""
    records = []
    faults = []
    for number, line in enumerate(lines, 1):
        try:
            fields = fields_from_line(line, columns)
            if fields:
                record = from_fields(*fields)       # the * gives it each field as an argument
                records.append((number, record))
        except Refused as refusal:
            faults.append((number, str(refusal)))
    return records, faults


def events_from_lines(lines: list[str]) -> tuple[list[Event], list[tuple[int, str]]]:
    """(events, faults) of the lines of views.csv or likes.csv, in their order.

    >>> events_from_lines(['ann,12,2026-11-22T10:00:00Z,1'])
    ([Event(username='ann', film_id=12, at='2026-11-22T10:00:00Z', change=1)], [])
    """
    records, faults = records_from_lines(lines, Event._fields, event_from_fields)
    return [event for number, event in records], faults


def accounts_from_lines(lines: list[str]) -> Accounts:
    """The accounts of the lines of users.csv.

    A name belongs to the first row that has it. A later row counts only if it repeats that row's
    registered_at: so a password is changed by adding a row.
    """
    users = {}
    records, faults = records_from_lines(lines, User._fields, user_from_fields)
    for number, user in records:
        name = user.username.lower()
        first = users.setdefault(name, user)
        if first.registered_at == user.registered_at:
            users[name] = user._replace(username=first.username)
        else:
            faults.append((number, f'the name {user.username} is taken by a line above'))
    claimed = set()
    for line in lines:
        match = FIRST_NAME.match(line)
        if match:
            claimed.add(match[1].lower())
    return Accounts(users, sorted(faults), claimed)


def standing(events: list[Event]) -> list[Event]:
    """The events that have not been taken back, in order.

    A -1 row takes back the newest event of its user and film that still stands above it; so we
    go through the rows from the newest on, and count what is still to be taken back.
    """
    to_take_back = Counter()
    kept = []
    for event in reversed(events):
        what = event[:2]                        # the username and the film_id
        if event.change < 0:
            to_take_back[what] += 1
        elif to_take_back.get(what):            # quicker than [what], where it mostly is not
            to_take_back[what] -= 1
        else:
            kept.append(event)
    return kept[::-1]


class Log:
    """What has been read so far of views.csv or likes.csv."""

    def __init__(self, path: str, username: str, skim: bool) -> None:
        self.path = path
        self.username = username    # whose rows are kept whole
        self.skim = skim            # of all but the newest rows, look only at this user's?
        self.start_over()

    def start_over(self) -> None:
        """Nothing has been read yet."""
        self.end = 0                # how many bytes have been read
        self.last_bytes = b''       # the last of them, to know the file again
        self.damaged = 0            # lines that are not rows
        self.mine = []              # this user's events, oldest first
        self.newest = deque(maxlen=COMMUNITY)   # everybody's, oldest first, without their times
        self.totals = Counter()     # {film_id: the sum of the changes read}


def take_in(log: Log, block: str) -> None:
    """Add all rows of a block of lines to what is known."""
    rows = EVENT_LINE.findall(block)    # all at once: a huge file needs that speed
    lines = [line for line in block.split('\n') if line]
    if len(rows) < len(lines):          # some are not as we write them: look at each line
        rows, faults = events_from_lines(lines)
        log.damaged += len(faults)
    for username, film_id, at, change in rows:
        # intern: 100,000 rows of a user hold one text between them
        event = Event(sys.intern(username), int(film_id), '', int(change))
        log.newest.append(event)
        log.totals[event.film_id] += event.change
        if username == log.username:
            log.mine.append(event._replace(at=at))


def lines_of_user(username: str, block: str) -> str:
    """A user's lines of a block: most blocks of a huge file have none, and are never split."""
    if username not in block:
        return ''
    starts = (f'{username},', f'{username};', f'"{username}"')
    return '\n'.join(line for line in block.split('\n') if line.startswith(starts))


def whole_lines(file) -> bytes:
    """The next lines of an open log, a BLOCK or a little more; b'' at its end.

    A last line without its newline is among them only if it is a whole row. If not, it is torn,
    or somebody is writing it just now, and it waits.
    """
    block = file.read(BLOCK) + file.readline()
    lines, newline, last = block.rpartition(b'\n')
    events, _ = events_from_lines([last.decode('utf-8-sig', 'replace')])
    return block if events else lines + newline


def start_of_newest(file, size: int) -> int:
    """Where the newest COMMUNITY lines of an open file begin, or a little before that."""
    start = size
    newlines = 0
    while start > 0 and newlines <= COMMUNITY:
        start = max(0, start - BLOCK)
        file.seek(start)
        newlines += file.read(BLOCK).count(b'\n')
    return start


def is_the_same(log: Log, file) -> bool:
    """Is an open file the one that was read: do the last bytes read still stand there?"""
    file.seek(log.end - len(log.last_bytes))
    return file.read(len(log.last_bytes)) == log.last_bytes


def read_log(log: Log) -> None:
    """Take in what was added to the file since the last call; DataError."""
    try:
        with csv_file(log.path) as file:
            read_on(log, file)
    except FileNotFoundError:
        log.start_over()


def read_on(log: Log, file) -> None:
    """Take in the lines of an open file that have not been read yet."""
    if not is_the_same(log, file):      # another file was put in its place
        log.start_over()
    newest = 0
    size = os.fstat(file.fileno()).st_size
    if log.skim and size - log.end > BLOCK:
        newest = start_of_newest(file, size)
    file.seek(log.end)
    while block := whole_lines(file):
        text = block.decode('utf-8-sig' if log.end == 0 else 'utf-8', 'replace')
        if log.end + BLOCK <= newest:   # no row of this block is among the newest
            text = lines_of_user(log.username, text)
        take_in(log, text)
        log.end += len(block)
        log.last_bytes = (log.last_bytes + block)[-MEMORY:]
        file.seek(log.end)              # a torn last line waits for the next call


# ----------------------------------------------------------------------------------------------
# 5  Saving
#
# A row is saved in this order: lock, read what is new, append, flush, and only then say so. No
# file is ever rewritten. append_row is the heart of this part; half of the rest is about what may
# stand where a file should be, and about Windows: hard, and not needed at first. It can promise
# nothing of a drive that lies about flushing, or of a network share whose locks do not work.
# ----------------------------------------------------------------------------------------------
WHAT_HELPS = ('Close other programs that have the file open, make room on the disk, or start '
              'FakeFlix with --data and another folder, which you may write to.')


def plain_file(path: str, flags: int) -> int:
    """The opener of open(): the descriptor of a regular file; OSError for anything else.

    A new file may be written by whoever may write to its folder, as far as the umask lets it. We
    look at what we have opened, not at the path: between a look and the opening somebody could
    put a pipe there, and reading that might never end.
    """
    # Windows has neither of these two flags: then 0 changes nothing.
    if flags & os.O_CREAT:                      # to be written, not only read
        flags |= getattr(os, 'O_NOFOLLOW', 0)   # a link might lead out of the folder
    flags |= getattr(os, 'O_NONBLOCK', 0)       # to open a pipe would wait for its other end
    folder_mode = os.stat(os.path.dirname(os.path.abspath(path))).st_mode
    descriptor = os.open(path, flags, (folder_mode & 0o666) | 0o600)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, 'it is not a plain file', path)
    return descriptor


@contextmanager
def csv_file(path: str):
    """A file, open for reading bytes; FileNotFoundError; DataError says why it cannot be read.

    As in every @contextmanager, the with block runs where it says yield.
    """
    try:
        with open(path, 'rb', opener=plain_file) as file:
            if file.read(2) in (b'\xff\xfe', b'\xfe\xff'):
                raise OSError(errno.EINVAL, 'it is UTF-16, save it again as "CSV UTF-8"')
            file.seek(0)
            yield file
    except FileNotFoundError:       # not to be taken for the next: it only means "no rows yet"
        raise
    except OSError as error:
        raise DataError(f'{os.path.basename(path)} cannot be read: {error.strerror}.')


def bytes_of(path: str) -> bytes:
    """All bytes of a file; b'' if there is no such file; DataError."""
    try:
        with csv_file(path) as file:
            return file.read()
    except FileNotFoundError:
        return b''


def lines_of(path: str) -> list[str]:
    """The lines of a log, without newlines; [''] if there is no file; DataError.

    -sig leaves out what some editors put in front; what is no UTF-8 is replaced by a question mark.
    """
    return bytes_of(path).decode('utf-8-sig', 'replace').split('\n')


def film_lines_of(path: str) -> list[str]:
    """The lines of films.csv; what is not UTF-8 was saved by an old spreadsheet; DataError."""
    data = bytes_of(path).removeprefix(codecs.BOM_UTF8)
    return [decoded(line) for line in data.split(b'\n')]


def decoded(line: bytes) -> str:
    """The text of a line of films.csv, which may not be UTF-8 though the others are."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode('cp1252', 'replace')


def films_path(folder: str) -> str:
    """Where the films.csv (or Films.csv) of a folder is, or else the one beside the program."""
    for name in sorted(os.listdir(folder)):
        if name.lower() == 'films.csv' and os.path.exists(os.path.join(folder, name)):
            return os.path.join(folder, name)
    return os.path.join(PROGRAM_FOLDER, 'films.csv')


def try_lock(file) -> bool:
    """Lock the first byte of an open file: False if somebody else has it; OSError.

    On Windows nobody can read a byte that is locked: so we lock a file of its own, which nobody
    has to read. And there every refusal means that somebody has it.
    """
    refusal = (BlockingIOError, PermissionError) if fcntl else OSError
    try:
        if fcntl:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1)
        else:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except refusal:
        return False
    return True


def wait_for_lock(file) -> None:
    """Lock an open file as soon as nobody else has it; NotSaved after LOCK_WAIT; OSError."""
    began = time.monotonic()
    has_told = False
    while not try_lock(file):
        waited = time.monotonic() - began
        if waited > LOCK_WAIT:
            raise NotSaved('NOT saved: another copy of FakeFlix is busy. Try again.')
        if waited > 1 and not has_told:
            print('Please wait ...', flush=True)
            has_told = True
        time.sleep(0.02)


@contextmanager
def locked(folder: str):
    """Keep other copies from saving until the with block ends; OSErrors become NotSaved.

    The lock is gone when the file is closed, also when the program is killed.
    """
    try:
        with open(os.path.join(folder, '.fakeflix.lock'), 'ab+', 0, opener=plain_file) as file:
            wait_for_lock(file)
            yield
    except DataError as error:
        raise NotSaved(f'NOT saved: {error}')
    except OSError as error:
        name = os.path.basename(error.filename or 'the data')
        raise NotSaved(f'NOT saved: {name}: {error.strerror}. {WHAT_HELPS}')


def append_row(path: str, record: tuple) -> None:
    """Add a User or an Event to its log, under the lock: whole and flushed to disk, or OSError.

    An empty file gets its header first, and a last line without its newline gets that, in the
    same write. If it fails, what was written of it is cut off again.
    """
    row = ','.join(str(field) for field in record) + '\n'
    with open(path, 'ab+', 0, opener=plain_file) as file:       # 0: no buffer holds anything back
        end = file.seek(0, os.SEEK_END)
        file.seek(max(end - 1, 0))
        last_byte = file.read(1)
        if not last_byte:
            row = ','.join(record._fields) + '\n' + row
        elif last_byte != b'\n':
            row = '\n' + row
        data = row.encode()
        try:
            if os.write(file.fileno(), data) != len(data):
                raise OSError(errno.EIO, 'only a part of it could be written', path)
            os.fsync(file.fileno())
        except OSError as error:
            file.truncate(end)
            error.filename = path       # locked() names it
            raise


# ----------------------------------------------------------------------------------------------
# 6  Accounts
#
# What a good username and a good password are. Each rule is an if of its own, so you can add
# one. They need no list of a million bad passwords, so they let some bad ones through; length is
# what helps most. Only hashes made by bcrypt are ever stored: nobody can work a password out from
# its hash but by trying, and each try takes bcrypt a third of a second.
# ----------------------------------------------------------------------------------------------
USERNAME_RULES = ('A username has 3 to 20 characters: letters A to Z, digits and _ . - only, with '
                  'a letter or a digit first.')
PASSWORD_RULES = ('A password has 15 characters or more (four words that do not belong together, '
                  'say), or 8 or more with a small letter, a capital, a digit and a symbol. No '
                  'common word (password1) nor one word with a tail (Netflix123!), no '
                  'repetition, no run along the keyboard, and not your username.')
COMMON_WORDS = ['password', 'welcome', 'letmein', 'qwerty', 'iloveyou', 'dragon', 'football',
                'fakeflix', 'monkey', 'sunshine', 'princess', 'admin']
LOOKALIKES = {'a': '[a@]', 'o': '[o0]', 'e': '[e3]', 'i': '[i1]', 's': '[s5$]'}
RUNS = ['01234567890-=', 'qwertyuiop[]', "asdfghjkl;'#", '\\zxcvbnm,./',    # keys in a row
        'abcdefghijklmnopqrstuvwxyz', '!"£$%^&*()_+', '!@#$%',
        '1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', '8ik', '9ol', '0p']
RUNS += [run[::-1] for run in RUNS]             # and backwards
WORD_WITH_TAIL = r'[A-ZÀ-Þ][a-zß-ÿ]+[\W\d_]+'        # Netflix123! but not Red Goat#42
MAX_BYTES = 72          # bcrypt 4 looks at no more of a password, bcrypt 5 raises ValueError
# The hash of bcrypt: its kind, its cost, 22 characters of salt, 31 of hash. Of a salt's last
# character only two bits count, so only four characters may stand there: bcrypt refuses others
# at once, and somebody could see by the time that no password was checked.
BCRYPT_HASH = re.compile(r'\$2[aby]\$(0[4-9]|1[0-4])\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{31}')


def valid_username(text: str) -> str:
    """The username; Refused with the sentence to show."""
    if not re.fullmatch(NAME, text):
        raise Refused(USERNAME_RULES)
    return text


def is_common(password: str, username: str) -> bool:
    """Is it one common word, or the username, with only digits, symbols or spaces around?

    The word may be repeated, and have an @ for an a and the like.

    >>> is_common('P@55word 2024!', 'ann'), is_common('ann1234567', 'ann')
    (True, True)
    >>> is_common('password of the trees', 'ann')
    False
    """
    for word in [*COMMON_WORDS, username.lower()]:
        pattern = ''.join(LOOKALIKES.get(letter, re.escape(letter)) for letter in word)
        rest, count = re.subn(pattern, '', password.lower())    # without the word; how often
        if count > 0 and re.fullmatch(r'[\W\d_]*', rest):
            return True
    return False


def is_repetition(password: str) -> bool:
    """Is it the same piece again and again, spaces left out?

    >>> is_repetition('trustno1 Trustno1'), is_repetition('to be or not to be')
    (True, False)
    """
    letters = password.lower().replace(' ', '')
    for size in range(1, len(letters) // 2 + 1):
        piece = letters[:size]
        if piece * (len(letters) // size) == letters:
            return True
    return False


def is_a_run(password: str) -> bool:
    """Are more than half of its neighbours neighbours on the keyboard, in a-z or in counting?

    >>> is_a_run('qwerty654321asdf'), is_a_run('correct horse battery')
    (True, False)
    """
    letters = password.lower()
    pairs = [letters[place:place + 2] for place in range(len(letters) - 1)]
    steps = [pair for pair in pairs if any(pair in run for run in RUNS)]
    return len(steps) > len(pairs) / 2


def has_name_in_it(password: str, username: str) -> bool:
    """Is a username of four characters or more a word of the password?

    >>> has_name_in_it('purple Anna trees', 'anna'), has_name_in_it('savannah trees', 'anna')
    (True, False)
    """
    name = re.sub(r'[\W_]', ' ', username.lower())      # spaces for all but letters and digits
    words = re.sub(r'[\W_]', ' ', password.lower())
    return len(username) >= 4 and f' {name} ' in f' {words} '


def what_is_easy_to_guess(password: str, username: str) -> list[str]:
    """What makes a password easy to guess, in words; [] if nothing does."""
    reasons = []
    if is_common(password, username):
        reasons.append('it is a common word or your name: put other words beside it')
    if len(password) < 15 and re.fullmatch(WORD_WITH_TAIL, password):
        reasons.append('it is one word with a tail: begin with a second word')
    if len(set(password)) < 5:
        reasons.append('it has fewer than 5 different characters')
    if is_repetition(password):
        reasons.append('it repeats itself')
    if is_a_run(password):
        reasons.append('most of it runs along the keyboard, the alphabet or the numbers')
    if has_name_in_it(password, username):
        reasons.append('your username is in it')
    return reasons


def what_is_too_short(password: str) -> list[str]:
    """What a password needs to be long enough, in words; [] if it is."""
    missing = []
    if not any(letter.islower() for letter in password):
        missing.append('a small letter')
    if not any(letter.isupper() for letter in password):
        missing.append('a capital')
    if not any(letter.isdecimal() for letter in password):
        missing.append('a digit')
    if password.isalnum():
        missing.append('a symbol')
    if len(password) >= 15 or (len(password) >= 8 and not missing):
        return []
    eight = '8'
    if missing:
        eight = f"8 or more with {' and '.join(missing)}"
    return [f'it is too short: make it 15 characters or more (four words, say), or {eight}']


def valid_password(text: str, username: str) -> str:
    """The password, its accents composed (NFC); Refused names every rule that it breaks."""
    password = unicodedata.normalize('NFC', text)
    reasons = what_is_too_short(password) + what_is_easy_to_guess(password, username)
    if not password.isprintable():
        reasons.append('it has characters that cannot be printed')
    if len(password_bytes(password)) > MAX_BYTES:
        reasons.append(f'it is over {MAX_BYTES} bytes (é has two): make it shorter')
    if reasons:
        raise Refused(f"That password is refused: {'; '.join(reasons)}.")
    return password


def password_bytes(password: str) -> bytes:
    """What bcrypt is given: the same bytes however a keyboard makes its accents."""
    composed = unicodedata.normalize('NFC', password)
    return composed.encode('utf-8', 'surrogatepass')    # what is no text is wrong, and no error


def hash_password(password: str) -> str:
    """A bcrypt hash with a salt of its own: never the same twice."""
    return bcrypt.hashpw(password_bytes(password), bcrypt.gensalt(BCRYPT_COST)).decode()


def is_right_password(password: str, stored: str) -> bool:
    """Does the password belong to the stored hash?

    bcrypt checks one hash in any case: nobody can tell by the time if there is such an account.
    """
    secret = password_bytes(password)
    is_secret = len(secret) <= MAX_BYTES and b'\0' not in secret
    is_usable = is_secret and bool(BCRYPT_HASH.fullmatch(stored))
    if not is_usable:       # then check something else, which takes as long
        secret = b'-'
        stored = f"$2b${BCRYPT_COST:02}${'.' * 53}"
    return bcrypt.checkpw(secret, stored.encode()) and is_usable


# ----------------------------------------------------------------------------------------------
# 7  Searching
#
# Which films does a line mean? Each way to understand it is a reading: a function that returns a
# Found, or None for "not mine". READINGS says which are asked, and in which order. Words that
# mean a genre, a decade, a rating or a length say what a film must be; the tables GENRE_WORDS and
# LIMITS have them, and are the place to add to. Texts are compared in these forms:
#
#   fold          small letters, no accents        WALL·E              wall e
#   sort_title    folded, no article in front      The Lion King       lion king
#   title_key     that without "and" and spaces    Lilo and Stitch     lilostitch
#   halves        the keys of a title's halves     Star Trek II: Khan  startrek, khan
#   title_words   the words, also run together to  Wall-E 2            wall e 2 walle2 e2 2
#                 the end; numbers; initials                           2 two ii we
#   sought        how a word begins in a text      comedies, 2         ' comed', ' 2 '
#
# There is no index: 'in' is quick enough for 100,000 films. It knows no grammar and no synonyms
# but those of its tables; a bigger program would compare meanings. Begin at the end, with
# find_films; fold and the limits are easy, words_rank is the heart.
# ----------------------------------------------------------------------------------------------
FILLERS = {                 # they say nothing if other words do
    'a', 'about', 'all', 'an', 'and', 'any', 'are', 'best', 'by', 'directed', 'film', 'films',
    'find', 'for', 'from', 'good', 'i', 'in', 'is', 'latest', 'me', 'movie', 'movies', 'newest',
    'of', 'on', 'one', 'please', 'search', 'see', 'show', 'some', 'starring', 'teh', 'that',
    'the', 'there', 'to', 'want', 'watch', 'when', 'where', 'which', 'who', 'with',
}
KIN = {'brother', 'brothers', 'sister', 'sisters'}      # coen brothers
NEWEST, BEST = ', newest first', ', best known first'
ORDERS = {'newest': NEWEST, 'latest': NEWEST, 'new': NEWEST, 'best': BEST, 'top': BEST}
GENRE_WORDS = {             # {what people say, without spaces: the genres that they mean}
    'animated': 'Animation', 'anime': 'Animation', 'cartoon': 'Animation', 'children': 'Family',
    'kids': 'Family', 'funny': 'Comedy', 'scary': 'Horror', 'spooky': 'Horror',
    'romantic': 'Romance', 'romcom': 'Romance Comedy', 'sciencefiction': 'Sci-Fi',
    'feelgood': 'Comedy Family', 'familynight': 'Family', 'tearjerker': 'Drama Romance',
    'datenight': 'Romance Comedy', 'whodunit': 'Mystery Crime', 'creepy': 'Horror',
}
DECADES = {'twenties': 1920, 'thirties': 1930, 'forties': 1940, 'fifties': 1950, 'sixties': 1960,
           'seventies': 1970, 'eighties': 1980, 'nineties': 1990, 'noughties': 2000}
NUMBERS = {}                # {a number in any form: all of its forms}
for forms in ('1 one i', '2 two ii', '3 three iii', '4 four iv', '5 five v', '6 six vi',
              '7 seven vii', '8 eight viii', '9 nine ix', '10 ten x', '11 eleven', '12 twelve'):
    for form in forms.split():
        NUMBERS[form] = forms
PLAIN_LETTERS = {'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ı': 'i'}
APOSTROPHES = "'`\u2018\u2019\u02bc"
LEADING_ARTICLE = re.compile(r'^\s*(?:the|an?)\s+(?=\S)', re.IGNORECASE)
# Between the halves of a title: "Star Wars: Episode IV - A New Hope", "... and the Goblet of Fire".
HALF_ENDS = re.compile(': | [-\u2013] | (?:[Aa]nd|&) [Tt]he ')
NAME_AND_YEAR = re.compile(r'(.*?)(?:[\s(\[]+(\d{4})[)\]\s]*)?', re.DOTALL)    # Inception (2010)

Folded = namedtuple('Folded', [     # the forms of one film's texts
    'film',         # the Film itself
    'keys',         # the title_key of its title, and of its other title
    'halves',       # the keys of the halves of both, without the number in a series
    'title',        # the title_words of both
    'people',       # its cast and directors, folded, a line each
    'about',        # its year, genres and synopsis, folded
    'text',         # all that words are looked for in: the lines of title, people and about
])
Limit = namedtuple('Limit', [       # what a film must be
    'field',        # a field of Film: year, rating or minutes
    'values',       # what may stand in it
    'phrase',       # how a heading says it
])
Query = namedtuple('Query', [       # what is understood of a text
    'text',         # as it was typed
    'keys',         # its title_key, with and without fillers
    'typed',        # its words, folded
    'words',        # those without fillers
    'genres',       # the genres that are among them
    'limits',       # the Limits that are
    'rest',         # the words that are neither
    'order',        # NEWEST, BEST or ''
    'likes',        # {film_id: the likes of the film}
])
Found = namedtuple('Found', [
    'heading',      # what was understood; if nothing is found, that, and what can be looked for
    'films',        # the best first
    'opens',        # is it one film that has all the words in one place?
])
CALLED, SERIES, BEGINS, TITLE, ANYWHERE = range(5)      # see title_tier
IN_TITLE = 15               # what adds to a film's fame, see words_rank
AS_TYPED = 8


def folded_letter(letter: str) -> str:
    """A letter, small, without accents; '' for an apostrophe, a space for other punctuation.

    >>> folded_letter('É'), folded_letter('ß'), folded_letter('·'), folded_letter('½')
    ('e', 'ss', ' ', ' 1 2')
    """
    folded = ''
    if unicodedata.category(letter) == 'No':        # the 3 of Alien³ is a word of its own
        folded = ' '
    for part in unicodedata.normalize('NFKD', letter.lower()):      # é is two parts: e and ´
        part = PLAIN_LETTERS.get(part, part)
        if part.isalnum():
            folded += part.casefold()
        elif part not in APOSTROPHES and not unicodedata.combining(part):
            folded += ' '
    return folded


class FoldedLetters(dict):
    """{a letter's code: what it is folded to}; translate() asks __missing__ for a new letter."""

    def __missing__(self, code: int) -> str | None:
        self[code] = folded_letter(chr(code)) or None       # None leaves it out, quicker than ''
        return self[code]


FOLDED_LETTERS = FoldedLetters({ord('\n'): '\n'})


def fold(text: str) -> str:
    """The words of a text in small letters, without accents and apostrophes, a space between."""
    return ' '.join(text.translate(FOLDED_LETTERS).split())


@lru_cache(maxsize=100)         # each title is sorted twice in a row
def sort_title(title: str) -> str:
    """A title as Browse sorts it: folded, without The, A or An in front.

    >>> sort_title('The Matrix'), sort_title('A.I.')
    ('matrix', 'a i')
    """
    return fold(LEADING_ARTICLE.sub('', title))


def key_of(words: str) -> str:
    """Folded words, run together, each "and" left out."""
    return f' {words} '.replace(' and ', ' ').replace(' ', '')


def title_key(title: str) -> str:
    """A title as it is compared as a whole: walle for WALL·E and Wall E; '' if nothing is left."""
    key = key_of(sort_title(title))
    return '' if key in ('the', 'a', 'an') else key


def halves_of(title: str) -> list[str]:
    """The halves of a title as they are sorted, without the number in a series.

    >>> halves_of('Harry Potter and the Goblet of Fire'), halves_of('The Godfather Part II')
    (['harry potter', 'goblet of fire'], ['godfather'])
    """
    halves = []
    for half in HALF_ENDS.split(title):
        words = sort_title(half).split()
        while len(words) > 1 and (words[-1] in NUMBERS or words[-1] in ('part', 'vol', '0')):
            words.pop()                         # Rocky II, Kill Bill: Vol. 1, Die Hard 4.0
        halves.append(' '.join(words))
    return halves


def title_words(title: str, halves: list[str]) -> str:
    """The words of a title, a space around each, and what they may be typed as."""
    words = fold(title).split()
    pieces = words.copy()
    for place, word in enumerate(words):
        pieces.append(''.join(words[place:place + 20]))
        if word in NUMBERS:
            pieces.append(NUMBERS[word])
    for half in halves:
        if ' ' in half:
            pieces.append(''.join([word[0] for word in half.split()]))      # initials: lotr
    return f' {" ".join(pieces)} '


def folded_from_film(film: Film) -> Folded:
    """The forms in which a film is searched."""
    keys, half_keys, title = [], [], ''
    for name in filter(None, (film.title, film.alt_title)):
        halves = halves_of(name)
        keys.append(title_key(name))
        half_keys += map(key_of, halves)
        title += title_words(name, halves)
    people = f' {film.cast}, {film.director} '.replace(', ', ' \n ')
    about = f' {film.year} {" ".join(film.genres)} {film.synopsis} '
    lines = f'{people}\n{about}'.translate(FOLDED_LETTERS)      # both at once is quicker
    people, _, about = lines.rpartition('\n')
    keys = tuple(filter(None, keys))                            # what is only punctuation has none
    half_keys = tuple(filter(None, half_keys))
    return Folded(film, keys, half_keys, title, people, about, f'{title}\n{lines}')


# Limits. Each of these functions makes one of what the brackets of a pattern in LIMITS find.

def in_decade(start: str) -> Limit:
    """80s, 1980s, eighties: start is 80, 1980, eighties. 00s, 10s and 20s are of this century."""
    year = int(DECADES.get(start, start))
    if year < 100:
        year += 1900 if year >= 30 else 2000
    return Limit('year', range(year, year + 10), f' of the {year}s')


def in_year(year: str) -> Limit:
    """The films of a year."""
    return Limit('year', [int(year)], f' of {year}')


def rated(rating: str) -> Limit:
    """A rating, whole; 12A is the cinema's 12."""
    rating = rating.upper().replace('12A', '12')
    return Limit('rating', [rating], f' rated {rating}')


def up_to(rating: str) -> Limit:
    """A rating and those below it."""
    rating = rating.upper().replace('12A', '12')
    return Limit('rating', RATINGS[:RATINGS.index(rating) + 1], f', up to {rating}')


def of_minutes(side: str, minutes: str) -> Limit:
    """under 90, over 150 minutes: side is one of the words of UNDER and OVER."""
    if side in OVER.split('|'):
        return Limit('minutes', range(int(minutes) + 1, 10_000), f', over {minutes} minutes')
    return Limit('minutes', range(1, int(minutes)), f', under {minutes} minutes')


def of_hours(side: str, hours: str, half: str | None) -> Limit:
    """over 2 hours, under an hour and a half: hours is 2, an; half is the words behind it."""
    minutes = 60 * int(NUMBERS.get(hours, '1').split()[0])
    if half:
        minutes += 30
    return of_minutes(side, str(minutes))


RATING_WORDS = '(u|pg|12a?|15|18)'
UNDER, OVER = 'under|below|up to|less than|shorter than', 'over|above|more than|longer than'
LIMITS = (                  # (what is typed, what it means); the first row is tried first
    (r'((?:\d\d)?\d0)s',                                            in_decade),
    (f'({"|".join(DECADES)})',                                      in_decade),
    (r'((?:19|20)\d\d)',                                            in_year),
    (rf'({UNDER}|{OVER}) (\d|an|one|two|three) ?h(?:rs?|ours?)?( and a half)?', of_hours),
    (rf'({UNDER}|{OVER}) (\d\d?\d?) ?m(?:ins?|inutes)?',            of_minutes),
    (rf'({UNDER}|{OVER}) ([4-9]\d|\d\d\d)',                         of_minutes),
    (rf'(?:up to|max|at most) {RATING_WORDS}',                      up_to),
    (rf'(?:rated |rating |certificate |cert )?{RATING_WORDS}',      rated),
)


def limits_in(text: str) -> tuple[list[Limit], list[str]]:
    """(the limits in a folded text, its words that are none)."""
    limits = []
    for pattern, limit_from in LIMITS:
        match = re.search(rf'\b{pattern}\b', text)
        if match:
            limits.append(limit_from(*match.groups()))
            text = f'{text[:match.start()]} {text[match.end():]}'
    return limits, text.split()


def genres_meant(catalogue: list[Folded]) -> dict[str, list[str]]:
    """{a word, without spaces: the genres that it means}, of the catalogue and of GENRE_WORDS."""
    known = {genre for folded in catalogue for genre in folded.film.genres}
    meant = {fold(genre).replace(' ', ''): [genre] for genre in known}
    for word, genres in GENRE_WORDS.items():
        meant[word] = genres.split()
    for word in list(meant):
        several = re.sub('y$', 'ie', word) + 's'            # comedies
        meant[several] = meant[word]
    return meant


def genres_in(words: list[str], meant: dict[str, list[str]]) -> tuple[list[str], list[str]]:
    """(the genres that folded words mean, the words that mean none); meant is genres_meant."""
    genres = []
    rest = []
    while words:
        count = 2 if ''.join(words[:2]) in meant else 1         # sci fi is one genre
        word = ''.join(words[:count])
        if word in meant:
            genres += meant[word]
        else:
            rest.append(word)
        words = words[count:]
    return list(dict.fromkeys(genres)), rest                    # each once


def fits(film: Film, query: Query) -> bool:
    """Has a film all the genres of a query, and is it within its limits?"""
    inside = all(getattr(film, limit.field) in limit.values for limit in query.limits)
    return inside and set(query.genres) <= set(film.genres)


def within(catalogue: list[Folded], query: Query) -> list[Folded]:
    """The films that a query's genres and limits allow: all, and at once, if it has none."""
    if not query.limits and not query.genres:
        return catalogue
    return [folded for folded in catalogue if fits(folded.film, query)]


def telling(words: list[str]) -> list[str]:
    """The words that are no fillers, each once, at most twenty; all if there are no others."""
    others = [word for word in dict.fromkeys(words) if word not in FILLERS]
    return (others or words)[:20]


def query_of(catalogue: list[Folded], text: str, likes: Counter) -> Query:
    """What is understood of a text."""
    typed = fold(text).split()
    words = telling(typed)
    keys = {title_key(text), title_key(' '.join(words))} - {''}
    limits, rest = limits_in(' '.join(typed))
    genres, rest = genres_in(rest, genres_meant(catalogue))
    rest = telling(rest)
    order = ''
    for word in rest:
        order = ORDERS.get(word, order)
    if (genres or limits or order) and FILLERS.union(ORDERS).issuperset(rest):
        rest = []
    else:
        order = ''                          # in New York, new is no order
    return Query(text, keys, typed, words, genres, limits, rest, order, likes)


# Words. These say which films have them.

@lru_cache(maxsize=1000)
def sought(word: str) -> str:
    """How a word begins in a text: without what makes it plural; a number up to 99 is whole.

    >>> sought('comedies'), sought('sharks'), sought('boss'), sought('3'), sought('iii')
    (' comed', ' shark', ' boss', ' 3 ', ' iii ')
    """
    if word in NUMBERS or (word.isdigit() and len(word) < 3):
        return f' {word} '
    if len(word) > 6 and word.endswith('ies'):
        word = word.removesuffix('ies')
    elif len(word) > 3 and not word.endswith('ss'):
        word = word.removesuffix('s')
    return f' {word}'


def with_words(catalogue: list[Folded], words: list[str], place: str = 'text') -> list[Folded]:
    """The films that have all the words in a place: text, title or people; [] for no words."""
    for word in words:
        beginning = sought(word)
        catalogue = [folded for folded in catalogue if beginning in getattr(folded, place)]
    return catalogue if words else []


def has_words(line: str, words: list[str]) -> bool:
    """Are all the words in a line, as they are or as beginnings of others?"""
    return all(sought(word) in line for word in words)


def has_whole(line: str, words: list[str]) -> bool:
    """Are all the words in a line, as they were typed?"""
    return all(f' {word} ' in line for word in words)


def is_called(folded: Folded, query: Query) -> bool:
    """Is the text, with or without its fillers, a whole title of the film?"""
    return not query.keys.isdisjoint(folded.keys)


def films_called(catalogue: list[Folded], text: str) -> list[Film]:
    """The films of which the text is the whole title; a year may follow, and is then theirs."""
    key = title_key(text)
    name, year = NAME_AND_YEAR.fullmatch(text).groups()     # the year is None if there is none
    name_key = title_key(name)
    called = []
    for folded in catalogue:
        of_that_year = name_key in folded.keys and str(folded.film.year) == year
        if key in folded.keys or of_that_year:
            called.append(folded.film)
    return called


def names_with(names: str, words: list[str]) -> list[str]:
    """The names, of those with ', ' between, that have all the words; one must be a last name.

    >>> names_with('Joel Coen, Spike Lee', ['lee']), names_with('Lee Marvin', ['lee'])
    (['Spike Lee'], [])
    """
    fitting = []
    for name in names.split(', '):
        parts = fold(name).split()
        if len(words) == 1:
            parts = parts[-1:]
        if set(words) <= set(parts):
            fitting.append(name)
    return fitting


def people_with(film: Film, words: list[str]) -> list[str]:
    """The names of a film's people that have all the words."""
    return names_with(f'{film.cast}, {film.director}', words)


def films_with(catalogue: list[Folded], words: list[str]) -> list[Folded]:
    """The films with people of that name; tom hanks is one person, not a Tom and a Hanks."""
    films = with_words(catalogue, words, 'people')
    return [folded for folded in films if people_with(folded.film, words)]


def people_rank(film: Film, words: list[str], query: Query) -> tuple:
    """What films with people of a name are sorted by: the star's and the director's first."""
    star = film.cast.split(', ')[0]
    leading = names_with(f'{star}, {film.director}', words)
    return not leading, -query.likes[film.film_id], -film.fame      # False is sorted before True


def people_phrase(films: list[Folded], words: list[str]) -> str:
    """The people of that name: Joel Coen and Ethan Coen; or, of many, somebody called Lee."""
    names = []
    for folded in films:
        names += people_with(folded.film, words)
    names = list(dict.fromkeys(names))                  # each once, in order
    if len(names) > 3:
        return f'somebody called {" ".join(words).title()}'
    return ' and '.join(names)


def quoted(text: str) -> str:
    """A text in quotes, at most 40 letters of it."""
    return f"'{text[:40]}'"


def heading_for(query: Query, people: str = '') -> str:
    """What was understood: Horror of the 1980s, up to 15; Films with Tom Hanks; Films for 'x'."""
    heading = ' and '.join(query.genres) or 'Films'
    if people:
        heading += f' with {people}'
    for limit in query.limits:
        heading += limit.phrase
    if query.rest and not people:
        heading += f" for {quoted(' '.join(query.rest))}"
    return heading + query.order


def found(heading: str, films: list[Folded]) -> Found | None:
    """A Found of these films, each once; None if there are none."""
    by_id = {folded.film.film_id: folded.film for folded in films}
    return Found(heading, list(by_id.values()), False) if films else None


# Readings. They all take the catalogue and a Query, and return a Found or None.

def with_year(catalogue: list[Folded], query: Query) -> Found | None:
    """king kong 1933: that film only."""
    films = films_called(catalogue, query.text)
    if len(films) != 1 or not NAME_AND_YEAR.fullmatch(query.text)[2]:
        return None
    return Found(f'One film for {quoted(query.text)}', films, True)


def series_of_name(catalogue: list[Folded], key: str) -> list[Folded]:
    """The films with a title, or half of one, that begins with a key, as they were made."""
    series = []
    for folded in catalogue:
        if any(title.startswith(key) for title in folded.keys + folded.halves):
            series.append(folded)
    return sorted(series, key=lambda folded: folded.film.year)


def number_in_series(catalogue: list[Folded], query: Query) -> Found | None:
    """jurassic park 2: where no title has the number, the second that was made comes first."""
    *name, last = query.words
    key = title_key(' '.join(name))
    if not key or last not in NUMBERS or with_words(catalogue, query.words, 'title'):
        return None
    number = int(NUMBERS[last].split()[0])                  # 2 for two and ii
    series = series_of_name(catalogue, key)
    titles = list(dict.fromkeys(folded.film.title for folded in series))
    if number > len(titles):
        return None
    meant = [folded for folded in series if folded.film.title == titles[number - 1]]
    heading = f"Number {number} of {quoted(' '.join(name))}, then the others"
    return found(heading, meant + series)


def limits_rank(film: Film, query: Query) -> tuple:
    """What films within the limits are sorted by; the smallest comes first."""
    newest = -film.year if query.order == NEWEST else 0
    # Of the best and the newest it does not matter whether the genre is their main one.
    beside = not query.order and set(query.genres).isdisjoint(film.genres[:1])
    return newest, beside, -query.likes[film.film_id], -film.fame


def named_phrase(catalogue: list[Folded], query: Query) -> str:
    """The films of which the line is the number or the title: ' (film 12 is Jaws)'; or ''."""
    phrase = ''
    for folded in catalogue:
        film = folded.film
        if str(film.film_id) == query.text or is_called(folded, query):
            phrase += f' (film {film.film_id} is {film.title})'
    return phrase


def only_limits(catalogue: list[Folded], query: Query) -> Found | None:
    """80s horror; newest; 2012, a title first; war, where titles with the word come last."""
    films = within(catalogue, query)
    if query.rest or not films:
        return None
    films = sorted(films, key=lambda folded: limits_rank(folded.film, query))
    if 'rating' not in [limit.field for limit in query.limits]:
        films = [folded for folded in catalogue if is_called(folded, query)] + films
    if query.genres and len(query.words) == 1:
        films += with_words(catalogue, query.words, 'title')
    return found(heading_for(query) + named_phrase(catalogue, query), films)


def by_people(catalogue: list[Folded], query: Query) -> Found | None:
    """tom hanks, coen brothers; one word only if more films have it as a name than otherwise."""
    words = [word for word in query.rest if word not in KIN]
    allowed = within(catalogue, query)
    films = films_with(allowed, words)
    if not films:
        return None
    films.sort(key=lambda folded: people_rank(folded.film, words, query))
    titled = [folded for folded in with_words(catalogue, query.words, 'title')
              if has_whole(folded.title, query.words)]
    others = []
    if len(words) == 1:
        others = [folded for folded in allowed if has_whole(folded.about, words)]
        if len(films) <= len(titled + others):
            return None
    return found(heading_for(query, people_phrase(films, words)), titled + films + others)


def title_tier(folded: Folded, query: Query, as_beginning: bool) -> int:
    """How well a title has the words, the best first: CALLED, SERIES, BEGINS, TITLE, ANYWHERE.

    as_beginning says whether one word may be meant as the beginning of a title. If it is not, a
    well known film comes first: Jaws for shark, and not Shark Tale.
    """
    if is_called(folded, query):
        return CALLED
    if not query.keys.isdisjoint(folded.halves):
        return SERIES
    words = query.words if len(query.words) > 1 else query.typed        # a star is
    several = len(words) > 1 and has_words(folded.title, words)
    if several or as_beginning:
        for key in folded.keys:
            if key.startswith(tuple(query.keys)):
                return BEGINS
    return TITLE if several else ANYWHERE


def words_rank(folded: Folded, query: Query, as_beginning: bool) -> tuple:
    """What films with the words are sorted by; the smallest comes first."""
    film = folded.film
    tier = title_tier(folded, query, as_beginning)
    year = 0
    if tier == SERIES or (tier == BEGINS and as_beginning):
        year = film.year                    # in the order in which they were made
    fame = film.fame
    if has_words(folded.title, query.words):
        fame += IN_TITLE
    if has_whole(folded.text, query.words):
        fame += AS_TYPED
    return tier, year, not fits(film, query), -query.likes[film.film_id], -fame


def any_whole(films: list[Folded], words: list[str]) -> bool:
    """Has any of the films all the words as they were typed?"""
    return any(has_whole(folded.text, words) for folded in films)


def by_words(catalogue: list[Folded], query: Query) -> Found | None:
    """The words anywhere: titles first, then what is within the limits, then the rest."""
    fitting = []
    if query.limits or query.genres:
        fitting = with_words(within(catalogue, query), query.rest)
    films = with_words(catalogue, query.words) + fitting
    if not films:
        return None
    called = any(is_called(folded, query) for folded in films)
    as_beginning = called or not any_whole(films, query.words)      # as matr is, but not shark
    films.sort(key=lambda folded: words_rank(folded, query, as_beginning))
    answer = found(f'Films for {quoted(query.text)}', films)
    first = films[0]
    in_one_place = any(has_words(line, query.words) for line in first.text.split('\n'))
    if len(answer.films) == 1 and in_one_place:
        return Found(f'One film for {quoted(query.text)}', answer.films, True)
    if fitting and title_tier(first, query, as_beginning) == ANYWHERE:
        return answer._replace(heading=heading_for(query))
    return answer


def by_whole_words(catalogue: list[Folded], query: Query) -> Found | None:
    """As by_words, unless words only begin others: the lion knig is not a knight."""
    films = with_words(within(catalogue, query), query.rest)
    if any_whole(films, query.rest) or with_words(catalogue, query.words, 'title'):
        return by_words(catalogue, query)
    return None


def by_title(catalogue: list[Folded], query: Query) -> Found | None:
    """s t alien: the words, all of them in the title."""
    films = with_words(catalogue, query.words, 'title')
    return by_words(films, query._replace(limits=[], genres=[]))


def by_rating(catalogue: list[Folded], query: Query) -> Found | None:
    """s r pg-13: a rating, whole, as it stands in films.csv."""
    query = query._replace(keys=set(), limits=[rated(query.text.strip())], genres=[], rest=[])
    return only_limits(catalogue, query)


def nearest(key: str, known: dict[str, list] | set[str]) -> str:
    """The known key most like this one: one mistake, two from ten letters on; '' if none is.

    >>> nearest('speilberg', {'spielberg', 'sorcerer'}), nearest('greenbook', {'greenroom'})
    ('spielberg', '')
    """
    import difflib  # here, since the start is to be quick

    if len(key) < 4:
        return ''
    mistakes = 1 + len(key) // 10
    close = [other for other in known
             if other[:1] == key[0] and abs(len(other) - len(key)) <= mistakes]
    least_alike = 1 - mistakes / len(key) - 0.001       # a little less, since 8 / 9 is not exact
    alike = difflib.get_close_matches(key, close, 1, least_alike)
    return alike[0] if alike else ''


def nearest_title(catalogue: list[Folded], query: Query) -> Found | None:
    """shawshank redemtion: the films of the title, or half of one, that looks most like it."""
    known = {key for folded in catalogue for key in folded.keys + folded.halves}
    for key in sorted(query.keys, key=len):         # first without the fillers
        near = nearest(key, known)
        films = [folded for folded in catalogue if near in folded.keys + folded.halves]
        if films:
            films.sort(key=lambda folded: folded.film.year)
            return found(f'Titles like {quoted(query.text)}', films)
    return None


def nearest_name(catalogue: list[Folded], query: Query) -> Found | None:
    """speilberg 80s: by_people with the full or the last name that looks most like it."""
    people = {name for folded in catalogue for name in folded.people.split('\n')}
    names = {}                              # {the name, or the last name, without spaces: words}
    for name in people:
        words = name.split()
        names[''.join(words)] = words
        names[''.join(words[-1:])] = words[-1:]
    near = nearest(''.join(query.rest), names)
    if not near:
        return None
    return by_people(catalogue, query._replace(words=names[near], rest=names[near]))


def most_words(catalogue: list[Folded], query: Query) -> Found | None:
    """The films that have more than half of the words, those with the rarest words first."""
    counts = Counter()                      # {film: how many of the words it has}
    rareness = Counter()                    # a word that n films have adds 1 / n to each
    for word in query.words[:10]:
        having = with_words(catalogue, [word])
        for folded in having:
            counts[folded.film] += 1
            rareness[folded.film] += 1 / len(having)
    most = [film for film in counts if counts[film] > len(query.words) / 2]
    most.sort(key=lambda film: (-rareness[film], -film.fame))
    heading = f'No film has all of {quoted(query.text)}. What has most of it'
    return Found(heading, most, False) if most else None


READINGS = {                # {where to look: the readings, asked in this order}
    '': (with_year, number_in_series, only_limits, by_people, by_whole_words,
         nearest_title, nearest_name, by_words, most_words),
    'title': (with_year, number_in_series, by_title, nearest_title),
    'genre': (only_limits,),
    'rating': (by_rating,),
}
READINGS['keyword'] = READINGS['']


def find_films(catalogue: list[Folded], text: str, likes: Counter, part: str = '') -> Found:
    """The films that a text means, by the first reading that finds any.

    part is where to look: '' or 'keyword' (everywhere), 'title', 'genre' or 'rating'.
    """
    query = query_of(catalogue, text, likes)
    if query.typed:                         # more than punctuation
        for reading in READINGS[part]:
            answer = reading(catalogue, query)
            if answer:
                return answer
    hint = 'Try s tom hanks, s g horror or s shark beach.'
    return Found(f'{quoted(text)} is not in the catalogue. {hint}', [], False)


# ----------------------------------------------------------------------------------------------
# 8  Recommending
#
# Which of the films that I have not seen would I like? We count, and little else. Of each film
# these questions are asked, and score puts the answers together:
#
#   liking     has it the genres that I watch more than everybody does?
#   lack       does it lack a genre, director or series that nearly all of mine have?
#   kin        is it from the years of mine, and what has it in common with them that has a name?
#   common     did others choose it (or, where there are no others, is it widely known)?
#   company    did those choose it who chose my films, above all soon after mine?
#
# Begin with genre_profile: it is the idea of the whole, the rest sharpens it. company_of is the
# hardest. New means late in the file; no date is looked at. Everybody is everybody else. Of the
# synopses only the names count; what a film is about would take a bigger program.
# Hints such as dict[int, float] (whole numbers to decimal ones) are for readers: Python skips them.
# ----------------------------------------------------------------------------------------------
RECENCY = 0.75      # my k-th newest film counts k ** -RECENCY: what I watched lately says more
LIKE = 1.5          # a like says half as much again as a view
DOUBT = 5           # so many average films, or people, are added: one alone proves little
YEARS = 5           # a film so many years away from mine is half as near
FADE = 0.95         # with each film between, so much is left of the echo of mine in others' lists
SAME = 10           # worth of a director whom all of mine have; a series is worth twice as much
COMMON = 5          # how much everybody's votes count beside those of people like me
CLEAR = 5           # one film of mine without a genre counts against so many with it

MOST = 3            # films on a page by one director or of one series, at most
EACH = 2            # films on a page of each main genre of a quarter of mine, at least
SOON = 5            # soon after a film is among the next so many in somebody's list
AGREE = 3           # so many people must have chosen a film for it to be shown for that
REASON = 74         # columns of a reason, at most

Profile = namedtuple('Profile', [       # what is known of me, see profile_of
    'seen',         # [Film] of mine, the newest first
    'taste',        # {genre: how many times as often I watch it as everybody does}
    'lack',         # {genre or name: what is left of a film that lacks it, 0 to 1}
    'names',        # {name: what share of my films has it}
    'era',          # {year: how near it is to the years of my films, 0 to 1}
    'fame',         # how widely known my films are on average, 1 to 100
])
Others = namedtuple('Others', [         # what is known of everybody else, see others_of
    'viewers',      # {film_id: how many chose it}
    'common',       # {film_id: votes of everybody}
    'company',      # {film_id: votes of those who share films with me}
    'alone',        # 1 if there is nobody else, next to 0 among many
])
Reason = namedtuple('Reason', [         # why a film is in the list
    'strength',     # about how many times as high the film stands for that
    'about',        # what it speaks of: a name, a genre, a film of mine
    'text',         # at most REASON columns
])
SERIES_ENDS = re.compile(r'''            # what follows the name of a series:
      :                                 # Star Wars: Episode IV
    | [ ]Part\b                         # The Godfather Part II
    | [ ]Vol\.                          # Guardians of the Galaxy Vol. 2
    | [ ]([IVX]+|\d|\d{4})(?=:|$)       # Rocky II, Toy Story 2, Blade Runner 2049
''', re.VERBOSE)
ENGLISH = {'the', 'of', 'and', 'a', 'an', 'in', 'to', 'or', 'on', 'at', 'vs'}
PROPER_NAME = re.compile(r'''           # in a synopsis, of the words with a capital in a row
    [A-Z][\w-]+[ ](?:World[ ])?[A-Z][\w-]+\b(?![ ][A-Z])      # the last two: James Bond
''', re.VERBOSE)                        # of Spy James Bond; but First World War


def chosen_by(views: list[Event], likes: list[Event]) -> dict[str, dict[int, float]]:
    """{username: {film_id: 1, or LIKE if liked}}, the film viewed last at the end.

    A film that was only liked comes after those that were viewed.
    """
    people = defaultdict(dict)                  # a username not met before begins with {}
    for view in views:
        chosen = people[view.username]
        if view.film_id in chosen:
            del chosen[view.film_id]            # viewed again: it moves to the end
        chosen[view.film_id] = 1
    for like in likes:
        people[like.username][like.film_id] = LIKE
    return people


def weights_of(chosen: dict[int, float]) -> Counter:
    """{film_id: what it counts} of one user's films, the newest first, which counts most.

    The newest, 2nd, 3rd ... count 1, 0.59, 0.44, 0.35, 0.30; the 16th 0.125.

    >>> weights_of({7: 1, 9: 1})
    Counter({9: 1.0, 7: 0.5946035575013605})
    """
    weights = Counter()
    newest_first = reversed(chosen.items())
    for place, (film_id, strength) in enumerate(newest_first, 1):
        weights[film_id] = strength * place ** -RECENCY
    return weights


def genre_profile(weights: Counter, known: dict[int, Film]) -> Counter:
    """{genre: how much of what was watched has it}, from {film_id: how much the film counts}.

    From my weights it is what I watch; from the numbers of viewers, what everybody watches.
    """
    profile = Counter()
    for film_id, weight in weights.items():
        for genre in known[film_id].genres:
            profile[genre] += weight
    return profile


def usual_shares(viewers: Counter, known: dict[int, Film]) -> dict[str, float]:
    """{genre: its share of what everybody watches}, as if each film had one viewer more."""
    counts = Counter(known.keys())              # 1 for each film
    for film_id in known:
        counts[film_id] += viewers[film_id]
    total = counts.total()
    profile = genre_profile(counts, known)
    return {genre: count / total for genre, count in profile.items()}


def taste_of(genres: Counter, total: float, usual: dict[str, float]) -> dict[str, float]:
    """{genre: how many times as often I watch it as everybody does}.

    genres is my genre_profile, total the sum of my weights, usual everybody's share of each genre.
    One film, a Horror, where everybody's share of Horror is 0.1: (1 + 0.5) / (1 + 5) is 0.25, and
    the taste 2.5 (and not 10: it is as if I had watched five average films besides).
    """
    taste = {}
    for genre, share in usual.items():
        my_share = (genres[genre] + DOUBT * share) / (total + DOUBT)
        taste[genre] = my_share / share
    return taste


def liking_of(film: Film, taste: dict[str, float]) -> float:
    """How many times as often as everybody I watch its genres, on average; 1 if it has none."""
    if not film.genres:
        return 1
    return sum(taste[genre] for genre in film.genres) / len(film.genres)


def series_of(title: str) -> str:
    """The title as far as the parts of a series share it, without The or A: a guess.

    >>> series_of('The Godfather Part II'), series_of('Harry Potter and the Goblet of Fire')
    ('Godfather', 'Harry Potter')
    >>> series_of('Beauty and the Beast')       # of one word before the "and" no series is made
    'Beauty and the Beast'
    """
    title = re.sub(r'^(the|an?) ', '', title, flags=re.IGNORECASE)
    series = SERIES_ENDS.split(title)[0]
    before_and = series.split(' and ')[0]
    if ' ' in before_and:
        series = before_and
    return series


def words_of(film: Film) -> dict[tuple[str, str], float]:
    """{(how, name): its worth} of what stands in the synopsis and the other title.

    'about' are people and places (James Bond, New York), 'tongue' short words (le, der, no) that
    tell in which language the film was made.
    """
    words = {}
    for name in PROPER_NAME.findall(film.synopsis):
        if name not in film.title:              # Harry Potter is a series already
            words['about', name] = SAME / 2
    for word in film.alt_title.lower().split():
        if word.isalpha() and len(word) <= 3 and word not in ENGLISH:
            words['tongue', word] = SAME / 2
    return words


@cache                                # each film is looked at once, and remembered
def names_of(film: Film) -> dict[tuple[str, str], float]:
    """{(how, name): its worth} of all that has a name, such as ('with', 'Tom Hanks'): 5.

    A star is worth half as much as a director, the second star half of that, the third a third.
    """
    names = words_of(film)
    for title in film.title, film.alt_title:
        names['series', series_of(title)] = 2 * SAME
    for director in film.director.split(', '):
        names['by', director] = SAME
    for place, actor in enumerate(film.cast.split(', '), 1):
        names['with', actor] = SAME / 2 / place
    for how in 'series', 'by', 'with':
        names.pop((how, ''), None)              # ''.split(', ') is ['']
    return names


def name_profile(weights: Counter, known: dict[int, Film]) -> Counter:
    """{(how, name): how much of what was watched has it}, as genre_profile does for genres."""
    profile = Counter()
    for film_id, weight in weights.items():
        for name in names_of(known[film_id]):
            profile[name] += weight
    return profile


def left_without(weight: float, total: float) -> float:
    """What is left of a film that lacks something, where weight of the total that I watch has it.

    1, unless nearly all has it: what has not counts CLEAR times, and 0.9 more. If my only film has
    it, 0.9 ** 5 is 0.59; if all my five have it, (0.9 / 2.7) ** 5 is next to nothing. (With 1 in
    the place of 0.9, Alien alone would bind nothing, and bring whatever is of its year.)
    """
    against = CLEAR * (total - weight) + 0.9
    return min(1, against / weight) ** CLEAR


def lack_of(genres: Counter, names: Counter, total: float,
            usual: dict[str, float]) -> dict[str, float]:
    """{genre, series or director: what is left of a film that lacks it}, of those with less than 1.

    Of a genre it is also how many times as often as everybody I watch films without it: if 0.3 of
    mine are without Drama, and 0.6 of everybody's, a half.
    """
    lack = {}
    for genre, weight in genres.items():
        without = 1 - usual[genre]              # 0 if every film there is has it
        my_without = (total - weight + DOUBT * without) / (total + DOUBT)
        if without > 0 and my_without < without:
            lack[genre] = my_without / without * left_without(weight, total)
    for (how, name), weight in names.items():
        if how in ('series', 'by') and left_without(weight, total) < 1:
            lack[how, name] = left_without(weight, total)
    return lack


def era_of(year: int, weights: Counter, seen: list[Film]) -> float:
    """How near a year is to those of my films: 1 if all are of that year, 1/2 if YEARS away."""
    nearness = 0
    for film in seen:
        years_away = abs(film.year - year)
        nearness += weights[film.film_id] / (1 + years_away / YEARS)
    return nearness / weights.total()


def profile_of(weights: Counter, known: dict[int, Film], usual: dict[str, float]) -> Profile:
    """All that is known of me, from what my films count and everybody's shares of the genres."""
    seen = [known[film_id] for film_id in weights]
    total = weights.total()
    genres = genre_profile(weights, known)
    names = name_profile(weights, known)
    fame = sum(weights[film.film_id] * film.fame for film in seen) / total
    shares = {name: weight / (total + DOUBT) for name, weight in names.items()}
    years = {film.year for film in known.values()}
    eras = {year: era_of(year, weights, seen) for year in years}
    taste = taste_of(genres, total, usual)
    lack = lack_of(genres, names, total, usual)
    return Profile(seen, taste, lack, shares, eras, fame)


def viewers_of(people: dict[str, dict[int, float]]) -> Counter:
    """{film_id: how many chose it}."""
    viewers = Counter()
    for chosen in people.values():
        viewers.update(chosen.keys())           # 1 more for each of their films
    return viewers


def rarity_of(weights: Counter, viewers: Counter, how_many: int) -> dict[int, float]:
    """{film_id of mine: what it says of somebody to have chosen it too}: 0 if all how_many did.

    The logarithm of one in 1, 10, 100 is 0, 2.3, 4.6: rare films say more, but not too much. My
    newer films say more here too.
    """
    rarity = {}
    for film_id, weight in weights.items():
        one_in = (how_many + DOUBT) / (viewers[film_id] + DOUBT)    # one in so many chose it
        rarity[film_id] = weight * math.log(one_in)
    return rarity


def common_of(people: dict[str, dict[int, float]]) -> Counter:
    """{film_id: votes}: everybody has one vote, and splits it among their films; likes add some."""
    votes = defaultdict(float)                  # quicker than a Counter
    for chosen in people.values():
        part = 1 / len(chosen)
        for film_id, strength in chosen.items():            # strength is 1, or LIKE
            votes[film_id] += strength * part
    return Counter(votes)


def company_of(rarity: dict[int, float], people: dict[str, dict[int, float]]) -> Counter:
    """{film_id: votes} of those who share films with me: collaborative filtering.

    The more of mine they chose, and the rarer those are, the more each of their votes counts; the
    longer their list, the less. What they chose soon after a film of mine gets more: my film still
    echoes in their list. Of a list of 5, mine, 6, 7, where mine has the rarity 1, shared is 1, part
    is a half, the echo 0, 0, 1 and 0.95, and the votes are 0.25, 0.25, 0.75 and 0.725.
    """
    votes = defaultdict(float)
    for chosen in people.values():
        shared = sum(rarity[film_id] for film_id in rarity.keys() & chosen.keys())
        if shared:
            part = shared / math.sqrt(len(chosen))
            echo = 0
            for film_id, strength in chosen.items():        # the oldest first
                votes[film_id] += strength * part * (part + echo)
                echo = echo * FADE + rarity.get(film_id, 0)
    return Counter(votes)


def others_of(weights: Counter, people: dict[str, dict[int, float]]) -> Others:
    """All that is known of the others, from what my films count and what everyone else chose."""
    viewers = viewers_of(people)
    rarity = rarity_of(weights, viewers, len(people))
    return Others(
        viewers=viewers,
        common=common_of(people),
        company=company_of(rarity, people),
        alone=DOUBT / (len(people) + DOUBT),
    )


def score(film: Film, me: Profile, others: Others) -> float:
    """How much a film is recommended; only the order of scores has a meaning."""
    names = names_of(film)
    shared = 0
    for name, worth in names.items():
        if name in me.names:
            shared += worth * me.names[name]
    kin = me.era[film.year] * (1 + shared)
    liking = liking_of(film, me.taste)
    for what, left in me.lack.items():
        if what not in film.genres and what not in names:
            liking *= left

    # A power lets the widely known stand out: of fame 25, 50, 75, 100 it makes 2, 4, 9, 20, if
    # mine are of fame 100. What is not to my liking is helped less by its fame.
    fame = 20 ** (me.fame / 100 * film.fame / 100 * math.sqrt(min(1, liking)))
    common = others.common[film.film_id] + others.alone * fame
    # Company knows me; everybody's votes do not, so there it is kin that counts.
    votes = others.company[film.film_id] + COMMON * kin * common

    # Roots make large numbers less large, so that no part decides alone: of 22 viewers, with 5
    # added, the cube root is 3. A film that everybody has seen needs more votes than another.
    fit = math.sqrt(kin * liking)
    well_seen = (others.viewers[film.film_id] + DOUBT) ** (1 / 3)
    return votes * fit / well_seen


def rank_unseen(unseen: list[Film], me: Profile, others: Others) -> list[Film]:
    """The films, best first; of equal ones the better known, then the one with the lower number."""
    def best_first(film):                       # sorted puts the smallest first
        return -score(film, me, others), -film.fame, film.film_id

    return sorted(unseen, key=best_first)


def in_catalogue(events: list[Event], known: dict[int, Film]) -> list[Event]:
    """The events that nobody took back, of films that are known, in their order."""
    return [event for event in standing(events) if event.film_id in known]


def unseen_by(chosen: dict[int, float], known: dict[int, Film]) -> list[Film]:
    """The films that one user has not chosen, less those rated above all that this user chose.

    12 is never too high. A film without one of the five ratings is for everybody.
    """
    limit = RATINGS.index('12')
    for film_id in chosen:
        if known[film_id].rating in RATINGS:
            limit = max(limit, RATINGS.index(known[film_id].rating))
    too_high = RATINGS[limit + 1:]
    return [film for film in known.values()
            if film.film_id not in chosen and film.rating not in too_high]


def main_genres(seen: list[Film]) -> list[str]:
    """The genres that come first in at least a quarter of the films, and in at least two."""
    counts = Counter(film.genres[0] for film in seen if film.genres)
    least = max(2, len(seen) / 4)
    return [genre for genre, count in counts.items() if count >= least]


def page_of(waiting: list[Film], genres: list[str]) -> list[Film]:
    """The PAGE films to show next, from all that are waiting, best first: some variety.

    EACH with each of these main genres come before the others are looked at, so that somebody with
    two tastes sees both; and at most MOST by one director or of one series, while others are left.
    """
    wanted = set()
    for genre in genres:
        best = [film.film_id for film in waiting if genre in film.genres[:1]]
        wanted.update(best[:EACH])
    first = [film for film in waiting if film.film_id in wanted]
    others = [film for film in waiting if film.film_id not in wanted]
    page = []
    put_off = []
    alike = Counter()                           # {director or series: films of it on the page}
    for film in first + others:
        names = [(how, who) for how, who in names_of(film) if how in ('series', 'by')]
        if all(alike[name] < MOST for name in names):
            page.append(film)
            alike.update(names)
        else:
            put_off.append(film)
        if len(page) == PAGE:
            break
    page += put_off[:PAGE - len(page)]          # nothing, where others are left
    return sorted(page, key=waiting.index)


def in_pages(ranked: list[Film], genres: list[str], count: int) -> list[Film]:
    """The first count films, page by page; what one page leaves out is waiting for the next."""
    shown = []
    waiting = ranked
    while waiting and len(shown) < count:
        page = page_of(waiting, genres)
        shown += page
        waiting = [film for film in waiting if film not in page]
    return shown[:count]


def to_begin_with(unseen: list[Film], viewers: Counter) -> list[Film]:
    """The list for somebody new: what others agree on, one film of each genre, all the others.

    The film of a genre is the best known that no genre before has taken, rated if there is one.
    """
    ranked = sorted(unseen, key=lambda film: (-film.fame, film.film_id))
    agreed = [film for film in ranked if viewers[film.film_id] >= AGREE]
    agreed.sort(key=lambda film: -viewers[film.film_id])        # equal ones stay in their order
    rated = [film for film in ranked if film.rating in RATINGS]
    not_rated = [film for film in ranked if film.rating not in RATINGS]
    taken = set()
    for genre in sorted({genre for film in unseen for genre in film.genres}):
        left = [film for film in rated + not_rated if genre in film.genres and film not in taken]
        taken.update(left[:1])                  # the first, if there is one
    varied = [film for film in ranked if film in taken]
    return list(dict.fromkeys(agreed + varied + ranked))        # each film once, where it is first


def with_titles(start: str, films: list[Film]) -> str:
    """The start of a reason, then the first film's title, and the second's if there is room."""
    text = start + cut(films[0].title, REASON - len(start))
    if len(films) > 1 and len(text + ' and ' + films[1].title) <= REASON:
        text += ' and ' + films[1].title
    return text


def name_reason(film: Film, name: tuple[str, str], own: list[Film]) -> str:
    """What one would say of a name that a film shares with these of mine.

    by Hayao Miyazaki, like Spirited Away; with Tom Hanks, like Big and Cast Away; James Bond, like
    Goldfinger; in a series with Alien; another Casino Royale: yours is from 1967.
    """
    how, who = name
    if how == 'series' and own[0].title == film.title:
        return f'another {cut(film.title, 40)}: yours is from {own[0].year}'
    if how == 'series':
        return with_titles('in a series with ', own)
    if how == 'about':
        return with_titles(f'{cut(who, 40)}, like ', own)
    return with_titles(f'{how} {cut(who, 40)}, like ', own)


def name_reasons(film: Film, me: Profile) -> list[Reason]:
    """A reason for each name that it shares with films of mine; a tongue is only a guess."""
    reasons = []
    for name, worth in names_of(film).items():
        if name in me.names and name[0] != 'tongue':
            own = [mine for mine in me.seen if name in names_of(mine)]
            text = name_reason(film, name, own)
            kin = 1 + worth * me.names[name]
            reasons.append(Reason(kin ** 1.5, name, text))      # score has kin and its root
    return reasons


def genre_reasons(film: Film, me: Profile) -> list[Reason]:
    """A reason for each genre that it shares with films of mine: Horror, like 4 of yours."""
    reasons = []
    for genre in film.genres:
        own = [mine for mine in me.seen if genre in mine.genres]
        if own:
            start = f'{cut(genre, 40)}, like '
            text = with_titles(start, own)
            if len(own) > 2:
                text = f'{start}{len(own)} of yours'
            strength = math.sqrt(me.taste[genre])           # score has the root of liking
            reasons.append(Reason(strength, genre, text))
    return reasons


def chosen_after(shown: list[Film], me: Profile, people: dict[str, dict[int, float]],
                 views: list[Event]) -> Counter:
    """{(film_id of mine, film_id shown): how many others chose the second soon after the first}.

    A like without a view has no place in an order, so it counts for nothing here.
    """
    mine = {film.film_id for film in me.seen}
    wanted = {film.film_id for film in shown}
    viewed = defaultdict(set)                   # {username: which of the films shown}
    for view in views:
        if view.film_id in wanted:
            viewed[view.username].add(view.film_id)
    after = Counter()
    for username, chosen in people.items():
        if not mine.isdisjoint(chosen):
            order = list(chosen)
            for film_id in viewed[username]:
                place = order.index(film_id)
                before = mine.intersection(order[max(0, place - SOON):place])
                after.update((own, film_id) for own in before)
    return after


def company_reasons(film: Film, me: Profile, after: Counter) -> list[Reason]:
    """A reason for each film of mine soon after which others chose this one."""
    reasons = []
    for own in me.seen:
        count = after[own.film_id, film.film_id]
        if count:
            who = '1 other' if count == 1 else f'{count} others'
            text = with_titles(f'{who} chose it soon after ', [own])
            strength = 1 + math.sqrt(count)         # 2 for one other, 3 for four: a guess
            reasons.append(Reason(strength, own.film_id, text))
    return reasons


def weak_reasons(film: Film, me: Profile, others: Others) -> list[Reason]:
    """Where there is little else to say: its years, how many chose it, or that it is different."""
    reasons = [Reason(0, 'different', 'something different from yours')]
    viewers = others.viewers[film.film_id]
    if viewers >= AGREE:
        reasons.append(Reason(1.5, 'others', f'{viewers} others chose it'))
    closest = min(me.seen, key=lambda own: abs(own.year - film.year))
    if film.year and abs(closest.year - film.year) <= YEARS:
        text = with_titles('from the years of ', [closest])
        reasons.append(Reason(me.era[film.year], 'years', text))
    return reasons


def strongest(reasons: list[Reason], used: Counter) -> Reason:
    """The strongest reason, which is then counted in used: used before, a reason is the weaker."""
    def strength(reason):
        return reason.strength / (1 + used[reason.about])

    best = max(reasons, key=strength)           # the first of equal ones
    used[best.about] += 1
    return best


def reasons_for(shown: list[Film], me: Profile, others: Others, after: Counter) -> list[str]:
    """A line for each film: its strongest reason and, where there is room, a genre of mine."""
    lines = []
    for place, film in enumerate(shown):
        if place % PAGE == 0:
            used = Counter()                    # {what a reason is about: how often on this page}
            used_last = Counter()               # the same of the genres at the end of a line
        genres = genre_reasons(film, me)
        reasons = name_reasons(film, me) + company_reasons(film, me, after) + genres
        best = strongest(reasons + weak_reasons(film, me, others), used)
        line = best.text
        if genres and best not in genres:
            genre = strongest(genres, used_last)
            both = f'{line}; {genre.text}'
            if len(both) <= REASON:
                line = both
        lines.append(line)
    return lines


def reasons_to_begin(shown: list[Film], viewers: Counter) -> list[str]:
    """A line for each film of the list for somebody new."""
    lines = []
    for film in shown:
        line = 'to begin with'
        if film.genres:
            line = f'{cut(" and ".join(film.genres[:2]), 40)}, to begin with'
        if viewers[film.film_id] >= AGREE:
            line = f'{viewers[film.film_id]} others chose it; {line}'
        lines.append(line)
    return lines


def recommendations(username: str, films: list[Film], views: list[Event], likes: list[Event],
                    count: int) -> list[tuple[Film, str]]:
    """[(Film, reason)], best first, count at most, none that the user viewed or liked.

    Events are the oldest first. A smaller count gives the beginning of what a larger one gives.
    """
    known = {film.film_id: film for film in films}
    views = in_catalogue(views, known)
    people = chosen_by(views, in_catalogue(likes, known))
    chosen = people.pop(username, {})                   # takes me out: the others are left
    unseen = unseen_by(chosen, known)
    if not chosen:
        viewers = viewers_of(people)
        shown = in_pages(to_begin_with(unseen, viewers), [], count)
        return list(zip(shown, reasons_to_begin(shown, viewers)))

    weights = weights_of(chosen)
    others = others_of(weights, people)
    me = profile_of(weights, known, usual_shares(others.viewers, known))
    shown = in_pages(rank_unseen(unseen, me, others), main_genres(me.seen), count)
    after = chosen_after(shown, me, people, views)
    return list(zip(shown, reasons_for(shown, me, others, after)))


def similar_films(film: Film, username: str, films: list[Film], views: list[Event],
                  likes: list[Event], count: int = 3) -> list[Film]:
    """The films, best first, that somebody who has seen only this one, and likes it, is offered.

    Without this film, those that the user viewed or liked, and those rated too high for the user.
    """
    known = {each.film_id: each for each in films}
    people = chosen_by(in_catalogue(views, known), in_catalogue(likes, known))
    chosen = people.pop(username, {})
    unseen = [each for each in unseen_by(chosen, known) if each.film_id != film.film_id]
    weights = Counter({film.film_id: LIKE})
    others = others_of(weights, people)
    me = profile_of(weights, known, usual_shares(others.viewers, known))
    return rank_unseen(unseen, me, others)[:count]


# ----------------------------------------------------------------------------------------------
# 9  Laying out
#
# Text for the screen, as a plain console or a screen reader can show it: no colour, no drawing.
# Each function returns text; printing it is somebody else's work. A character counts as one
# column, though a Chinese one takes two: such a line may be too long. Easy to read.
# ----------------------------------------------------------------------------------------------
def printable(text: str) -> str:
    """The text with ? for each character that a screen cannot show."""
    if text.isprintable():
        return text
    return ''.join(letter if letter.isprintable() else '?' for letter in text)


def cut(text: str, width: int) -> str:
    """The text in one line of at most so many columns, with ... where something is missing.

    >>> cut('The Godfather', 10)
    'The God...'
    """
    text = printable(text)
    return text if len(text) <= width else text[:width - 3] + '...'


def wrap(text: str, width: int, indent: str = '') -> str:
    """The text in lines of at most so many columns, all but the first with an indent."""
    return textwrap.fill(printable(text), width, subsequent_indent=indent)


def plural(count: int, noun: str) -> str:
    """A count and what is counted.

    >>> plural(1, 'film'), plural(2000, 'film')
    ('1 film', '2,000 films')
    """
    return f'1 {noun}' if count == 1 else f'{count:,} {noun}s'


def local_time(at: str) -> str:
    """'22 Nov 2026, 17:05', local time, for the `at` of an event; as it is if it is no time."""
    from datetime import datetime  # here, since the start is to be quick

    in_utc = at.removesuffix('Z') + '+00:00'        # Python 3.10 does not know the Z
    try:
        local = datetime.fromisoformat(in_utc).astimezone()
    except (ValueError, OverflowError, OSError):        # 2021-13-45, or beyond what clocks know
        return at
    return f'{local.day} {local:%b %Y, %H:%M}'


def titled(film: Film) -> str:
    """The title with its year, if that is known: Inception (2010)."""
    return f'{film.title} ({film.year})' if film.year else film.title


def film_line(film: Film, tail: str, width: int) -> str:
    """A film in a list: its number, title and year, and what the tail says at the right end.

    The tail is left out where there is no room for it, and the title cut only then.
    """
    line = printable(f'{film.film_id:5}  {titled(film)}')
    room = width - len(tail)
    if len(line) > room:
        return cut(line, width)
    return (line.ljust(room) + tail).rstrip()


def list_page(listing: Listing, likes: dict[int, int], viewed: set[int], width: int) -> str:
    """A page of a list under its heading. likes: {film_id: count}; viewed: film_ids."""
    page = listing.items[listing.first:listing.first + PAGE]
    if not page:
        return wrap(f'{listing.heading}: none', width)
    last = listing.first + len(page)
    heading = f'{listing.heading}: {listing.first + 1} to {last} of {len(listing.items)}'
    tails = tails_of([film for film, _ in page], likes, viewed)
    lines = [wrap(heading, width)]
    for (film, note), tail in zip(page, tails):
        lines.append(film_line(film, tail, width))
        if note:
            lines.append(wrap(' ' * 6 + note, width, ' ' * 6))
    return '\n'.join(lines)


def tails_of(films: list[Film], likes: dict[int, int], viewed: set[int]) -> list[str]:
    """What stands at the right of each film: rating, likes and "viewed", in columns.

    A column that would be empty on the whole page is left out.
    """
    ratings = []
    liked = []
    seen = []
    for film in films:
        count = likes[film.film_id]
        ratings.append(cut(film.rating, 8))
        liked.append(plural(count, 'like') if count > 0 else '')
        seen.append('viewed' if film.film_id in viewed else '')
    tails = [''] * len(films)
    for column in (ratings, liked, seen):
        widest = max(len(cell) for cell in column)
        if widest > 0:
            tails = [f'{tail}  {cell.ljust(widest)}' for tail, cell in zip(tails, column)]
    return tails


def film_page(film: Film, likes: int, mine: str, similar: list[Film], width: int) -> str:
    """All about a film. mine: what is said about me and it; similar: Films to offer below."""
    facts = {'Film': f'{film.film_id}  {titled(film)}'}
    facts['Also called'] = film.alt_title
    facts['Rated'] = film.rating
    facts['Minutes'] = film.minutes
    facts['Genres'] = ', '.join(film.genres)
    facts['Director'] = film.director
    facts['Cast'] = film.cast
    facts['Likes'] = likes
    lines = [f'{name}: {fact}' for name, fact in facts.items() if fact]
    lines += [film.synopsis, mine]
    if similar:
        lines.append(f'More like this: {numbered(similar)}')
    return '\n'.join(wrap(line, width) for line in lines if line)


def numbered(films: list[Film]) -> str:
    """Films in a sentence, each with its number: 1944 Toy Story 2, 1431 Paddington."""
    return ', '.join(f'{film.film_id} {film.title}' for film in films)


def taste_page(films: list[Film], usual: dict[str, float], minutes: int, width: int) -> str:
    """What somebody watches, by genres, as bars; directors and actors of two films or more.

    films: viewed or liked; usual: {genre: share of what others chose, 0 to 1}; minutes: viewed.
    """
    heading = f'My taste: {plural(len(films), "film")} viewed or liked'
    if minutes >= 60:
        heading += f', {plural(round(minutes / 60), "hour")} viewed'
    lines = [heading, 'Genre       films  mine others']
    known = {film.film_id: film for film in films}
    each_once = Counter(known.keys())
    for genre, count in genre_profile(each_once, known).most_common():
        lines.append(taste_line(genre, count, len(films), usual, width))
    directors = names_of_several([film.director for film in films])
    if directors:
        lines.append(f'Directors of two or more: {directors}')
    actors = names_of_several([film.cast for film in films])
    if actors:
        lines.append(f'Actors of two or more: {actors}')
    lines.append('r begins with these counts; likes and newer films count more there.')
    return '\n'.join(wrap(line, width) for line in lines)


def taste_line(genre: str, count: int, total: int, usual: dict[str, float], width: int) -> str:
    """A line of the page of my taste, with a * for every 5% of my films, or fewer if it is narrow.

    >>> taste_line('Comedy', 3, 10, {'Comedy': 0.25}, 80)
    'Comedy          3   30%    25%  ******'
    """
    others = f'{usual[genre]:.0%}' if genre in usual else '-'
    numbers = f'{count:5} {count / total:5.0%} {others:>6}'
    longest = max(0, min(20, width - 32))       # stars, of a genre that all of my films have
    bar = '*' * math.ceil(count / total * longest)
    return f'{cut(genre, 11):11} {numbers}  {bar}'


def names_of_several(texts: list[str]) -> str:
    """The names that stand in two or more of the texts, the most frequent first; '' for none.

    >>> names_of_several(['Tom Hanks, Meg Ryan', 'Tom Hanks', ''])
    'Tom Hanks (2)'
    """
    counts = Counter()
    for text in texts:
        if text:
            counts.update(text.split(', '))
    names = []
    for name, count in counts.most_common(8):
        if count > 1:
            names.append(f'{name} ({count})')
    return ', '.join(names)


# ----------------------------------------------------------------------------------------------
# 10  Asking
#
# The keyboard and the screen: every line that is typed or told goes through here. Telling is
# easy; typing has to know where it is: at a terminal, in IDLE or Thonny, or in a pipe.
# ----------------------------------------------------------------------------------------------
ENTER_GOES_BACK = '(Enter goes back)'


def window_width() -> int:
    """The columns of the window, 20 at least and WIDTH at most; WIDTH where there is no window."""
    try:
        columns = os.get_terminal_size().columns
    except (OSError, ValueError):       # there is no window
        return WIDTH
    if columns == 0:                    # some terminals do not tell
        return WIDTH
    if os.name == 'nt':     # a line as wide as its window gets an empty line below it there
        columns -= 1
    return min(max(20, columns), WIDTH)


def tell(text: str) -> None:
    """Print a sentence or two, wrapped."""
    print(wrap(text, window_width()), flush=True)


def tell_once(session: Session, text: str, about: str) -> None:
    """Tell something, unless this user has been told something about the same before."""
    if about not in session.told:
        session.told.add(about)
        tell(text)


def is_real_keyboard() -> bool:
    """Can what is typed be hidden? Not in IDLE or Thonny, which have streams of their own."""
    return sys.stdin is sys.__stdin__ and os.isatty(0)


def load_editor(session: Session) -> None:
    """From now on arrow keys, Home, End and Up work, in a terminal that can do it.

    The editor is Python's own module readline. Where it is loaded already it is left alone: it
    is this session's, or that of Python's shell >>>, whose history is not ours.
    """
    if 'readline' in sys.modules or not (is_real_keyboard() and sys.stdout.isatty()):
        return
    if os.environ.get('TERM', '') in ('', 'dumb'):
        return
    try:
        import readline
    except ImportError:         # Windows has none, and edits lines by itself
        return
    readline.set_auto_history(False)                            # main_loop says what is kept
    readline.parse_and_bind('set enable-bracketed-paste off')   # it would print escape codes
    readline.parse_and_bind('set enable-meta-key off')          # and so would this
    readline.parse_and_bind('set bell-style none')
    session.editor = readline


@contextmanager
def clean_history(session: Session):
    """What is typed in the with block is forgotten after it, by Python's shell >>> too."""
    shell = sys.modules.get('readline')         # nothing else has loaded it by now
    if shell:
        shell.set_auto_history(False)
    try:
        yield
    finally:
        if session.editor:
            session.editor.clear_history()
        if shell:
            shell.set_auto_history(True)


def type_line(session: Session) -> str:
    """The line typed at the prompt, without spaces around it."""
    line = line_as_typed()
    load_editor(session)                    # now, since the first prompt is to be there at once
    return line.strip()[:LONGEST + 1]       # obey refuses what is longer than LONGEST


def line_as_typed() -> str:
    """The line typed at the prompt with all its spaces; EOFError at the end of the input."""
    try:
        line = input('> ')
    except UnicodeDecodeError:
        line = '\0'                 # it is no text, and nobody's password
    if not sys.stdin.isatty():
        print()                     # where no Enter key ends the prompt's line
    return line.rstrip('\r').removeprefix('\ufeff')     # a file from Windows may come in a pipe


def type_secret(session: Session) -> str:
    """The password typed at the prompt, hidden if it can be; its spaces belong to it."""
    if not is_real_keyboard():
        tell_once(session, 'What you type here will be visible, passwords too.', 'visible')
        return line_as_typed()
    from getpass import getpass
    with handling({'SIGTSTP': signal.SIG_IGN}):     # after Ctrl-Z and fg it would be visible
        try:
            return getpass('> ')
        except UnicodeDecodeError:
            return '\0'             # it is no text, and nobody's password


@contextmanager
def handling(handlers: dict[str, object]):
    """Inside the with block signals are handled in these ways: {name of a signal: handler}.

    signal.signal sets a handler, and returns the one before it.
    """
    before = {}
    for name, handler in handlers.items():
        if hasattr(signal, name):           # Windows has not all of them
            number = getattr(signal, name)
            before[number] = signal.signal(number, handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def ask(session: Session, question: str, check=None, *known, answer='', secret=False) -> str:
    """The answer to a question; GoBack after Enter on its own.

    check(answer, *known) returns the tidy answer, or raises Refused: then we ask again. What stands
    behind check in the call is known. An answer that stood behind the menu letter is tried first.
    """
    while True:
        if not answer:
            tell(f'{question} {ENTER_GOES_BACK}')
            answer = type_secret(session) if secret else type_line(session)
        if not answer:
            raise GoBack
        try:
            return check(answer, *known) if check else answer
        except Refused as refusal:
            tell(str(refusal))
        answer = ''


def catalogue(session: Session) -> list[Folded]:
    """The films in the forms that the search needs, made when first needed; DataError."""
    if session.no_films:
        raise DataError(session.no_films)
    if not session.catalogue:
        if len(session.films) > MANY:
            tell('One moment, please ...')
        session.catalogue = [folded_from_film(film) for film in session.films.values()]
    return session.catalogue


def film_numbered(session: Session, text: str) -> Film | None:
    """The film of the catalogue that has this number; None if there is none."""
    if text.isascii() and text.isdecimal():     # there are digits besides 0 to 9: ١ is a 1
        return session.films.get(int(text))
    return None


def films_named(session: Session, text: str) -> list[Film]:
    """The films that a text names: by their number (it is the first), or by their whole title."""
    films = films_called(catalogue(session), text)
    film = film_numbered(session, text)
    if not film:
        return films
    return [film] + [other for other in films if other != film]


# ----------------------------------------------------------------------------------------------
# 11  Menu functions
#
# One function for each line of a menu, all of one shape: f(session), or f(session, answer) where
# an answer may stand behind the letter. They change the session and say what they did; then the
# main loop shows what stands above the prompt. Only show_film and show_list change that. README
# shows in three steps how to add one.
# ----------------------------------------------------------------------------------------------
def show_list(session: Session, listing: Listing | None) -> None:
    """From now on this list stands above the prompt; the menu, if it is None."""
    session.listing = listing
    session.film = None
    session.is_new = True


def show_menu(session: Session) -> None:
    """From now on the menu stands above the prompt."""
    show_list(session, None)


def show_films(session: Session, heading: str, films: list[Film], first: int = 0) -> None:
    """From now on these films stand above the prompt, without notes, from the index first on."""
    show_list(session, Listing(heading, [(film, '') for film in films], first))


def show_film(session: Session, film: Film, listing: Listing | None = None) -> None:
    """From now on the page of this film stands above the prompt; Enter leads to the listing."""
    show_list(session, listing)
    session.film = film


# Reading what this and other copies have saved

def read_accounts(session: Session, to_add: bool = False) -> Accounts:
    """The accounts of users.csv, read anew; to_add: is a row to be added to it? DataError.

    Half a row at the end, without its newline, may yet grow: it is no damaged line.
    """
    lines = lines_of(os.path.join(session.folder, 'users.csv'))
    accounts = accounts_from_lines(lines)
    damaged = [number for number, _ in accounts.faults if number < len(lines)]
    tell_skipped(session, 'users.csv', len(damaged))
    has_only_faults = accounts.faults and not accounts.users
    if has_only_faults or (to_add and '\0' in ''.join(lines)):
        raise DataError('users.csv cannot be read: it was saved by another program, as it seems. '
                        'Start the program with --check to see what is wrong with it.')
    return accounts


def tell_skipped(session: Session, name: str, count: int) -> None:
    """Say, once to each user, that a file has damaged lines, if it has."""
    if count:
        tell_once(session, f'{plural(count, "damaged line")} of {name} skipped. To see which, and '
                  'why, start the program with --check.', name)


def read_catalogue(session: Session) -> None:
    """Read films.csv, if that has not been done, and tell each user what is wrong with it."""
    if session.no_films:
        path = films_path(session.folder)
        if not os.path.samefile(os.path.dirname(path), session.folder):
            tell(f'There is no films.csv in {session.folder}: here are the films of the program.')
        try:
            films, faults, _ = films_from_lines(film_lines_of(path))
        except DataError as error:
            session.no_films = f'{error} Until then there are no films.'
            tell(session.no_films)
            return
        session.no_films = ''
        session.damaged_films = len(faults)
        session.films = {film_id: film for film_id, film in films.items() if is_fit(film)}
        session.not_shown = films.keys() - session.films.keys()
    tell_skipped(session, 'films.csv', session.damaged_films)


def is_fit(film: Film) -> bool:
    """May a film be shown, as far as UP_TO is concerned?"""
    return not UP_TO or film.rating in RATINGS[:RATINGS.index(UP_TO) + 1]


def refresh(session: Session) -> None:
    """Take in what this and other copies have saved since the last screen."""
    session.unread = ''
    if not session.user:
        return
    for log in (session.views, session.likes):
        try:
            read_log(log)
        except DataError as error:
            session.unread = str(error)
            tell_once(session, session.unread, session.unread)
        tell_skipped(session, os.path.basename(log.path), log.damaged)


def my_events(log: Log, film: Film) -> list[Event]:
    """This user's standing events of one film, oldest first."""
    return [event for event in standing(log.mine) if event.film_id == film.film_id]


def likes_of(session: Session, film_ids: list[int]) -> dict[int, int]:
    """{film_id: its likes}: never below 0, nor below 1 where this user likes the film."""
    totals = session.likes.totals
    counts = {film_id: max(0, totals[film_id]) for film_id in film_ids}
    for event in standing(session.likes.mine):
        counts[event.film_id] = max(1, totals[event.film_id])
    return counts


def everybodys(log: Log) -> list[Event]:
    """The newest events of everybody else, and all of this user's, oldest first."""
    others = [event for event in log.newest if event.username != log.username]
    return others + log.mine


def what_is_known(session: Session) -> tuple[str, list[Film], list[Event], list[Event]]:
    """What part 8 makes recommendations from: the user's name, films, views, likes."""
    if len(session.films) + len(session.views.newest) > MANY:
        tell('One moment, please ...')
    return (session.user.username, list(session.films.values()),
            everybodys(session.views), everybodys(session.likes))


def must_be_read(session: Session) -> None:
    """Read what is new; DataError if a file cannot be read: something untrue would be shown."""
    refresh(session)
    problem = session.no_films or session.unread
    if problem:
        raise DataError(problem)


# Accounts

def free_username(text: str, session: Session) -> str:
    """A good username that nobody has; Refused; DataError."""
    username = valid_username(text)
    if username.lower() in read_accounts(session, to_add=True).claimed:
        raise Refused('That username is taken. Choose another.')
    return username


def new_password(session: Session, username: str) -> str:
    """A new password, typed twice; GoBack."""
    tell(PASSWORD_RULES)
    while True:
        password = ask(session, 'New password?', valid_password, username, secret=True)
        again = ask(session, 'The same again?', secret=True)
        if password_bytes(again) == password_bytes(password):
            return password
        tell('That was not the same. Once more, please.')


def save_account(session: Session, user: User) -> None:
    """Append a user's row: of a new name, or a new password of the one logged in; NotSaved.

    The row is read back: if somebody else was quicker, the name is theirs.
    """
    name = user.username.lower()
    with locked(session.folder):
        accounts = read_accounts(session, to_add=True)
        owner = accounts.users.get(name)
        if session.user and (not owner or owner.registered_at != user.registered_at):
            raise NotSaved('NOT saved: your account is no longer in users.csv.')
        if not session.user and name in accounts.claimed:
            raise NotSaved('NOT saved: that username was taken a moment ago.')
        append_row(os.path.join(session.folder, 'users.csv'), user)
        if read_accounts(session).users.get(name) != user:
            raise NotSaved('NOT saved: that username was taken a moment ago.')


def begin(session: Session, user: User) -> None:
    """The user is logged in from now on."""
    session.views = Log(os.path.join(session.folder, 'views.csv'), user.username, skim=True)
    session.likes = Log(os.path.join(session.folder, 'likes.csv'), user.username, skim=False)
    session.user = user
    session.tip = None
    show_menu(session)


def register(session: Session, answer: str = '') -> None:
    """Make an account and log in. Nothing is saved before the last question is answered."""
    session.told.clear()
    read_catalogue(session)
    username = ask(session, 'Choose a username.', free_username, session, answer=answer)
    password = new_password(session, username)
    user = User(username, hash_password(password), now())
    save_account(session, user)
    tell(f'Saved: you are registered as {username}.')
    begin(session, user)
    with suppress(DataError, Refused):
        recommend(session)


def log_in(session: Session, answer: str = '') -> None:
    """Ask for a name and a password. An unknown name and a wrong password look the same."""
    session.told.clear()
    read_catalogue(session)
    username = answer or ask(session, 'Your username?')
    password = ask(session, 'Your password?', secret=True)
    user = read_accounts(session).users.get(username.lower())
    if not is_password_of(session, user, username, password):
        session.is_new = True       # the questions stand between the menu and what comes next
        raise Refused('Wrong username or password.')
    begin(session, user)


def is_password_of(session: Session, user: User | None, username: str, password: str) -> bool:
    """Is it the password of this User (None: nobody is called so)? Failures are counted.

    After FREE_TRIES of them, of all names together, each further try waits a little.
    """
    if session.failures.total() >= FREE_TRIES:
        tell(f'After {FREE_TRIES} wrong passwords each further one waits: '
             f'{FAILURE_WAIT} seconds, please.')
        time.sleep(FAILURE_WAIT)
    is_right = is_right_password(password, user.password_hash if user else '')
    if is_right:
        del session.failures[username.lower()]      # of a Counter also if there are none
    else:
        session.failures[username.lower()] += 1
    return is_right


def change_password(session: Session) -> None:
    """Ask for the old password and a new one, which is saved as another row of the name."""
    old = ask(session, 'Your current password?', secret=True)
    user = read_accounts(session).users.get(session.user.username.lower())
    if not user or user.registered_at != session.user.registered_at:
        raise DataError('Your account is no longer in users.csv. Nothing has been changed.')
    if not is_password_of(session, user, user.username, old):
        raise Refused('That is not your password. Nothing has been changed.')
    password = new_password(session, user.username)
    if is_right_password(password, user.password_hash):
        raise Refused('That is the password you have. Nothing has been changed.')
    save_account(session, user._replace(password_hash=hash_password(password)))
    tell('Saved: your password is changed.')


def log_out(session: Session) -> None:
    """Back to the guest menu."""
    if session.editor:
        session.editor.clear_history()      # Up shall bring back nothing to the next user
    session.user = None
    show_menu(session)


def leave(session: Session) -> None:
    """The same as the end of input."""
    raise EOFError


# Films and lists

def browse(session: Session, answer: str = '') -> None:
    """All films in title order, from the letters typed behind the b on; DataError."""
    if session.no_films:
        raise DataError(session.no_films)

    def title_order(film):
        return sort_title(film.title), film.year

    films = sorted(session.films.values(), key=title_order)
    start = sort_title(answer)
    before = [film for film in films[:-1] if sort_title(film.title) < start]    # the last stays
    show_films(session, 'All films', films, len(before))


PARTS = {'t': 'title', 'g': 'genre', 'k': 'keyword', 'r': 'rating'}     # s t alien, s g horror


def search(session: Session, answer: str = '') -> None:
    """Find films by words, everywhere; t, g, k or r in front says where to look."""
    text = answer or ask(session, 'Search for what? Words of a title, a name, a genre, a rating, '
                         'a year, or what it is about: funny 80s, tom hanks, shark.')
    letter, _, words = text.partition(' ')
    part = PARTS.get(letter.lower(), '')
    if not part:
        words = text
    elif not words.strip():
        words = ask(session, f'Which {part}?')
    found = find_films(catalogue(session), words, session.likes.totals, part)
    if not found.films:
        raise Refused(found.heading)
    if found.opens:
        tell(f'{found.heading}:')
        show_film(session, found.films[0])
    else:
        show_films(session, found.heading, found.films)


def is_on_page(session: Session) -> bool:
    """Is a film's page shown, of a film that can be viewed and liked?"""
    return session.film is not None and session.film.film_id in session.films


def with_film(session: Session, answer: str, action) -> None:
    """Do action(session, film) with the film that an answer names.

    Without an answer it is the film whose page is shown, or the next line is to say which.
    """
    if answer:
        with_named_film(session, answer, action)
    elif is_on_page(session):
        action(session, session.film)
    else:
        session.question = action


def with_named_film(session: Session, answer: str, action) -> None:
    """Do action(session, film) with the one film of this number or whole title.

    If there are several, or none, nothing is done: what the answer may mean is shown.
    """
    films = films_named(session, answer)
    if films and is_on_page(session) and answer.lower() in ('it', 'this'):
        films = [session.film] + [film for film in films if film != session.film]  # or called It?
    if len(films) == 1:
        action(session, films[0])
        if session.film != films[0]:
            show_film(session, films[0], session.listing)
    elif films:
        show_films(session, f"'{cut(answer, 30)}' may be one of these, so nothing has been saved",
                   films)
    elif len(answer) < 2:
        raise Refused(f"'{answer}' is no number or title of a film.")
    else:
        search(session, answer)


def save_event(session: Session, log: Log, film: Film, change: int) -> bool:
    """Append an event of mine, unless it would change nothing: was it needed? NotSaved."""
    with locked(session.folder):
        read_log(log)
        is_there = len(my_events(log, film)) > 0
        if change < 0 and not is_there:
            return False        # there is nothing to take back
        if change > 0 and is_there and log is session.likes:
            return False        # a film may be viewed again, but only liked once
        append_row(log.path, Event(log.username, film.film_id, now()[:19] + 'Z', change))
    session.tip = None
    return True


def view_film(session: Session, film: Film) -> None:
    """Note that a film is viewed, now, however often it was before; NotSaved."""
    save_event(session, session.views, film, 1)
    tell(f'Saved: you viewed {titled(film)}.')


def like_film(session: Session, film: Film) -> None:
    """Like a film, once; NotSaved."""
    if save_event(session, session.likes, film, 1):
        tell(f'Saved: you like {titled(film)}.')
    else:
        tell(f'You like {titled(film)} already; l on its page takes it back.')


def view(session: Session, answer: str = '') -> None:
    """View the film that is named or shown, or ask which."""
    with_film(session, answer, view_film)


def like(session: Session, answer: str = '') -> None:
    """Like the film that is named or shown, or ask which."""
    with_film(session, answer, like_film)


def unlike(session: Session) -> None:
    """Take back the like of the film whose page is shown."""
    if not save_event(session, session.likes, session.film, -1):
        raise Refused('There is no like of yours to take back.')
    tell(f'Saved: you no longer like {titled(session.film)}.')


def undo_view(session: Session) -> None:
    """Take back the newest view of the film whose page is shown, and say which."""
    if not save_event(session, session.views, session.film, -1):
        raise Refused('There is no view of yours to take back.')
    newest = my_events(session.views, session.film)[-1]     # the row just saved is not read yet
    tell(f'Saved: your view of {titled(session.film)} on {local_time(newest.at)} is taken back.')


def recommend(session: Session) -> None:
    """A list of films to view next, each with its reason."""
    must_be_read(session)
    items = best_films(session)
    if not items:
        raise Refused('You have viewed or liked every film that is fit for you here. To see one '
                      'again: h for your history, or b for all films.')
    heading = 'Recommended for you'
    if not my_films(session):
        heading = 'Films to begin with, until there are some of yours'
    show_list(session, Listing(heading, items))


def best_films(session: Session) -> list[tuple[Film, str]]:
    """[(Film, reason)] of what r shows: made anew only if a log is not what it was before."""
    logs = [(log.username, log.end, log.last_bytes) for log in (session.views, session.likes)]
    if session.best_of != logs:
        session.best = recommendations(*what_is_known(session), RECOMMENDED)
        session.best_of = logs
    return session.best


def my_films(session: Session) -> list[Film]:
    """The films of the catalogue that this user has viewed or liked, each once."""
    views = in_catalogue(session.views.mine, session.films)
    likes = in_catalogue(session.likes.mine, session.films)
    film_ids = dict.fromkeys(event.film_id for event in views + likes)
    return [session.films[film_id] for film_id in film_ids]


def made_tip(session: Session) -> str:
    """Something of one's own for the menu: the film viewed last, and three to view next; or ''."""
    if session.unread or session.no_films:
        return ''
    best = best_films(session)[:3]
    if not best:
        return ''
    start = 'Next' if my_films(session) else 'To begin with'
    views = in_catalogue(session.views.mine, session.films)
    if views:
        start = f'You viewed {session.films[views[-1].film_id].title} last. Next'
    return f'{start}, perhaps: {numbered([film for film, _ in best])}'


def history(session: Session) -> None:
    """A list of this user's views and likes, the newest first."""
    must_be_read(session)
    show_list(session, Listing('Your views and likes, newest first', history_items(session),
                               renew=history_items))


def history_items(session: Session) -> list[tuple[Film, str]]:
    """[(Film, 'viewed 22 Nov 2026, 17:05')], newest first.

    Each log keeps the order of its rows; of their next rows, the later comes first. So nothing
    is lost, or stands in the wrong order, if a clock was wrong for a while.
    """
    views = [('viewed', event) for event in reversed(standing(session.views.mine))]
    likes = [('liked', event) for event in reversed(standing(session.likes.mine))]
    items = []
    for verb, event in heapq.merge(likes, views, key=lambda row: row[1].at, reverse=True):
        film = session.films.get(event.film_id, lost_film(session, event.film_id))
        items.append((film, f'{verb} {local_time(event.at)}'))
    return items


def lost_film(session: Session, film_id: int) -> Film:
    """A stand-in for a film that is not in the catalogue, or not to be shown."""
    why = 'not shown here' if film_id in session.not_shown else 'no longer in the catalogue'
    return Film(film_id, f'film {film_id} ({why})', 0, (), '', '', '', 0, 0, '', '')


def taste(session: Session) -> None:
    """Print what this user watches, by genres, beside what everybody else does."""
    must_be_read(session)
    films = my_films(session)
    if not films:
        raise Refused('There are no films of yours in the catalogue yet, and so no taste to show.')
    people = chosen_by(in_catalogue(everybodys(session.views), session.films),
                       in_catalogue(everybodys(session.likes), session.films))
    people.pop(session.user.username, None)
    viewers = viewers_of(people)
    usual = genre_profile(viewers, session.films)
    shares = {genre: count / viewers.total() for genre, count in usual.items()}
    views = in_catalogue(session.views.mine, session.films)
    minutes = sum(session.films[event.film_id].minutes for event in views)
    print()
    print(taste_page(films, shares, minutes, window_width()))


# What Enter, and the letters of a list or a film's page, do

def next_page(session: Session) -> None:
    """The next page of the list, or the menu after the last."""
    listing = session.listing
    first = listing.first + PAGE
    if first < len(listing.items):
        show_list(session, listing._replace(first=first))
    else:
        show_menu(session)


def previous_page(session: Session) -> None:
    """The page of the list before this one."""
    first = max(0, session.listing.first - PAGE)
    show_list(session, session.listing._replace(first=first))


def leave_film(session: Session) -> None:
    """From the page of a film back to the list that it was opened from, or to the menu.

    The history is made anew, since a view or a like may have been taken back meanwhile.
    """
    listing = session.listing
    if listing and listing.renew:
        items = listing.renew(session)
        last_page = max(0, len(items) - 1) // PAGE * PAGE       # the index that it begins with
        listing = listing._replace(items=items, first=min(listing.first, last_page))
    show_list(session, listing)


# ----------------------------------------------------------------------------------------------
# 12  The menus and the main loop
#
# A menu is a table: the same rows are shown, explained and obeyed. To add a line to a menu, write
# a function in part 11 and add a row here. main_loop and obey are the heart of the program: begin
# to read here.
# ----------------------------------------------------------------------------------------------
GUEST_MENU = (
    Choice('r', 'register', 'Register (which also logs you in)', register, asks=True),
    Choice('l', 'login', 'Log in', log_in, asks=True),
    Choice('q', 'quit', 'Quit', leave),
)
FILMS_MENU = (
    Choice('b', 'browse', 'Browse all films (b m: from M on)', browse, asks=True),
    Choice('s', 'search', 'Search (s alien, s funny 80s, s tom hanks)', search, asks=True),
    Choice('v', 'view', 'View a film (v 12, v alien)', view, asks=True),
    Choice('l', 'like', 'Like a film (l 12, l alien)', like, asks=True),
    Choice('r', 'recommend', 'Recommend films for me', recommend),
    Choice('h', 'history', 'History (my views and likes)', history),
    Choice('t', 'taste', 'My taste', taste),
    Choice('c', 'password', 'Change password', change_password),
    Choice('o', 'logout', 'Log out', log_out),
    Choice('q', 'quit', 'Quit', leave),
)
ELSEWHERE = {           # the words of lists and pages, where they do nothing
    'p': 'p goes back a page, on a list that has a page before this one.',
    'previous': 'previous goes back a page, on a list that has a page before this one.',
    'next': 'Enter on its own is the next page, on a list that has one.',
    'u': 'u takes a view back, on the page of a film that you viewed.',
    'undo': 'undo takes a view back, on the page of a film that you viewed.',
    'unlike': 'unlike takes a like back, on the page of a film that you like.',
}


def show_help(session: Session) -> None:
    """Show the menu, and before it what else may be typed."""
    if session.user:
        tell("Type a letter, its word, a film's number or its title, or what you look for. "
             'back is Enter.')
    else:
        tell('Type a letter or its word, and press Enter.')
    show_menu(session)


EVERYWHERE = (
    Choice('?', 'help', '', show_help),
    Choice('', 'menu', '', show_help),
    Choice('', 'exit', '', leave),
    Choice('', 'bye', '', leave),
)


def enter_choice(session: Session) -> Choice:
    """What Enter on its own does here, and says that it does."""
    if session.film:
        return Choice('', '', 'back to the list' if session.listing else 'menu', leave_film)
    if session.listing:
        more = session.listing.first + PAGE < len(session.listing.items)
        return Choice('', 'next', 'next page' if more else 'menu', next_page)
    return Choice('', '', 'this menu', show_menu)


def page_choices(session: Session) -> list[Choice]:
    """The Choices of the list or film above the prompt: only what does something there."""
    if session.film:
        return film_choices(session)
    if session.listing and session.listing.first > 0:
        return [Choice('p', 'previous', 'back a page', previous_page)]
    return []


def film_choices(session: Session) -> list[Choice]:
    """The Choices of the film's page that is shown."""
    viewed = my_events(session.views, session.film)
    liked = my_events(session.likes, session.film)
    choices = []
    if is_on_page(session):         # otherwise, lost as it is, it can only be taken back
        choices.append(Choice('v', 'view', 'view again' if viewed else 'view', view))
        if not liked:
            choices.append(Choice('l', 'like', 'like', like))
    if liked:
        choices.append(Choice('l', 'unlike', 'unlike', unlike))
    if viewed:
        choices.append(Choice('u', 'undo', 'undo view', undo_view))
    return choices


def menu_of(session: Session) -> tuple[Choice, ...]:
    """The menu of guests, or of who is logged in."""
    return FILMS_MENU if session.user else GUEST_MENU


def menu_text(session: Session) -> str:
    """The menu: a tip, a heading, and a line for each choice."""
    lines = ['FAKEFLIX: films to watch next, and why']
    if session.user:
        if session.tip is None:
            session.tip = made_tip(session)
        lines = [session.tip, f'FAKEFLIX MENU: hello, {session.user.username}']
    lines = [wrap(line, window_width()) for line in lines if line]
    for choice in menu_of(session):
        lines.append(wrap(f'  {choice.letter}  {choice.label}', window_width(), ' ' * 5))
    return '\n'.join(lines)


def film_text(session: Session) -> str:
    """The page of the film that is shown."""
    film = session.film
    if film.film_id not in session.films:
        return wrap(film.title, window_width())
    mine = 'Whether you viewed or like it cannot be read just now.'
    similar = []
    if not session.unread:
        liked = 'You like it.' if my_events(session.likes, film) else 'Not liked yet.'
        mine = f'{viewed_sentence(my_events(session.views, film))} {liked}'
        similar = similar_films(film, *what_is_known(session))
    likes = likes_of(session, [film.film_id])[film.film_id]
    return film_page(film, likes, mine, similar, window_width())


def viewed_sentence(views: list[Event]) -> str:
    """Whether, how often and when somebody viewed a film: their Events of it, oldest first."""
    if not views:
        return 'Not viewed yet.'
    times = f'{len(views)} times, last ' if len(views) > 1 else ''
    return f'You viewed it {times}on {local_time(views[-1].at)}.'


def screen_text(session: Session) -> str:
    """What stands above the prompt: a film, a page of a list, or the menu."""
    if session.film:
        return film_text(session)
    if session.listing:
        film_ids = [film.film_id for film, _ in session.listing.items]
        viewed = {event.film_id for event in standing(session.views.mine)}
        likes = likes_of(session, film_ids)
        return list_page(session.listing, likes, viewed, window_width())
    return menu_text(session)


def hint(session: Session) -> str:
    """The line above the prompt: what Enter does, and what else can be typed here."""
    if session.question:
        verb = 'View' if session.question is view_film else 'Like'
        return f'{verb} which film? Its number or title. {ENTER_GOES_BACK}'
    parts = [f'Enter: {enter_choice(session).label}']
    parts += [f'{choice.letter}: {choice.label}' for choice in page_choices(session)]
    if session.user and not session.film:
        parts.append('a number: that film')
    on_menu = not session.film and not session.listing
    parts.append('?: help' if on_menu else '?: menu')
    return '  '.join(parts)


def choice_alone(session: Session, line: str) -> Choice | None:
    """The Choice of this page, the menu or everywhere that a line is; None if it is none.

    A line is a Choice if it is its letter, its word or its whole label.
    """
    enter = enter_choice(session)
    if not line:
        return enter
    text = ' '.join(line.lower().split())
    for choice in [*page_choices(session), *menu_of(session), *EVERYWHERE, enter]:
        label = choice.label.lower().partition(' (')[0]
        if text in (choice.letter, choice.word, label):
            return choice
    return None


def films_meant(session: Session, line: str) -> list[Film]:
    """The films that a line names, by number or whole title; [] for guests, who see none."""
    if not session.user:
        return []
    if session.listing:
        for film, _ in session.listing.items:
            is_lost = film.film_id not in session.films
            if is_lost and line == str(film.film_id):
                return [film]       # the history can still open it
    return films_named(session, line)


def obey_film(session: Session, line: str, films: list[Film], question) -> None:
    """Show the films that a line names, or do with one what the question was about."""
    if question:
        with_named_film(session, line, question)
    elif line.lstrip('0') == str(films[0].film_id):
        for film in films[1:]:
            tell(f'The film called {film.title} is number {film.film_id}.')
        show_film(session, films[0], session.listing)
    elif len(films) == 1:
        show_film(session, films[0])
    else:
        show_films(session, f"Films called '{cut(line, 40)}'", films)


def choice_with_answer(session: Session, line: str) -> tuple[Choice | None, str]:
    """(Choice, answer) if a line is a letter or word of the menu and its answer; (None, '')."""
    first, _, answer = line.partition(' ')
    for choice in menu_of(session):
        if choice.asks and first.lower() in (choice.letter, choice.word):
            return choice, answer.strip()
    return None, ''


def obey_words(session: Session, line: str) -> None:
    """Look for the words of a line that is nothing else; Refused if that makes no sense."""
    if not session.user:                    # it may be a password: it is not to be shown
        raise Refused('That is not on the menu. Type r, l or q, and press Enter.')
    if line.lower() in ELSEWHERE:
        raise Refused(ELSEWHERE[line.lower()])
    if len(line) < 2:
        raise Refused(f"'{line}' is not on the menu.")
    search(session, line)


def obey(session: Session, line: str) -> None:
    """Do what a line means: the first that fits. Refused, GoBack, DataError, NotSaved."""
    question = session.question
    session.question = None                     # it lasts for one line
    if len(line) > LONGEST:
        raise Refused('That line is too long.')
    if line.lower() == 'back':                  # a word for the Enter key
        line = ''
    if question and not line:
        raise GoBack

    choice = choice_alone(session, line)        # h
    if choice:
        choice.action(session)
        return
    films = films_meant(session, line)          # 12, or alien
    if films:
        obey_film(session, line, films, question)
        return
    choice, answer = choice_with_answer(session, line)
    if choice:                                  # v 12
        choice.action(session, answer)
        return
    obey_words(session, line)                   # tom hanks


def main_loop(session: Session) -> None:
    """Show, ask, obey, until EOFError (q, Ctrl-D) or KeyboardInterrupt (Ctrl-C)."""
    while True:
        refresh(session)
        if session.is_new:
            print('\n' + screen_text(session))
            session.is_new = False
        tell(hint(session))
        line = type_line(session)
        if session.editor and session.user and line:
            session.editor.add_history(line)        # what Up brings back: only these lines
        try:
            obey(session, line)
        except GoBack:
            session.is_new = True
        except (Refused, DataError, NotSaved) as problem:
            tell(str(problem))


# ----------------------------------------------------------------------------------------------
# 13  Starting and ending
#
# The options, the check of the files, and how to leave a console as it was found, however the
# program ends. Nobody needs to read this to understand the rest.
# ----------------------------------------------------------------------------------------------
HOW_TO_INSTALL = ('Install bcrypt in this folder: python3 -m venv .venv && .venv/bin/pip install '
                  '-qr requirements.txt && .venv/bin/python fakeflix.py')
if os.name == 'nt':
    HOW_TO_INSTALL = ('Install bcrypt in this folder: py -m venv .venv, then .venv\\Scripts\\pip '
                      'install -r requirements.txt, then .venv\\Scripts\\python fakeflix.py')


def check(folder: str) -> int:
    """Print all that is wrong with the files, then what is in them; 1 if anything is, else 0."""
    problems = copies_in(folder)
    users_path, views_path, likes_path = [
        os.path.join(folder, name) for name in ('users.csv', 'views.csv', 'likes.csv')]
    films, _, notes = checked(films_path(folder), film_lines_of, films_from_lines, problems)
    users, *_ = checked(users_path, lines_of, accounts_from_lines, problems)
    views, *_ = checked(views_path, lines_of, events_from_lines, problems)
    likes, *_ = checked(likes_path, lines_of, events_from_lines, problems)
    problems += closed_accounts(users)
    problems += odd_events('views.csv', views, films, users)
    problems += odd_events('likes.csv', likes, films, users)
    for sentence in notes + problems:
        print(cut(sentence, 500))
    if not problems:
        print('Every line of the four files is good.')
    counts = {'film': len(films), 'account': len(users),
              'view': len(standing(views)), 'like': len(standing(likes))}
    print(', '.join(plural(count, noun) for noun, count in counts.items()) + '.')
    return 1 if problems else 0


def checked(path: str, read_lines, from_lines, problems: list[str]) -> tuple:
    """from_lines(read_lines(path)): records, faults, and what else; its faults join the problems.

    A file that cannot be read is one problem, and has no records.
    """
    try:
        made = from_lines(read_lines(path))
    except DataError as error:
        problems.append(str(error))
        return {}, [], []
    faults = made[1]
    for number, reason in faults:
        problems.append(f'{os.path.basename(path)}, line {number}: {reason}')
    return made


def closed_accounts(users: dict[str, User]) -> list[str]:
    """A sentence for each account that nobody can log in to."""
    return [f'users.csv: nobody can log in as {user.username}: its password_hash is not a bcrypt '
            'hash of cost 4 to 14'
            for user in users.values() if not BCRYPT_HASH.fullmatch(user.password_hash)]


def odd_events(name: str, events: list[Event], films: dict, users: dict) -> list[str]:
    """A sentence for each name, film or time in a log that does not exist."""
    odd = Counter()
    for event in events:
        if event.username.lower() not in users:
            odd[f'{event.username} is not in users.csv'] += 1
        if event.film_id not in films:
            odd[f'film {event.film_id} is not in films.csv'] += 1
        if local_time(event.at) == event.at:        # it leaves what is no time as it is
            odd[f'there is no time {event.at}'] += 1
    return [f'{name}: {what} ({plural(count, "row")})' for what, count in odd.items()]


def copies_in(folder: str) -> list[str]:
    """A sentence for each file that looks like a copy of one of the four, made by a cloud."""
    copy = re.compile(r'(films|users|views|likes).+\.csv', re.IGNORECASE | re.DOTALL)
    return [f'{name} is not read: what is only in it is missing here'
            for name in sorted(os.listdir(folder)) if copy.fullmatch(name)]


def options_from(arguments: list[str]) -> tuple[str, bool]:
    """(the data folder, whether only to check its files) from the command line."""
    if not arguments:
        return PROGRAM_FOLDER, False
    import argparse  # here, since the start is to be quick

    parser = argparse.ArgumentParser(description='FakeFlix: films to watch, and why.')
    parser.add_argument('--data', metavar='FOLDER', default=PROGRAM_FOLDER,
                        help='keep the CSV files in this folder')
    parser.add_argument('--check', action='store_true',
                        help='read all files, and name each line that is skipped, and why')
    options = parser.parse_args(arguments)
    return os.path.expanduser(options.data), options.check


def problem_with(folder: str, only_check: bool) -> str:
    """Why the program cannot run here, in a sentence; '' if it can."""
    if sys.stdout is None or (sys.stdin is None and not only_check):
        return 'FakeFlix needs a keyboard and a screen.'
    if BCRYPT_PROBLEM and not only_check:
        return f'bcrypt cannot be loaded: {BCRYPT_PROBLEM}. {HOW_TO_INSTALL}'
    if UP_TO not in ('', *RATINGS):
        return f"UP_TO in part 1 of fakeflix.py is '{UP_TO}': it must be one of U PG 12 15 18."
    if not os.path.exists(folder):
        return f'There is no folder {folder}'
    if not os.path.isdir(folder):
        return f'{folder} is not a folder.'
    try:
        path = films_path(folder)
    except OSError as error:
        return f'{folder} cannot be read: {error.strerror}.'
    if not os.path.exists(path):
        return f'There is no films.csv, neither in {folder} nor beside fakeflix.py.'
    return ''


def interrupted(number: int, frame: object) -> None:
    """What Ctrl-C does: a second one, during the goodbye, does nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def ended_by_signal(number: int, frame: object) -> None:
    """What other signals do: SystemExit gives getpass the time to put the echo back."""
    sys.exit(128 + number)


def reconfigured(stream: object, errors: str) -> str:
    """How a stream treated what is no text before, and treats it like this from now on."""
    before = getattr(stream, 'errors', None)
    with suppress(AttributeError, ValueError):      # the streams of IDLE and Thonny refuse it
        stream.reconfigure(errors=errors)
    return before


@contextmanager
def prepared_console():
    """A console that shows ? for what it cannot show, and signals that end the program politely.

    After the with block all is as it was: in IDLE, say, the shell goes on.
    """
    handlers = dict.fromkeys(['SIGTERM', 'SIGHUP', 'SIGQUIT'], ended_by_signal)
    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:      # as in the background of a shell
        handlers['SIGINT'] = interrupted
    stdin_errors = reconfigured(sys.stdin, 'surrogateescape')
    stdout_errors = reconfigured(sys.stdout, 'replace')
    try:
        with handling(handlers):
            yield
    finally:
        reconfigured(sys.stdin, stdin_errors)
        reconfigured(sys.stdout, stdout_errors)


def visit(folder: str) -> int:
    """The main loop and its end: 130 after Ctrl-C, else 0."""
    session = Session(folder)
    try:
        with clean_history(session):
            main_loop(session)
    except EOFError:
        status = 0
    except KeyboardInterrupt:
        status = 130
    print('\nGoodbye.', flush=True)
    return status


def main(arguments: list[str] | None = None) -> int:
    """Run the program; its status: 0; 1 for bad lines, or if it had to end; 2 if it cannot run;
    130 after Ctrl-C.
    """
    folder, only_check = options_from(sys.argv[1:] if arguments is None else arguments)
    problem = problem_with(folder, only_check)
    if problem:
        print(cut(problem, 500), file=sys.stderr)
        return 2
    if sys.stderr is None:      # a shell's 2>&- closes it, and input() needs one
        sys.stderr = sys.stdout
    try:
        with prepared_console():
            return check(folder) if only_check else visit(folder)
    except KeyboardInterrupt:   # while the files are checked, or during the goodbye
        return 130
    except OSError as error:
        if not isinstance(error, BrokenPipeError):      # then nobody is there to read it
            print(f'FakeFlix has to end: {error.strerror}.', file=sys.stderr)
        return 1


if __name__ == '__main__':
    sys.exit(main())
