"""The testing table of the project: each row of it is a visit that is really made.

    python -m pytest tests/paperwork --testing-table=FILE

writes it to a file, with what was printed. Put that between the two marks in README.md.
"""
import os
import re
from collections import namedtuple

import pytest
from conftest import (
    ALL_FILMS,
    ALREADY,
    ANN,
    COMMON_WORD,
    GOODBYE,
    GUEST,
    GUEST_REFUSED,
    HELLO,
    IN,
    LIKED,
    LIKES,
    MISSING,
    MY_TASTE,
    NAME_RULES,
    NEW_PASSWORD,
    NO_LONGER,
    NO_TASTE,
    NOT_ON_MENU,
    ONE_WORD,
    OTHER,
    PASSWORD,
    REGISTERED,
    RUNS_ALONG,
    SEVERAL,
    TAKEN,
    TO_BEGIN,
    TOO_SHORT,
    TOP,
    VIEWED,
    WRONG,
    YOU_VIEWED,
)

COLUMNS = ('No.', 'Description', 'Test data', 'Type', 'Expected outcome', 'Actual outcome',
           'Further action')
START, END = '<!-- testing table -->', '<!-- end of the testing table -->'
WIDTH = 140                         # of a row in README.md
CTRL_D = 'Ctrl-D'                   # the end of the input: a key, not a line
CELLS = {PASSWORD: '*P*', PASSWORD + ' ': '*P* and a space', OTHER: '*N*', '': 'Enter',
         CTRL_D: CTRL_D}           # how the table shows what is typed, if not as code
MENU = HELLO + 'ann'
AGAIN = 'The same again?'           # the question that a good password brings
NONE = ': none'                     # an empty list
AFRESH = ('The testing table of README.md is not the one that the program makes now. Make it again '
          'with python -m pytest tests/paperwork --testing-table=FILE, and put the lines of FILE '
          f'between {START} and {END}.')

Visit = namedtuple('Visit', [
    'description',
    'data',             # the lines that are typed
    'kind',             # normal, boundary or erroneous
    'expected',         # a piece of a line that the last of them brings
    'before',           # lines typed before them, in the same run of the program
    'earlier',          # lines typed in an earlier run, in the same folder
], defaults=[(), ()])
Step = namedtuple('Step', [
    'name',
    'visits',
    'before',           # for those visits that have nothing else
    'earlier',
], defaults=[(), ()])

