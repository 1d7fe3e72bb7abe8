"""What README.md shows exists and is true: its visit is made again, its examples are carried out,
and every function, file and test row that it names is there. It need not show everything: whatever
you add to the program, these tests stay as they are."""
import ast
import importlib.util
import inspect
import os
import re
from collections import Counter

import conftest
import pytest
from conftest import ANN, HISTORY, IN, OTHER, PASSWORD, TOP
from test_table import END, START, VISITS

import fakeflix


def text_of(*path):
    """The text of a file of the project."""
    with open(os.path.join(TOP, *path), encoding='utf-8') as file:
        return file.read()


README = text_of('README.md')
PROSE = README.partition(START)[0] + README.partition(END)[2]       # without the testing table
MENUS = {'GUEST_MENU': fakeflix.GUEST_MENU, 'FILMS_MENU': fakeflix.FILMS_MENU}
FILES = {'films.csv': fakeflix.Film, 'users.csv': fakeflix.User, 'views.csv': fakeflix.Event,
         'likes.csv': fakeflix.Event}
SET_UP = 'python3 -m venv .venv && .venv/bin/pip install -qr requirements.txt && .venv/bin/python '


def section(heading):
    """The text below a heading, up to the next one; it must be there."""
    found = re.search(rf'(?ms)^#+ {re.escape(heading)}(?:: [^\n]*)?\n(.*?)(?=^#+ |\Z)', PROSE)
    assert found, f'README.md has no section "{heading}" any more: put it back, or mend this test.'
    return found[1]


def block(heading, kind):
    """The text between ```kind and ``` in a section."""
    found = re.search(rf'(?s)```{kind}\n(.*?)```', section(heading))
    assert found, f'The section "{heading}" of README.md has no block of {kind} any more.'
    return found[1]


def cells(line):
    r"""The cells of a line of a table; \| is no border."""
    parts = re.split(r'(?<!\\)\|', line)
    return [part.strip().replace(r'\|', '|') for part in parts[1:-1]]


def rows_of(heading):
    """The rows of the table in a section, without its head."""
    lines = [line for line in section(heading).splitlines() if line.startswith('|')]
    return [cells(line) for line in lines[2:]]


def codes(text):
    """What stands in backticks in a text."""
    return re.findall(r'`([^`\n]+)`', text)


def functions_in(text):
    """The names of the functions in a text: of `view()` it is view."""
    return re.findall(r'\b(\w+)\(\)', text)


def typed(play, line):
    """What a line brings when ann, who is new, types it."""
    for path in play.folder.iterdir():
        path.unlink()
    return play(*ANN, line).split('> \n')[len(ANN) + 1]


def missing(name):
    """The sentence for a name that README.md gives and the program does not have."""
    return (f'README.md speaks of {name}, which fakeflix.py does not have (any more): change the '
            'name in README.md too.')


# The first screen, and how it is used

def test_the_visit_at_the_top_is_what_happens(play):
    shown = re.search(r'(?s)```text\n(.*?)```', README)[1].splitlines()
    lines = [line[2:] for line in shown if line.startswith('> ')]
    printed = play(*ANN, *lines).splitlines()
    place = 0                           # from here on the next line that is shown must be printed
    for line in shown:
        if not line.startswith('> '):
            assert line in printed[place:], (
                f'The visit at the top of README.md shows {line!r}, which is not printed there '
                'now: put into README.md what is printed.')
            place = printed.index(line, place) + 1


def test_the_two_commands_do_their_own_setting_up():
    for last in 'fakeflix.py', '-m pytest':
        assert f'    {SET_UP}{last}\n' in README, f'README.md must show the command {SET_UP}{last}'
        windows = SET_UP.replace('python3', 'py').replace('bin/', 'Scripts\\').replace('/', '\\')
        for command in windows + last, windows.replace(' &&', ';') + last:
            assert f'    {command}\n' in README, f'README.md must show the command {command}'
    if os.path.exists(os.path.join(TOP, '.ci', 'run')):     # a copy may have left it out
        assert SET_UP + '-m pytest' in text_of('.ci', 'run')


