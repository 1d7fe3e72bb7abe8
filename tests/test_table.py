"""The testing table of the project: each row of it is a visit that is really made.

    python -m pytest --testing-table=../TABLE.md

writes it, with what was printed. (../ as nothing else may lie beside the program.)
"""
import os
import re
from collections import namedtuple

import pytest

from conftest import ANN, PASSWORD, TOP

# earlier: lines typed in an earlier run of the program; before: in this run, as its set-up;
# data: the test data, typed next; expected: a piece of a line that the last of them brings.
Visit = namedtuple('Visit', 'step description data kind expected before earlier',
                   defaults=[(), ()])
COLUMNS = ('Test No.', 'Description', 'Test Data', 'Type', 'Expected Outcome', 'Actual Outcome',
           'Further Action?')
STEPS = ('1 Main menu', '2 Registration', '3 Secure password', '4 Login', '5 Films menu',
         '6 View a film', '7 Views stored', '8 Like', '9 Search by title',
         '10 Search by rating, genre, keyword', '11 Recommendations', 'History', 'Change password',
         'Log out', 'The end')
CTRL_D = 'Ctrl-D'                       # the end of the input: a key, not a line
NEW = 'eleven purple kettles dance'
IN = ('l ann', PASSWORD)
MENU, GUEST = 'FAKEFLIX MENU: hello, ann', 'r  Register'
WRONG = 'Wrong username or password.'


def visits(step, *rows, before=(), earlier=()):
    """The Visits of one step from (description, data, kind, expected[, before[, earlier]])."""
    return [Visit(STEPS[step - 1], *row, *(before, earlier)[len(row) - 4:]) for row in rows]


