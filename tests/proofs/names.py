"""Nothing is ever saved on a guess: only for a number, a whole title, or the page that is shown.

Every menu line, word, label, number, title and year is typed at every place, over a catalogue of
films made to clash. What a line may save is written down here a second time, from the rules alone
and with nothing of the program's; then the rows that it did save are compared with that.

All visits run in one process of their own, for speed: this file, run with the name of a proof."""
import io
import os
import random
import re
import subprocess
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
from conftest import HELLO, WHICH_LIKE, WHICH_VIEW
from visitor import PASSWORD, TOP, environment, new_folder, read, write

CLASHING = '''film_id,title,year,genres,rating,director,alt_title
1,Kill Bill: Vol. 2,2004,Action,18,Quentin Tarantino,
2,Monsters vs. Aliens,2009,Animation,PG,,
3,The Silence of the Lambs,1991,Thriller,18,,
4,Us,2019,Horror,15,,
5,Mickey 17,2025,Sci-Fi,15,,
6,Exit Through the Gift Shop,2010,Documentary,15,,
7,7,2000,Drama,U,,
8,Alien,1979,Horror,18,Ridley Scott,Star Beast
9,Aliens,1986,Action,18,,
10,Alien 1979,2011,Documentary,12,,
11,Alien 3,1992,Horror,18,,Alien Cubed
12,12 Angry Men,1957,Drama,U,,
13,12,2007,Drama,12,,
14,1917,2019,War,15,,
15,300,2006,War,15,,
16,300,1999,Drama,15,,
17,1984,1956,Sci-Fi,PG,,
18,1984,1984,Sci-Fi,15,,Nineteen Eighty-Four
19,2012,2009,Action,12,,
20,2001: A Space Odyssey,1968,Sci-Fi,U,,2001
21,Blade Runner,1982,Sci-Fi,15,,
22,Blade Runner 2049,2017,Sci-Fi,15,,
23,King Kong,1933,Horror,PG,,
24,King Kong,2005,Adventure,12,,
25,King Kong,2005,Comedy,12,,
26,V,2003,Drama,U,,
27,L,2003,Drama,U,,
28,Q,1982,Horror,15,,
29,M,1931,Crime,PG,,
30,S,2003,Drama,U,,
31,U,2003,Drama,U,,
32,P,2003,Drama,U,,
33,Back,2003,Drama,U,,
34,The Menu,2022,Comedy,15,,
35,Help!,1965,Music,U,,
36,The Help,2011,Drama,12,,
37,Exit,2003,Drama,U,,
38,Quit,2003,Drama,U,,
39,Search,2003,Drama,U,,
40,My Taste,2003,Drama,U,,
41,View,2003,Drama,U,,
42,Like,2003,Drama,U,,
43,Next,2007,Action,12,,
44,Undo,1994,Drama,15,,
45,V for Vendetta,2005,Action,15,,
46,For Vendetta,2003,Drama,U,,
47,V Alone,2003,Drama,U,,
48,L Alone,2003,Drama,U,,
49,Alone,2003,Drama,U,,
50,V 8,2003,Drama,U,,
51,View Aliens,2003,Drama,U,,
52,The,2003,Drama,U,,
53,And,2003,Drama,U,,
54,&,2003,Drama,U,,
55,!!!,2003,Drama,U,,
56,...,2003,Drama,U,,
57,Love & Friendship,2016,Romance,U,,
58,Léon,1994,Crime,18,,Léon: The Professional
59,Amélie,2001,Comedy,15,,Le Fabuleux Destin d'Amélie Poulain
60,A Few Good Men,1992,Drama,15,,
61,"The Good, the Bad and the Ugly",1966,Western,15,,
62,Sand and Sandy,2003,Drama,U,,
63,The Lambs,2003,Drama,U,,
64,Schindler's List,1993,War,15,,
65,A.I. Artificial Intelligence,2001,Sci-Fi,12,,
66,Star Wars,1977,Sci-Fi,U,,Star Wars: Episode IV - A New Hope
67,Matrix 1999,2004,Documentary,12,,
68,The Matrix,1999,Sci-Fi,15,,
71,東京物語,1953,Drama,U,,Tokyo Story
300,Gladiator,2000,Action,15,,
1956,Psycho,1960,Horror,15,,
2012,The Artist,2011,Comedy,PG,,
'''
Film = {}       # {number: (year, [its titles])}
for row in re.findall(r'(?m)^(\d+),("[^"]*"|[^,]*),(\d+),[^,]*,[^,]*,[^,]*,(.*)$', CLASHING):
    Film[int(row[0])] = int(row[2]), [title.strip('"') for title in (row[1], row[3]) if title]