@pytest.mark.parametrize('row', rows_of('In use'), ids=lambda row: row[0])
def test_what_is_typed_brings_what_the_readme_says(play, row):
    lines, does, sees = row
    for line in codes(lines) + codes(does):
        brought = typed(play, line)
        for refusal in conftest.NOT_ON_MENU, conftest.GUEST_REFUSED, conftest.MISSING:
            assert refusal not in brought, f'"In use" in README.md says that one can type {line}.'
        for expected in codes(sees) if line in codes(lines) else []:
            assert expected in brought, (f'"In use" in README.md says that {line} brings '
                                         f'{expected!r}: put there what it brings now.')


def test_every_option_that_the_readme_names_exists(capsys, request):
    with pytest.raises(SystemExit):
        fakeflix.main(['--help'])
    known = capsys.readouterr().out + text_of('tests', 'proofs', 'run.py') + '--target'
    for option in set(re.findall(r'(?<![\w-])--[a-z][a-z-]+', PROSE)):
        of_pytest = request.config.getoption(option, None, skip=False) is not None
        assert option in known or of_pytest or option == '--testing-table', missing(option)


def test_every_file_that_the_readme_names_exists():
    names = set(re.findall(r'\btests/[\w/.]+\w', PROSE)) - {'tests/test_minutes.py'}
    names |= {f'tests/{name}' for name in re.findall(r'`(test_\w+\.py)`', PROSE)}
    assert names
    for name in names:
        assert os.path.exists(os.path.join(TOP, name)), f'README.md names {name}: is it gone?'


def test_every_link_leads_to_a_heading():
    headings = re.findall(r'(?m)^#+ (.*)', re.sub(r'(?ms)^```.*?^```$', '', PROSE))
    anchors = [re.sub(r'[^\w\- ]', '', heading.lower()).replace(' ', '-') for heading in headings]
    for link in re.findall(r'\]\(#([^)]*)\)', PROSE):
        assert link in anchors, f'README.md has a link to "{link}", and no such heading.'


def test_there_are_at_least_as_many_films_as_the_readme_says():
    path = os.path.join(fakeflix.PROGRAM_FOLDER, 'films.csv')
    films = fakeflix.films_from_lines(fakeflix.film_lines_of(path)).films
    said = re.search(r'one of ([\d,]+) films', README)[1]
    assert len(films) >= int(said.replace(',', '')), (
        f'README.md says that there are {said} films, and films.csv has {len(films)}.')


# In class

def test_a_class_begins_anew_when_the_three_files_are_deleted(play, rows):
    play(*ANN, 'v 939')
    for name in 'users.csv', 'views.csv', 'likes.csv':
        (play.folder / name).unlink(missing_ok=True)
    assert HISTORY + 'none' in play('r ann', OTHER, OTHER, 'h')
    assert len(rows('users.csv')) == 1


def test_a_name_whose_lines_are_deleted_can_be_registered_again_and_keeps_its_views(play):
    play(*ANN, 'v 939')
    users = play.folder / 'users.csv'
    lines = users.read_text().splitlines(keepends=True)
    users.write_text(''.join(line for line in lines if not line.startswith('ann,')))
    assert 'Inception (2010)' in play('r ann', OTHER, OTHER, 'h')


# How to read it

def test_the_starter_has_as_many_lines_as_the_readme_says():
    lines = [line for line in text_of('tests', 'starter.py').splitlines() if line.strip()]
    said = int(re.search(r'`tests/starter.py` has [^.]*?(\d+) plain lines', PROSE)[1])
    assert len(lines) >= said, f'README.md says {said} lines, and tests/starter.py has less.'


def test_every_function_and_setting_that_the_readme_names_exists():
    own = functions_in(block('Pseudocode', 'text')) + ['minutes']
    for name in set(functions_in(PROSE)) - set(own):
        assert hasattr(fakeflix, name), missing(name + '()')
    for name in codes(PROSE):
        if re.fullmatch('[A-Z_]{3,}', name) and not hasattr(conftest, name):
            assert hasattr(fakeflix, name), missing(name)