STEPS = (
    Step('Main menu', [
        Visit('Enter shows the menu', [''], 'boundary', GUEST),
        Visit('a letter is obeyed', ['l'], 'normal', 'Your username?'),
        Visit('a letter of another menu', ['v'], 'erroneous', GUEST_REFUSED),
    ]),
    Step('Registration', [
        Visit('a good name', ANN, 'normal', REGISTERED + 'ann.'),
        Visit('3 characters, the fewest', ['r', 'bob'], 'boundary', 'New password?'),
        Visit('20 characters, the most', ['r', 'a' * 20], 'boundary', 'New password?'),
        Visit('2 characters', ['r', 'al'], 'boundary', NAME_RULES),
        Visit('21 characters', ['r', 'a' * 21], 'boundary', NAME_RULES),
        Visit('a comma in the name', ['r', 'ann,b'], 'erroneous', NAME_RULES),
        Visit('a name that is taken', ['r', 'ANN'], 'erroneous', TAKEN, (), ANN),
    ]),
    Step('Secure password', [
        Visit('four words', [PASSWORD], 'normal', AGAIN),
        Visit('15 characters', ['purple hat tree'], 'boundary', AGAIN),
        Visit('14 characters', ['purple hat tre'], 'boundary', TOO_SHORT),
        Visit('8 of all four kinds', ['tR7!kmwa'], 'boundary', AGAIN),
        Visit('7 of all four kinds', ['tR7!kmw'], 'boundary', TOO_SHORT),
        Visit('a common word', ['P@ssword2024!!!'], 'erroneous', COMMON_WORD),
        Visit('one word with a tail', ['Netflix123!'], 'erroneous', ONE_WORD),
        Visit('along the keyboard', ['qwertyuiopasdfgh'], 'erroneous', RUNS_ALONG),
        Visit('not the same twice', [PASSWORD, OTHER], 'erroneous', 'not the same'),
    ], before=('r', 'ann')),
    Step('Login', [
        Visit('the right password', ['l ann', PASSWORD], 'normal', MENU),
        Visit('the name in capitals', ['l ANN', PASSWORD], 'boundary', MENU),
        Visit('a space too many', ['l ann', PASSWORD + ' '], 'boundary', WRONG),
        Visit('a wrong password', ['l ann', OTHER], 'erroneous', WRONG),
        Visit('an unknown name', ['l bob', PASSWORD], 'erroneous', WRONG),
    ], earlier=ANN),
    Step('Films menu', [
        Visit('a letter is obeyed', ['b'], 'normal', ALL_FILMS),
        Visit('a word does the same', ['browse'], 'normal', ALL_FILMS),
        Visit('Enter after the last page', ['b zzz', ''], 'boundary', MENU),
        Visit('no letter of the menu', ['z'], 'erroneous', NOT_ON_MENU),
    ], before=ANN),
    Step('View a film', [
        Visit('by its number', ['v 939'], 'normal', VIEWED + 'Inception'),
        Visit('by its whole title', ['v', 'inception'], 'normal', VIEWED + 'Inception'),
        Visit('title and year', ['v king kong 1933'], 'normal', VIEWED + 'King Kong (1933)'),
        Visit('a title of two films', ['v king kong'], 'boundary', SEVERAL),
        Visit('a title and a number', ['v 1917'], 'boundary', SEVERAL),
        Visit('no film has the number', ['v 99999'], 'erroneous', MISSING),
        Visit('nothing saved on a guess', ['v 99999', '2', 'h'], 'erroneous', NONE),
    ], before=ANN),
    Step('Views stored', [
        Visit('there in the next run', ['h'], 'normal', 'Inception'),
        Visit('each view is kept', ['v 939', '', '939'], 'boundary', YOU_VIEWED + '2 times'),
        Visit('the only one taken back', ['939', 'u', 'h'], 'boundary', NONE),
        Visit('where there is none', ['12', 'u'], 'erroneous', 'of a film that you viewed'),
    ], before=IN, earlier=(*ANN, 'v 939')),
    Step('Like', [
        Visit('l and a number', ['l 939'], 'normal', LIKED + 'Inception'),
        Visit('l on the page', ['939', 'l'], 'normal', LIKED + 'Inception'),
        Visit("everybody's are counted", ['l 939'], 'normal', LIKES + '2',
              ['r bob', OTHER, OTHER], (*ANN, 'l 939')),
        Visit('liked twice', ['l 939', 'l 939'], 'boundary', ALREADY),
        Visit('l again takes it back', ['939', 'l', 'l'], 'boundary', NO_LONGER),
        Visit('no film has the number', ['l 99999'], 'erroneous', MISSING),
    ], before=ANN),
    Step('Search by title', [
        Visit('a title', ['s t inception'], 'normal', 'Inception (2010)'),
        Visit('no accent, capitals', ['s t AMELIE'], 'boundary', 'Amélie (2001)'),
        Visit('misspelt', ['s t godfahter'], 'erroneous', 'The Godfather (1972)'),
        Visit('like no title', ['s t qqqq'], 'erroneous', MISSING),
    ], before=ANN),
    Step('Search by rating, genre, keyword', [
        Visit('a rating', ['s r PG'], 'normal', 'Films rated PG'),
        Visit("the cinema's 12A is 12", ['s r 12A'], 'boundary', 'Films rated 12'),
        Visit('there is no such rating', ['s r 16'], 'erroneous', MISSING),
        Visit('a genre', ['s g horror'], 'normal', 'Horror: 1 to 10'),
        Visit('there is no such genre', ['s g zombie'], 'erroneous', MISSING),
        Visit('words of the story', ['s k shark beach'], 'normal', 'Jaws (1975)'),
        Visit('a genre and a decade', ['s funny 80s'], 'normal', 'Comedy of the 1980s'),
        Visit('an actor', ['s tom hanks'], 'normal', 'Films with Tom Hanks'),
    ], before=ANN),
    Step('Recommendations', [
        Visit('after one view, and why', ['v 939', 'r'], 'normal', 'by Christopher Nolan, like'),
        Visit('for somebody new', ['r'], 'boundary', TO_BEGIN),
        Visit('with a word behind it', ['r qqqq'], 'erroneous', MISSING),
    ], before=ANN),
    Step('History', [
        Visit('a like is in it', ['l 939', 'h'], 'normal', 'liked '),
        Visit('nothing viewed or liked', ['h'], 'boundary', NONE),
    ], before=ANN),
    Step('My taste', [
        Visit('genres are counted', ['v 939', 't'], 'normal', MY_TASTE + '1 film'),
        Visit('nothing to count', ['t'], 'boundary', NO_TASTE),
    ], before=ANN),
    Step('Change password', [
        Visit('a new one', ['c', PASSWORD, OTHER, OTHER], 'normal', NEW_PASSWORD),
        Visit('then the old one is wrong', IN, 'boundary', WRONG,
              (), (*ANN, 'c', PASSWORD, OTHER, OTHER)),
        Visit('the old one is wrong', ['c', OTHER], 'erroneous', 'not your password'),
    ], before=ANN),
    Step('Leaving', [
        Visit('o logs out', ['o'], 'normal', GUEST),
        Visit('then no films menu', ['o', 'h'], 'erroneous', GUEST_REFUSED),
        Visit('q', ['q'], 'normal', GOODBYE.strip()),
        Visit('Ctrl-D at a question', ['c', CTRL_D], 'boundary', GOODBYE.strip()),
    ], before=ANN),
)


def visits():
    """{test number: Visit}, the set-up of a step filled in: 2.1 is the first of registration."""
    numbered = {}
    for place, step in enumerate(STEPS, 1):
        for row, visit in enumerate(step.visits, 1):
            if not visit.before and not visit.earlier:
                visit = visit._replace(before=step.before, earlier=step.earlier)
            numbered[f'{place}.{row}'] = visit
    return numbered