# What the screens say, as far as it is needed to know where one is.
QUESTIONS = {WHICH_VIEW: 'views.csv', WHICH_LIKE: 'likes.csv'}
PAGE = re.compile(r'(?m)^Film: (\d+)  |^' + HELLO + r'|: \d+\s+to\s+\d+\s+of\s+\d+$|: none$')
LISTED = re.compile(r'(?m)^ *(\d+)  ')

MENU_LINES = {              # letter: its word, its label
    'b': ('browse', 'browse all films'), 's': ('search', 'search'), 'v': ('view', 'view a film'),
    'l': ('like', 'like a film'), 'r': ('recommend', 'recommend films for me'),
    'h': ('history', 'history'), 't': ('taste', 'my taste'), 'c': ('password', 'change password'),
    'o': ('logout', 'log out'), 'q': ('quit', 'quit'),
}
CHOICES = {'?', 'help', 'menu', 'back', 'exit', 'bye', *MENU_LINES}
for names in MENU_LINES.values():
    CHOICES.update(names)
PAGE_WORDS = {'p', 'u', 'previous', 'next', 'undo', 'unlike'}      # elsewhere they say where
LABELS = {'back a page', 'next page', 'this menu', 'back to the list', 'view again', 'undo view'}

PLACES = {
    'menu': (), 'list': ('b',), 'second page': ('b', ''), 'last page': ('b z',),
    'film': ('68',), 'film from a list': ('b', '60'), 'film that is viewed': ('68', 'v'),
    'film that is liked': ('68', 'l'), 'history': ('v 68', 'l', 'h'), 'advice': ('r',),
    'found': ('s drama',), 'taste': ('v 68', '?', 't'), 'question of v': ('v',),
    'question of l': ('l',), 'question on a list': ('b', '', 'v'), 'question of s': ('s',),
    'which genre': ('s g',), 'refused': ('qq zz',), 'question, then refused': ('v', 'qq zz'),
    'several': ('v king kong',), 'a guess': ('v lamb',), 'old password': ('c',),
}
ASKING = {letter for each in 'vl' for letter in (each, *MENU_LINES[each])}
ACCIDENTS = '8', 'alien', '2', '1992', 'exit', 'lamb', '0' * 17 + '71'
NO_MENU = {'question of s', 'which genre', 'old password'}     # any line is the answer there


# The rules, a second time

def key_of(title: str) -> str:
    """What is left of a title: no case, accents, punctuation, spaces, leading article, "and"."""
    text = unicodedata.normalize('NFKD', title.replace('&', ' and ').replace("'", ''))
    text = ''.join(letter for letter in text.casefold() if not unicodedata.combining(letter))
    text = re.sub(r'^\s*(the|an?)(\s+|$)', '', text)
    return ''.join(word for word in re.findall(r'[^\W_]+', text) if word != 'and')


def is_whole_title(text: str, number: int) -> bool:
    """Is it all of a title of the film of this number, with or without its year?"""
    year, titles = Film[number]
    keys = {key_of(title) for title in titles} - {''}
    if key_of(text) in keys:
        return True
    with_year = re.fullmatch(r'(.+?)\s*[ (](\d{4})\)?', text.strip())
    return bool(with_year and key_of(with_year[1]) in keys and int(with_year[2]) == year)