def test_every_field_of_the_session_that_the_readme_names_exists():
    session = fakeflix.Session('')
    session.likes = fakeflix.Log('', '', False)
    for path in re.findall(r'`session\.([\w.]+)', PROSE):
        value = session
        for name in path.split('.'):
            assert hasattr(value, name), missing(f'session.{path}')
            value = getattr(value, name)


@pytest.mark.parametrize('row', rows_of('How to read the program'), ids=lambda row: row[0])
def test_the_examples_of_python_stand_where_the_readme_says(row):
    example, function = codes(row[1])[0], functions_in(row[2])[0]
    assert example in inspect.getsource(getattr(fakeflix, function)), (
        f'README.md says that {function}() has "{example}" in it: choose another example.')


# Extend it

def module_from(folder, name, text):
    """The module that a text makes, as a file in a folder."""
    path = os.path.join(folder, f'{name}.py')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


STEPS = re.findall(r'(?s)```python\n(.*?)```', section('Extend it in three steps'))


@pytest.fixture
def extended(folder, monkeypatch):
    """The program after the first two of the three steps of README.md; play() plays it."""
    function, _ = STEPS
    row = re.search(r"`(Choice\('m', .*\),)`", section('Extend it in three steps'))[1]
    text = inspect.getsource(fakeflix)
    place = text.index('\n\n\n', text.index('\ndef taste(')) + 2
    text = f'{text[:place]}\n\n{function}\n{text[place:]}'
    text = text.replace("    Choice('c', 'password'", f"    {row}\n    Choice('c', 'password'", 1)
    module = module_from(folder, 'extended', text)
    module.PROGRAM_FOLDER = fakeflix.PROGRAM_FOLDER
    module.BCRYPT_COST = 4
    monkeypatch.setattr(conftest, 'fakeflix', module)
    return module


def test_the_worked_example_works(extended, folder, play):
    assert len(extended.FILMS_MENU) == len(fakeflix.FILMS_MENU) + 1
    its_test = module_from(folder, 'its_test', STEPS[1])
    names = [name for name in dir(its_test) if name.startswith('test_')]
    assert names
    for name in names:
        getattr(its_test, name)(play)


def test_there_are_ten_exercises_each_with_a_hint_and_a_number_of_lines():
    rows = rows_of('Ten exercises')
    assert [int(row[0]) for row in rows] == list(range(1, 11))
    for number, exercise, hint, lines in rows:
        assert exercise and hint and int(lines) > 0, f'Exercise {number} of README.md is not whole.'


# Your own films.csv

def test_the_columns_that_the_readme_shows_are_those_of_films_csv():
    columns = ','.join(fakeflix.Film._fields)
    assert columns in codes(section('Your own films.csv')), (
        f'README.md must show the columns of films.csv as they are now: {columns}')


def test_the_other_names_of_columns_that_the_readme_gives_are_understood():
    names = re.search(r'many other names\s+for\s+them \((.*?) \.\.\.\)', PROSE)[1].split(', ')
    header = ','.join([*names, 'year'])
    films = fakeflix.films_from_lines([header, 'Alien,Horror,117,9000,1979']).films
    film = films[2]                     # without a number of its own, its line's
    assert (film.title, film.genres, film.minutes) == ('Alien', ('Horror',), 117)
    assert film.fame > 0


def test_years_may_stand_in_the_titles():
    films = fakeflix.films_from_lines(['title,genres', 'Alien (1979),Horror']).films
    assert [film.year for film in films.values()] == [1979]


# The project report

def numbers_in(text):
    """The whole numbers in '1, 5' or '6 to 8', each of them."""
    numbers = set()
    for first, last in re.findall(r'(\d+)(?: to (\d+))?', text):
        numbers.update(range(int(first), int(last or first) + 1))
    return numbers