VISITS = (
    *visits(1,
            ('Enter on its own shows the menu again', ('',), 'boundary', GUEST),
            ('A letter is obeyed', ('r',), 'normal', 'Choose a username.'),
            ('A letter that is not on the menu', ('x',), 'erroneous', "'x' is not on the menu."),
            ('A letter of the films menu, too early', ('v',), 'erroneous',
             "'v' is not on the menu.")),
    *visits(2,
            ('A good name and a good password', ANN, 'normal',
             'Saved: you are registered as ann.'),
            ('The shortest name: 3 characters', ('r', 'bob'), 'boundary', 'New password?'),
            ('The longest name: 20 characters', ('r', 'a' * 20), 'boundary', 'New password?'),
            ('A name one too short: 2 characters', ('r', 'al'), 'boundary', 'has 3 to 20'),
            ('A name one too long: 21 characters', ('r', 'a' * 21), 'boundary', 'has 3 to 20'),
            ('A name with a comma, which parts the columns of the file', ('r', 'ann,b'),
             'erroneous', 'has 3 to 20'),
            ('A name that is taken, in capitals', ('r', 'ANN'), 'erroneous',
             'The username ANN is taken.', (), ANN),
            ('Enter on its own goes back', ('r', ''), 'boundary', GUEST)),
    *visits(3,
            ('Four words that do not belong together', (PASSWORD,), 'normal', 'The same again?'),
            ('15 characters of any kind', ('purple hat tree',), 'boundary', 'The same again?'),
            ('14 characters of one kind', ('purple hat tre',), 'boundary', 'it needs 15'),
            ('8 characters of all four kinds', ('tR7!kmwa',), 'boundary', 'The same again?'),
            ('7 characters of all four kinds', ('tR7!kmw',), 'boundary', 'it needs 15'),
            ('One word with a tail', ('Password1!',), 'erroneous', 'one word with a tail'),
            ('A run along the keyboard', ('qwertyuiopasdfgh',), 'erroneous',
             'most of it runs along'),
            ('The second time it is not the same', (PASSWORD, NEW), 'erroneous',
             'That was not the same.'),
            before=('r', 'ann')),
    *visits(4,
            ('The right name and password', IN, 'normal', MENU),
            ('The name in capitals: shown as it was registered', ('l ANN', PASSWORD), 'boundary',
             MENU),
            ('The password with a blank too many', ('l ann', PASSWORD + ' '), 'boundary', WRONG),
            ('A wrong password', ('l ann', NEW), 'erroneous', WRONG),
            ('An unknown name: the same words', ('l bob', PASSWORD), 'erroneous', WRONG),
            earlier=ANN),
    *visits(5,
            ('Enter on its own shows the menu, with the name', ('',), 'normal', MENU),
            ('A letter is obeyed', ('b',), 'normal', 'All films: 1 to 10 of'),
            ('Its label does the same', ('Browse all films',), 'normal',
             'All films: 1 to 10 of'),
            ('Enter behind the last page of a list', ('b zzz', ''), 'boundary', MENU),
            ('A title without a letter', ('alien',), 'erroneous',
             "'alien' is not on the menu. To look for it: s alien"),
            before=ANN),
    *visits(6,
            ('A film by its number', ('v 939',), 'normal', 'Saved: you viewed Inception (2010).'),
            ('A film by its title', ('v', 'inception'), 'normal', 'Saved: you viewed Inception (2010).'),
            ('The lowest number', ('v 1',), 'boundary', 'Saved: you viewed'),
            ('One below the lowest number', ('v 0',), 'boundary', 'No film has the number 0.'),
            ('A title that is a number: 1917', ('v 1917',), 'boundary',
             'The film called 1917 is number'),
            ('A number that no film has', ('v 99999',), 'erroneous',
             'No film has the number 99999.'),
            ('A title that no film has', ('v', 'qqqq'), 'erroneous', 'No film has the title qqqq.'),
            before=ANN),
    *visits(7,
            ('A view is still there in the next run', ('h',), 'normal', 'Inception'),
            ('A second view of one film is stored as well', ('939',), 'boundary',
             'You viewed it 2 times', IN, (*ANN, 'v 939', 'v 939')),
            ('The only view of a film is taken back', ('939', 'u', 'h'), 'boundary',
             'newest first: none'),
            ('A view that never was is taken back', ('12', 'u'), 'erroneous',
             'There is nothing to take back.'),
            before=IN, earlier=(*ANN, 'v 939')),
    *visits(8,
            ('l and a number', ('l 939',), 'normal', 'Saved: you like Inception (2010).'),
            ('l on the page of the film', ('939', 'l'), 'normal', 'Saved: you like Inception (2010).'),
            ('The likes of all users are counted up on the film', ('l 939',), 'normal',
             'Likes: 2', ('r bob', NEW, NEW), (*ANN, 'l 939')),
            ('A second like of one film by one user', ('l 939', 'l 939'), 'boundary',
             'You like Inception already.'),
            ('l once more on its page takes the like back', ('939', 'l', 'l'), 'boundary',
             'your like of Inception is taken back.'),
            ('A number that no film has', ('l 99999',), 'erroneous',
             'No film has the number 99999.'),
            before=ANN),
    *visits(9,
            ('A title', ('s t inception',), 'normal', 'Inception (2010)'),
            ('Capitals, and without the accent', ('s t AMELIE',), 'boundary', 'Amélie (2001)'),
            ('A misspelt title: the nearest are shown', ('s t matricks',), 'erroneous',
             "Nothing is found for 'matricks'. The nearest"),
            before=ANN),
    *visits(10,
            ('A rating', ('s r PG',), 'normal', "Films with rating 'PG': 1 to 10 of"),
            ('12A means 12', ('s r 12A',), 'boundary', "Films with rating '12A': 1 to 10 of"),
            ('A rating that does not exist', ('s r 16',), 'erroneous',
             "Nothing is found for '16'."),
            ('A genre', ('s g horror',), 'normal', "Films with genre 'horror': 1 to 10 of"),
            ('A genre that does not exist', ('s g zombie',), 'erroneous',
             "Nothing is found for 'zombie'."),
            ('Keywords from what a film is about', ('s k dream thief',), 'normal',
             'Inception (2010)'),
            ('A keyword with nothing like it', ('s k qqqq',), 'erroneous',
             "Nothing is found for 'qqqq'."),
            before=ANN),
    *visits(11,
            ('After one view: its genres, and why', ('v 939', 'r'), 'normal',
             '1 of your films is Sci-Fi'),
            ('Somebody new is told so', ('r',), 'boundary',
             'You have not viewed or liked anything yet.'),
            ('r with something behind it', ('r horror',), 'erroneous',
             "'r horror' is not on the menu."),
            before=ANN),
    *visits(12,
            ('A like is in the history', ('l 939', 'h'), 'normal', 'liked '),
            ('Nothing viewed or liked yet', ('h',), 'boundary', 'newest first: none'),
            ('h with something behind it', ('h 939',), 'erroneous', "'h 939' is not on the menu."),
            before=ANN),
    *visits(13,
            ('The old password and a new one', ('c', PASSWORD, NEW, NEW), 'normal',
             'Saved: your password is changed.'),
            ('Then the old password does not log in', IN, 'boundary', WRONG,
             (), (*ANN, 'c', PASSWORD, NEW, NEW)),
            ('The old password is wrong', ('c', NEW), 'erroneous', 'That is not your password.'),
            before=ANN),
    *visits(14,
            ('Back to the main menu', ('o',), 'normal', GUEST),
            ('The letters of the films menu no longer work', ('o', 'h'), 'erroneous',
             "'h' is not on the menu."),
            before=ANN),
    *visits(15,
            ('q', ('q',), 'normal', 'Goodbye.'),
            ('Ctrl-D at a question', ('v', CTRL_D), 'boundary', 'Goodbye.'),
            ('q with something behind it', ('q now',), 'erroneous', "'q now' is not on the menu."),
            before=ANN),
)