def named(text: str) -> list:
    """The numbers of the films that a text names in full."""
    found = [number for number in Film if is_whole_title(text, number)]
    if re.fullmatch('[0-9]+', text) and int(text) in Film and int(text) not in found:
        found.insert(0, int(text))
    return found


def standing(rows: list, file: str, number: int) -> int:
    """How many rows of a film in a file have not been taken back."""
    return sum(change for name, film, change in rows if (name, film) == (file, number))


def on_a_page(line: str, page: int, viewed: int, liked: bool):
    """What a word alone saves on a film's page: [(file, number, change)]; None: it is no word."""
    view = [('views.csv', page, 1)]
    like = [] if liked else [('likes.csv', page, 1)]
    unlike = [('likes.csv', page, -1)] if liked else []
    undo = [('views.csv', page, -1)] if viewed else []
    words = {'v': view, 'view': view, 'view a film': view, 'l': unlike or like, 'like': like,
             'like a film': like, 'unlike': unlike, 'u': undo, 'undo': undo}
    if viewed:
        words.update({'view again': view, 'undo view': undo})
    return words.get(line)


def may_save(line: str, place: str, page: int, question: str, mine: list) -> tuple:
    """(what a line may save, [(file, number, change)]; the numbers that it must list)."""
    line = ' '.join(line.split()) if len(line) <= 200 else 'too long to be read whole'
    word = line.lower()
    if place in NO_MENU or not line:
        return [], []
    liked = {number for file, number, _ in mine
             if file == 'likes.csv' and standing(mine, file, number)}
    if page:
        rows = on_a_page(word, page, standing(mine, 'views.csv', page), page in liked)
        if rows is not None:
            return rows, []
    if word in CHOICES:
        return [], []
    films = named(line)
    first, _, answer = line.partition(' ')
    file = question
    if not films and answer:
        file = {'v': 'views.csv', 'view': 'views.csv', 'l': 'likes.csv', 'like': 'likes.csv'}.get(
            first.lower())
        films = named(answer)
    if not file:
        return [], []
    if len(films) > 1:
        return [], films
    if file == 'likes.csv':
        films = [number for number in films if number not in liked]
    return [(file, number, 1) for number in films], []


# The visits

class Keyboard(io.StringIO):
    """What is typed: the lines that a script yields, which is sent what each of them brought."""
    def __init__(self, script) -> None:
        super().__init__()
        self.script, self.is_new, self.has_ended = script, True, False

    def readline(self, size: int = -1) -> str:
        brought = sys.stdout.getvalue()
        sys.stdout.seek(0)
        sys.stdout.truncate()
        try:
            line = next(self.script) if self.is_new else self.script.send(brought)
        except StopIteration:
            self.has_ended = True
            return ''
        self.is_new = False
        return line + '\n'


def run(script, folder: str) -> None:
    """Type all lines of a script, in as many visits as it takes."""
    import fakeflix
    fakeflix.BCRYPT_COST, fakeflix.FAILURE_WAIT, fakeflix.UP_TO = 4, 0, ''
    fakeflix.window_width = lambda: 80
    outside = sys.stdin, sys.stdout
    sys.stdin, sys.stdout = Keyboard(script), io.StringIO()
    try:
        while not sys.stdin.has_ended:
            fakeflix.main(['--data', folder])
    finally:
        sys.stdin, sys.stdout = outside


def rows_of(folder: str) -> list:
    """[(file, number, change)] of all that was saved."""
    rows = []
    for name in 'views.csv', 'likes.csv':
        for line in read(folder, name).decode().splitlines()[1:]:
            _, number, _, change = line.split(',')
            rows.append((name, int(number), int(change)))
    return rows


def to_the_menu(folder: str):
    """A script: come to the films menu from anywhere, with nothing viewed or liked."""
    yield ''                            # out of a question, or to the next page
    if HELLO not in (yield '?'):
        yield 'l ann'
        assert HELLO in (yield PASSWORD), 'nobody can log in'
    for name in 'views.csv', 'likes.csv':
        path = os.path.join(folder, name)
        if os.path.exists(path):
            os.remove(path)