def test_every_criterion_has_an_objective_and_rows_that_test_it():
    for number, objectives, program, tested, _ in rows_of('Success criteria'):
        assert program, f'Criterion {number} of README.md says nothing.'
        for letter in objectives.split(', '):
            assert f'{letter}. ' in section('Summary and objectives'), (
                f'Criterion {number} of README.md is for objective {letter}: there is none.')
        assert f'{tested}.1' in VISITS, f'Which rows of the testing table show criterion {number}?'


def test_every_criterion_is_evaluated():
    criteria = {int(row[0]) for row in rows_of('Success criteria')}
    evaluated = set()
    for number, *_ in rows_of('Evaluation'):
        evaluated |= numbers_in(number)
    assert criteria == evaluated, 'Evaluate each criterion of README.md, and no other.'


def test_the_decomposition_has_the_eleven_steps():
    steps = [int(row[0].split()[0]) for row in rows_of('Decomposition')]
    assert steps == list(range(1, 12)), 'The project has eleven steps: README.md must have each.'


def calls_in_diagram():
    """[(a function or menu, one that stands below it or after its colon)] of the structure."""
    calls = []
    above = {}                          # {depth: the name that stands there last}
    for line in block('Structure diagram', 'text').splitlines():
        depth = len(line) - len(line.lstrip('│├└─ '))
        name, _, after = line.lstrip('│├└─ ').partition(':')
        name = name.removesuffix('()')
        above = {place: other for place, other in above.items() if place < depth}
        calls += [(above[max(above)], name)] if above else []
        calls += [(name, other) for other in functions_in(after)]
        above[depth] = name
    return calls


@pytest.mark.parametrize('caller, called', calls_in_diagram(), ids=str)
def test_the_structure_diagram_shows_calls_that_are_there(caller, called):
    if caller in MENUS:
        names = [choice.action.__name__ for choice in MENUS[caller]]
    elif caller == 'obey':              # it looks them up in the menus
        names = list(MENUS)
    else:
        names = re.findall(r'\w+', inspect.getsource(getattr(fakeflix, caller)))
    assert called in names, (f'The structure diagram of README.md says that {caller} calls '
                             f'{called}, and it does not: mend the diagram.')


def test_the_lines_of_menus_in_the_flow_chart_are_those_of_the_menus():
    labels = set()
    for menu in MENUS.values():
        labels |= {f'{choice.letter}: {choice.label.partition(" (")[0]}' for choice in menu}
    boxes = re.findall(r'_\w\["(\w: [^"]*)"', block('Flow chart', 'mermaid'))
    assert boxes
    for box in boxes:
        assert box in labels, f'The flow chart of README.md has "{box}", which is on no menu.'


def test_every_arrow_of_the_flow_chart_leads_to_a_box():
    chart = block('Flow chart', 'mermaid').partition('\n')[2]
    chart = re.sub(r'\|[^|]*\||"[^"]*"', '', chart)             # without what arrows and boxes say
    boxes = set(re.findall(r'(\w+)[\[({]', chart))
    names = set(re.findall(r'\w+', re.sub(r'[\[({].*?[\])}]+', '', chart)))
    assert names == boxes, f'These have no box in the flow chart: {sorted(names - boxes)}'


def test_the_pseudocode_ends_what_it_begins():
    lines = block('Pseudocode', 'text').splitlines()
    begun = []
    for line in lines:
        words = line.partition('//')[0].split() or ['']
        word = words[0]
        if word in ('procedure', 'function', 'if', 'while', 'for'):
            begun.append(word)
        elif word.startswith('end') or word == 'next':
            ended = 'for' if word == 'next' else word.removeprefix('end')
            assert begun and begun.pop() == ended, f'In the pseudocode, {line!r} ends nothing.'
    assert begun == []