def brought(play, visit):
    """The lines that the last of the test data brings, without empty ones, in an empty folder."""
    for path in play.folder.iterdir():
        path.unlink()
    if visit.earlier:
        play(*visit.earlier)
    lines = *visit.before, *visit.data
    screen = play(*(line for line in lines if line != CTRL_D))
    part = screen.split('> \n')[len(lines)]     # a > stands before each line that is typed
    return [line.strip() for line in part.splitlines() if line.strip()]


def telling(lines, expected):
    """The line that holds what is expected, or else the first of them, or ''."""
    holding = [line for line in lines if expected in line]
    return (holding or lines or [''])[0]


def shown(text):
    """A text as Markdown shows it unchanged in a table: as code, with \\| for each |."""
    return '`' + text.replace('|', r'\|') + '`'


def table_row(number, visit, actual):
    """A row of the Markdown table, the same at any time of day."""
    keys = {'': 'Enter', CTRL_D: CTRL_D}
    data = ', '.join(keys.get(line) or shown(line) for line in visit.data)
    actual = re.sub(r'\d+ \w{3} \d{4}, \d\d:\d\d', '(date and time)', actual)
    action = ('No' if visit.expected in actual else
              f'Yes: {shown(visit.expected)} is expected, {shown(actual)} is printed')
    cells = (str(number), f'{visit.step}: {visit.description}'.replace('|', r'\|'), data,
             visit.kind, shown(visit.expected), shown(actual), action)
    return f"| {' | '.join(cells)} |"


def markdown(table):
    """The whole table in Markdown, from {test number: row}."""
    head = f"| {' | '.join(COLUMNS)} |", '|' + '---|' * len(COLUMNS)
    return '\n'.join([*head, *(table[number] for number in sorted(table))]) + '\n'


@pytest.fixture(scope='module')
def table(request):
    """{test number: row of the table}, of the visits made so far. It is written to a file in the
    end, if --testing-table names one."""
    made = {}
    yield made
    path = request.config.getoption('--testing-table')
    if path:
        with open(path, 'w', encoding='utf-8', newline='\n') as file:
            file.write(markdown(made))


@pytest.mark.parametrize('number, visit', list(enumerate(VISITS, 1)))
def test_the_program_prints_what_the_testing_table_expects(play, table, number, visit):
    lines = brought(play, visit)
    table[number] = table_row(number, visit, telling(lines, visit.expected))
    assert visit.expected in telling(lines, visit.expected), lines


def test_the_readme_shows_the_table_that_is_produced(play, table):
    for number, visit in enumerate(VISITS, 1):
        if number not in table:         # as when this test is run by itself
            actual = telling(brought(play, visit), visit.expected)
            table[number] = table_row(number, visit, actual)
    with open(os.path.join(TOP, 'README.md'), encoding='utf-8') as file:
        _, _, below = file.read().partition('<!-- testing table -->\n')
    there = below.partition('<!-- end of the testing table -->')[0].strip()
    assert there.splitlines() == markdown(table).splitlines(), (
        'make it anew: python -m pytest --testing-table=../TABLE.md')


def test_every_step_is_tried_with_normal_boundary_and_erroneous_data():
    kinds = {step: {visit.kind for visit in VISITS if visit.step == step} for step in STEPS}
    whole = {'normal', 'boundary', 'erroneous'}
    assert {step: whole - kinds[step] for step in STEPS if kinds[step] != whole} == {
        'Log out': {'boundary'}}        # which has no edge to be at
    assert {visit.step for visit in VISITS} == set(STEPS)


def test_what_is_not_printed_asks_for_further_action(play):
    visit = Visit('1 Main menu', 'a|b', ('x|y',), 'erroneous', 'Hooray')
    row = table_row(7, visit, telling(brought(play, visit), visit.expected))
    assert row.startswith(r'| 7 | 1 Main menu: a\|b | `x\|y` | erroneous | `Hooray` | `')
    assert row.endswith(r"| Yes: `Hooray` is expected, `'x\|y' is not on the menu.` is printed |")


def test_the_table_is_the_same_at_any_time_of_day():
    visit = Visit('History', 'a like', ('h',), 'normal', 'liked ')
    rows = {table_row(1, visit, f'liked {time}') for time in (
        '1 Jan 2026, 00:00', '22 Nov 2031, 17:05')}
    assert len(rows) == 1 and '`liked (date and time)`' in rows.pop()