class Where:
    """Where a user is, as the screen says: the number of the film shown, and what is asked."""
    def __init__(self) -> None:
        self.page, self.question = 0, ''

    def look(self, line: str, brought: str) -> None:
        """Take in what a line brought. Only v or l alone asks, and only for the next line."""
        for page in PAGE.finditer(brought):
            self.page = int(page[1] or 0)
        self.question = ''
        for words, file in QUESTIONS.items():
            if words in brought and line.strip().lower() in ASKING:
                self.question = file


def judge(line: str, place: str, where: Where, before: list, after: list, brought: str) -> str:
    """'' or what is wrong with what a line saved."""
    rows = list(after)
    for row in before:
        rows.remove(row)
    expected, listed = may_save(line, place, where.page, where.question, before)
    allowed = [expected]
    is_title_too = line.strip().lower() in PAGE_WORDS and where.question
    if is_title_too or re.search('[0-9]{15}', line):
        allowed = [[], *([(where.question, number, 1)] for number in named(line.strip())), expected]
    what = f'{line[:60]!r} at the {place}'
    if rows not in allowed:
        return f'{what} saves {rows}, and not {expected}'
    missing = {str(number) for number in listed} - set(LISTED.findall(brought))
    if missing:
        return f'{what} does not list {missing}'
    return ''


def doubled(name: str) -> list:
    """A title twice, which is no title; [] of one that is nothing without "and"."""
    return [f'{name} {name}'] if key_of(name) else []