VISITS = visits()


def brought(play, visit):
    """The lines that the last of the test data brings, without empty ones, in an empty folder."""
    for path in play.folder.iterdir():
        path.unlink()
    if visit.earlier:
        play(*visit.earlier)
    lines = [*visit.before, *visit.data]
    screen = play(*[line for line in lines if line != CTRL_D])
    after_each = screen.split('> \n')           # a > stands before each line that is typed
    return [line.strip() for line in after_each[len(lines)].splitlines() if line.strip()]


def telling(lines, expected):
    """The line that holds what is expected, or else the first of them, or ''."""
    for line in lines:
        if expected in line:
            return line
    return lines[0] if lines else ''


def cell(text):
    r"""A text as Markdown shows it unchanged in a table: as code, with \| for each |."""
    return '`' + text.replace('|', r'\|') + '`'


def data_cell(line):
    """A line of test data: as code, or the letter for a password, or the name of a key."""
    return CELLS.get(line) or cell(line)


def row(*cells):
    """A row of a table in Markdown."""
    return f"| {' | '.join(cells)} |"


def table_row(number, visit, actual):
    """A row of the table, the same at any time of day and with a film more or less; the actual
    outcome shortened."""
    actual = re.sub(r'\d+ \w{3} \d{4}, \d\d:\d\d', '(date and time)', actual)
    actual = re.sub(r'(?<=1 to 10 of )\d+$', '(how many)', actual)
    action = 'no' if visit.expected in actual else 'mend it'
    data = ', '.join(data_cell(line) for line in visit.data)
    cells = [number, visit.description.replace('|', r'\|'), data, visit.kind,
             cell(visit.expected.strip())]
    room = WIDTH - len(row(*cells, cell(''), action))
    return row(*cells, cell(shortened(actual, room, visit.expected)), action)


def shortened(text, room, expected):
    """The text in so many characters, cut where what is expected stays in sight if it can."""
    start = text.find(expected)
    if len(text) > room and start > 0 and start + len(expected) > room - 3:
        text = '...' + text[start:]
    if len(text) > room:
        text = text[:room - 3].rstrip() + '...'
    return text


def markdown(table):
    """The lines of the whole table in Markdown, from {test number: row}."""
    return [row(*COLUMNS), '|' + '---|' * len(COLUMNS), *table.values()]


def table_in_readme():
    """The lines of the table that README.md shows."""
    with open(os.path.join(TOP, 'README.md'), encoding='utf-8') as file:
        text = file.read()
    assert START in text and END in text, AFRESH
    return text.partition(START)[2].partition(END)[0].strip().splitlines()


@pytest.fixture(scope='module')
def table(request):
    """{test number: row} of the visits made so far. It is written to a file in the end, if
    --testing-table names one."""
    made = {}
    yield made
    path = request.config.getoption('--testing-table')
    if path:
        with open(path, 'w', encoding='utf-8', newline='\n') as file:
            file.write('\n'.join(markdown(made)) + '\n')


@pytest.mark.parametrize('number', VISITS)
def test_the_program_prints_what_the_testing_table_expects(play, table, number):
    visit = VISITS[number]
    lines = brought(play, visit)
    table[number] = table_row(number, visit, telling(lines, visit.expected))
    assert visit.expected in telling(lines, visit.expected), (
        f'Test {number} of the testing table expects {visit.expected!r}, and this was printed: '
        f'{lines[:5]}. If that is what you want now, change {visit.expected!r} in conftest.py or '
        'in tests/paperwork/test_table.py.')


def test_the_readme_shows_the_table_that_is_produced(play, table, request):
    if request.config.getoption('--testing-table'):
        pytest.skip('the table is being made afresh')
    for number, visit in VISITS.items():
        if number not in table:         # as when this test is run by itself
            table[number] = table_row(number, visit, telling(brought(play, visit), visit.expected))
    made = markdown({number: table[number] for number in VISITS})
    differing = [line for line in table_in_readme() if line not in made]
    assert differing == [], AFRESH


def test_every_step_is_tried_with_normal_and_with_other_data():
    for step in STEPS:
        kinds = {visit.kind for visit in step.visits}
        assert 'normal' in kinds, f'{step.name} has no normal test data: add some.'
        assert len(kinds) > 1, f'{step.name} has only normal test data: add some that is not.'


def test_what_is_not_printed_asks_for_further_action(play):
    visit = Visit('a|b', ['b', 'x|y'], 'erroneous', 'Hooray', ANN)
    made = table_row('1.7', visit, telling(brought(play, visit), visit.expected))
    assert made.startswith(r'| 1.7 | a\|b | `b`, `x\|y` | erroneous | `Hooray` | `')
    assert made.endswith('` | mend it |')


def test_the_table_is_the_same_at_any_time_of_day():
    visit = VISITS['12.1']
    morning = table_row('12.1', visit, 'liked 1 Jan 2026, 00:00')
    evening = table_row('12.1', visit, 'liked 22 Nov 2031, 17:05')
    assert morning == evening
    assert '`liked (date and time)`' in morning