def test_the_taste_by_hand_is_what_the_program_counts():
    worked = re.findall(r'/ (0\.\d) = (\d\.\d+)', section('Pseudocode'))
    usual = {'Horror': float(worked[0][0]), 'Comedy': float(worked[1][0])}
    taste = fakeflix.taste_of(Counter({'Horror': 1}), 1, usual)
    by_hand = [float(result) for _, result in worked]
    assert by_hand == [round(taste[genre], 2) for genre in usual], (
        'README.md works out a taste by hand, and the program comes to another: mend README.md.')


def test_the_pseudocode_has_the_six_tasks_and_says_what_the_program_says():
    code = block('Pseudocode', 'text')
    for task in 'register', 'login', 'view', 'like', 'searchByTitle', 'recommend':
        assert f'procedure {task}(' in code, f'The pseudocode in README.md lacks {task}.'
    program = inspect.getsource(fakeflix)
    for sentence in re.findall(r'(?:print|input)\("([^"]*)"', code):
        words = sentence.rstrip(': ')
        assert words in program or f"'{words}'" in program, missing(f'the sentence "{sentence}"')
    for setting in re.findall(r'\b[A-Z]{5,}\b', code):
        assert hasattr(fakeflix, setting), missing(setting)


def dictionary():
    """{file: [(column, example)]} of the data dictionary."""
    columns = {name: [] for name in FILES}
    for files, column, _, example, rule in rows_of('Data dictionary'):
        assert rule, f'The data dictionary of README.md has no rule for {column}.'
        for name in files.split(', '):
            columns[name].append((codes(column)[0], ''.join(codes(example))))
    return columns


def test_the_data_dictionary_has_the_columns_of_each_file():
    for name, columns in dictionary().items():
        assert [column for column, _ in columns] == list(FILES[name]._fields), (
            f'The data dictionary of README.md must have the columns of {name}, in their order.')


def test_the_example_of_films_csv_in_the_data_dictionary_is_a_film_of_the_catalogue():
    path = os.path.join(fakeflix.PROGRAM_FOLDER, 'films.csv')
    films = fakeflix.films_from_lines(fakeflix.film_lines_of(path)).films
    row = dict(dictionary()['films.csv'])
    example = fakeflix.film_from_row(row)
    film = films[example.film_id]
    assert film.synopsis.startswith(example.synopsis.removesuffix(' ...'))
    assert film == example._replace(synopsis=film.synopsis), (
        'The film in the data dictionary of README.md is not the one in films.csv any more.')


@pytest.mark.parametrize('name', ['users.csv', 'views.csv', 'likes.csv'])
def test_the_examples_of_the_logs_in_the_data_dictionary_are_rows_that_are_read(name):
    line = ','.join(example for _, example in dictionary()[name])
    if name == 'users.csv':
        account = fakeflix.accounts_from_lines([line])
        assert account.faults == []
        assert fakeflix.BCRYPT_HASH.fullmatch(account.users['ann'].password_hash)
    else:
        assert fakeflix.events_from_lines([line])[1] == []


def test_what_once_failed_is_mended_where_the_readme_says():
    table = section('Testing table').rpartition('| What was tried')[2]
    changed = [cells(line)[3] for line in table.splitlines()[2:] if line.startswith('|')]
    assert len(changed) >= 5
    for cell in changed:
        assert functions_in(cell), f'Which function was changed? README.md only says {cell}.'
        for number in re.findall(r'row (\S+)', cell):
            assert number in VISITS, f'README.md names row {number}, which the table has not.'


def test_the_passwords_of_the_testing_table_are_the_ones_that_the_readme_gives():
    assert PASSWORD in codes(section('Testing table'))
    assert len(IN) == 2


def test_the_figures_of_how_good_it_is_are_those_of_the_benchmark():
    with open(os.path.join(TOP, 'tests', 'benchmarks', 'recommender.py'), encoding='utf-8') as file:
        measured = ast.get_docstring(ast.parse(file.read()))
    figures = re.findall(r'\d[.,]\d{3}', section('How good and how quick it is'))
    assert figures
    for figure in figures:
        assert figure in measured, f'{figure}: is it measured? See tests/benchmarks/recommender.py'