def titles() -> list:
    """Every title, with and without its year, and a wrong one; halves and words of titles."""
    lines = []
    for number, (year, names) in Film.items():
        for name in names:
            lines += [name, f'{name} {year}', f'{name} ({year})', name.upper(), key_of(name),
                      f'the {name}', f'{name} {year + 1}', f'{name} {number}', name[:-1],
                      name[:len(name) // 2], f'{name}s', *name.split(), *doubled(name),
                      name.replace('and', '&'), name.replace(' ', ''), name.replace('&', 'and')]
    return lines


def all_lines() -> list:
    """Every line that is typed at every place, each once."""
    numbers = [*range(75), *Film, 999, 99999, 1_000_000_000]
    years = {year for year, _ in Film.values()}
    lines = [*CHOICES, *PAGE_WORDS, *LABELS, *titles(), *map(str, numbers), *map(str, years)]
    lines += [f'film {number}' for number in range(1, 20)]
    lines += ['lamb', 'aladdin', 'gift', 'vol. 2', 'vol 2', 'alie', 'aliens vs', 'king', 'kong',
              '007', '08', '0' * 17 + '71', '0' * 30 + '8', '８', '²', '#8', '8.', '8,9', '-8', 'é',
              'a', 'an', 'x', '&', '!', '  ', 'horror', 'u', '18', 'pg', 'drama', 'scott', 'zzzz']
    return list(dict.fromkeys(line.strip() for line in lines))


def with_letters(lines: list) -> list:
    """Every line behind the letters and words that may have an answer, and behind some others."""
    typed = []
    for letter in 'v', 'l', 'view', 'Like':
        typed += [f'{letter} {line}' for line in lines]
    for letter in 's', 'b', 'r', 'h', 'u', 'v v', 's v', 'view a film':
        typed += [f'{letter} {line}' for line in lines[::9]]
    hidden = ' ' * 250 + 'resurrection'
    return [*typed, *(f'{letter} {line}{hidden}' for letter in 'vl' for line in ('8', 'alien'))]


def cases(quick: bool) -> list:
    """[(place, line)]: all lines at all places, and those with letters at some."""
    lines = all_lines()
    found = [(place, line) for place in PLACES for line in lines]
    found += [(place, line) for place in ('second page', 'question of l')
              for line in with_letters(lines)]
    always = [(place, line) for place in PLACES for line in ACCIDENTS]
    return always + found[::37] if quick else found


def every_place(quick: bool, folder: str, wrong: list):
    """A script: each line at each place; what is wrong is added to a list."""
    for place, line in cases(quick):
        yield from to_the_menu(folder)
        where = Where()
        for step in PLACES[place]:
            where.look(step, (yield step))
        before = rows_of(folder)
        brought = yield line
        fault = judge(line, place, where, before, rows_of(folder), brought)
        if fault:
            wrong.append(fault)


def long_walks(quick: bool, folder: str, wrong: list):
    """A script: thousands of lines, one after another, wherever they lead."""
    chance = random.Random(8)
    lines = all_lines()
    lines += with_letters(lines)
    calm = [line for line in lines if line.lower() not in (
        's', 'search', 'c', 'password', 'change password', 'o', 'logout', 'log out', 'q', 'quit',
        'exit', 'bye', 's t', 's g', 's k', 's r') and not re.match('(v|l|view|like|s) +[tgkr]$',
                                                                    line.lower())]
    where = Where()
    for step in range(1000 if quick else 20_000):
        if step % 20 == 0:
            yield from to_the_menu(folder)
            where = Where()
        line = chance.choice(('v', 'l', 'u', '', 'b', chance.choice(calm), chance.choice(calm)))
        before = rows_of(folder)
        brought = yield line
        fault = judge(line, 'walk', where, before, rows_of(folder), brought)
        if fault:
            wrong.append(fault)
        where.look(' '.join(line.split()), brought)


def every_title(quick: bool, folder: str, wrong: list):
    """A script: each film that has a whole title is viewed by it, or is listed."""
    for number, (_, names) in list(Film.items())[::5 if quick else 1]:
        for name in names:
            if not key_of(name):
                continue
            ways = ((f'v {name}',), (f'view {name}',), ('v', name), ('l', name), (name, 'v'))
            done = []
            for way in ways:
                yield from to_the_menu(folder)
                brought = ''
                for line in way:
                    brought = yield line
                rows = {saved for _, saved, _ in rows_of(folder)}
                done.append(rows == {number} or str(number) in LISTED.findall(brought))
            if not (done[0] or done[1]):
                wrong.append(f'{name!r} behind v or view: film {number} is not to be had')
            if name.lower() not in CHOICES and not all(done[2:4]):
                wrong.append(f'{name!r} at a question: film {number} is not to be had')


# The proofs

def in_a_process_of_its_own(script: str, quick: bool) -> str:
    """What a script comes to: it is run there, since here other proofs run beside it."""
    command = [sys.executable, os.path.abspath(__file__), script, 'quick' if quick else '']
    ended = subprocess.run(command, capture_output=True, text=True, encoding='utf-8', cwd=TOP,
                           env=environment(PYTHONIOENCODING='utf-8'), timeout=900, check=False)
    assert ended.returncode == 0, (ended.stdout + ended.stderr)[-1500:]
    return ended.stdout.strip()


def no_guess(quick: bool) -> str:
    """At no place is anything saved for a film that the line did not name in full."""
    return in_a_process_of_its_own('every_place', quick)


def no_guess_on_the_way(quick: bool) -> str:
    """Nor is it wherever hundreds of lines before may have led."""
    return in_a_process_of_its_own('long_walks', quick)


def no_film_is_lost(quick: bool) -> str:
    """Every film that has a whole title can be viewed by it, or is listed."""
    return in_a_process_of_its_own('every_title', quick)


def main(name: str, quick: str = '') -> int:
    """Run a script: 0, or 1 if anything is wrong, which is printed."""
    sys.path.insert(0, TOP)
    folder = new_folder('ann')
    write(folder, 'films.csv', CLASHING)
    wrong, count = [], 0

    def counted():
        nonlocal count
        script = globals()[name](bool(quick), folder, wrong)
        brought = None
        while True:
            try:
                line = script.send(brought)
            except StopIteration:
                return
            count += 1
            brought = yield line

    run(counted(), folder)
    print(f'{count} lines', *wrong[:40], sep='\n' if wrong else '')
    if wrong:
        print(f'{len(wrong)} wrong')
    return 1 if wrong else 0


PROOFS = no_guess, no_guess_on_the_way, no_film_is_lost

if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
