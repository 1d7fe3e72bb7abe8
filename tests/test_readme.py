"""Nothing in the README is untrue of the program: its visit is made again, its tables are compared
with the code, its worked example is carried out, and every name in it exists."""
import ast
import inspect
import os
import re
import types

import pytest

import conftest
import fakeflix
from conftest import PASSWORD, TOP

with open(os.path.join(TOP, 'README.md'), encoding='utf-8') as file:
    README = file.read()
PROSE = re.sub('<!-- testing table -->.*?<!-- end of the testing table -->', '', README, flags=re.S)
HEADINGS = re.findall(r'^#+ (.*)', re.sub(r'(?ms)^```.*?^```$', '', PROSE), re.M)
MENUS = {'main menu': fakeflix.GUEST_MENU, 'films menu': fakeflix.FILMS_MENU,
         'list': fakeflix.LIST_PAGE, 'film page': fakeflix.FILM_PAGE}
FILES = {'films.csv': fakeflix.Film, 'users.csv': fakeflix.User, 'views.csv': fakeflix.Event,
         'likes.csv': fakeflix.Event}
DICTIONARY = 'File', 'Column', 'Type', 'Example', 'Rule'


def section(heading):
    """The text under a heading, up to the next one of its kind; '' if there is none."""
    found = re.search(rf'^## {re.escape(heading)}\n(.*?)(?=^## |\Z)', PROSE, re.M | re.S)
    return found[1] if found else ''


def cells(line):
    r"""The cells of a line of a table, \| being no border."""
    return [cell.strip().replace(r'\|', '|') for cell in re.split(r'(?<!\\)\|', line)[1:-1]]


def tables():
    """All tables of the README but the testing table: [(column names, [row of cells])]."""
    blocks = re.findall(r'((?:^\|.*\n)+)', PROSE + '\n', re.M)
    return [(tuple(cells(head)), [cells(row) for row in rows])
            for head, border, *rows in (block.splitlines() for block in blocks)]


def rows_of(*columns):
    """The rows of the one table with these columns."""
    found = [rows for names, rows in tables() if names == columns]
    assert len(found) == 1, f"tables with the columns {', '.join(columns)}: {len(found)}"
    return found[0]


def codes(text):
    """What stands in backticks in a text."""
    return re.findall(r'`([^`\n]+)`', text)


def named(text):
    """The functions that a cell names."""
    return [code.removesuffix('()') for code in codes(text)]


def slug(heading):
    """What a link to a heading is called."""
    return re.sub(r'[^\w\- ]', '', heading.lower()).replace(' ', '-')


def existing_tests():
    """The names of all tests in this folder."""
    names = set()
    for name in os.listdir(os.path.join(TOP, 'tests')):
        if name.endswith('.py'):
            with open(os.path.join(TOP, 'tests', name), encoding='utf-8') as source:
                names |= set(re.findall(r'^def (test_\w+)', source.read(), re.M))
    return names


def test_the_visit_in_the_readme_is_what_happens(play):
    shown = re.search(r'```text\n(.*?)```', README, re.DOTALL)[1].splitlines()
    prompts = [(before, line) for before, line in zip(shown, shown[1:]) if line[:1] == '>']
    happened = play(*(PASSWORD if 'password?' in before or 'same again?' in before else line[2:]
                      for before, line in prompts))
    typed = iter(line for before, line in prompts)
    happened = happened.replace('What you type here can be seen, a password too.\n', '')
    happened = re.sub('^> $', lambda prompt: next(typed), happened, flags=re.MULTILINE)

    def timeless(lines):
        return [re.sub(r'\d+ \w{3} \d{4}, \d\d:\d\d', 'TIME', line) for line in lines]

    assert timeless(happened.strip().splitlines()) == timeless(shown)


def test_the_two_commands_of_the_readme_do_their_own_setting_up():
    start = ('    python3 -m venv .venv && .venv/bin/pip install -qr requirements.txt && '
             '.venv/bin/python ')
    assert start + 'fakeflix.py\n' in README and start + '-m pytest\n' in README
    with open(os.path.join(TOP, '.ci', 'run'), encoding='utf-8') as script:
        assert (start + '-m pytest').strip() in script.read()


def test_the_columns_in_the_readme_are_those_of_the_files():
    for record in (fakeflix.Film, fakeflix.User, fakeflix.Event):
        assert f"`{','.join(record._fields)}`" in README


def test_every_letter_in_how_it_is_used_is_on_a_menu():
    letters = {choice.letter for menu in MENUS.values() for choice in menu}
    used = set(re.findall(r'`([a-z])(?: [^`]*)?`', section('How it is used')))
    assert used and used <= letters


def test_the_table_of_the_menus_is_the_menus():
    in_the_code = [(menu, choice.letter, choice.word, choice.label, choice.action.__name__)
                   for menu, choices in MENUS.items() for choice in choices]
    assert [(menu, *codes(letter), *codes(word), label, *named(function))
            for menu, letter, word, label, function in rows_of(
                'Menu', 'Letter', 'Word', 'Label', 'Function')] == in_the_code


def test_the_flow_chart_has_every_line_of_every_menu_and_no_other():
    chart = re.search(r'```mermaid\n(.*?)```', section('Flow chart'), re.S)[1]
    assert set(re.findall(r'"(\w): ([^"]*)"', chart)) == {
        (choice.letter, choice.label) for menu in MENUS.values() for choice in menu}


def test_every_arrow_of_the_flow_chart_leads_from_a_box_to_a_box():
    chart = re.search(r'```mermaid\n(.*?)```', section('Flow chart'), re.S)[1]
    chart = re.sub(r'"[^"]*"|\|[^|]*\|', '', chart.removeprefix('flowchart TD'))    # no labels
    boxes = set(re.findall(r'(\w+)[\[({]', chart))
    ends = set(re.findall(r'\w+', re.sub(r'[\[({].*?[\])}]+', '', chart)))
    assert boxes == ends and len(boxes) > 20


def test_the_data_dictionary_has_the_columns_of_each_file_in_order():
    rows = rows_of(*DICTIONARY)
    assert [(file, *codes(column)) for file, column, *_ in rows] == [
        (file, column) for file, record in FILES.items() for column in record._fields]


def test_the_examples_of_the_data_dictionary_are_rows_that_the_program_takes():
    examples = {name: [''.join(codes(example)) for file, _, _, example, _ in rows_of(*DICTIONARY)
                       if file == name] for name in FILES}
    path = os.path.join(fakeflix.PROGRAM_FOLDER, 'films.csv')
    films, _ = fakeflix.films_from_lines(fakeflix.lines_of(path))
    film = fakeflix.film_from_row(dict(zip(fakeflix.Film._fields, examples['films.csv'])))
    assert film == films[film.film_id]
    for name, from_lines in (('users.csv', fakeflix.accounts_from_lines),
                             ('views.csv', fakeflix.events_from_lines),
                             ('likes.csv', fakeflix.events_from_lines)):
        records, faults = from_lines([','.join(examples[name])])
        assert len(records) == 1 and faults == []
        if name != 'users.csv':
            assert records[0].film_id in films
    assert fakeflix.BCRYPT_HASH.fullmatch(examples['users.csv'][1])


def test_every_function_that_a_table_names_exists():
    functions = {name for names, rows in tables() for row in rows for column, cell in zip(
        names, row) if column == 'Function' for name in named(cell)}
    assert functions and {name for name in functions
                          if not inspect.isfunction(getattr(fakeflix, name, None))} == set()


def test_every_name_in_backticks_exists():
    known = {*dir(fakeflix), *dir(conftest), *existing_tests(),
             *(column for record in FILES.values() for column in record._fields)}
    called = {code[:-2] for code in codes(PROSE) if re.fullmatch(r'\w+\(\)', code)}
    spelt = {code for code in codes(PROSE) if re.fullmatch(r'[a-z]+(_[a-z]+)+|[A-Z_]{3,}', code)}
    assert called and {name for name in called if not hasattr(fakeflix, name)} == set()
    assert spelt - known - {'most_common'} == set()     # that is a method of Counter
    for name, attribute in re.findall(r'`(session)\.([\w.]+)', PROSE):
        value = fakeflix.Session('')
        value.views = value.likes = fakeflix.Log('', '', False)
        for part in attribute.split('.'):
            value = getattr(value, part)


def test_every_test_that_the_readme_names_exists():
    named_tests = set(re.findall(r'\btest_\w+(?!\w|\.py)', PROSE))
    examples = set(re.findall(r'^def (test_\w+)', PROSE, re.M))      # those one is told to write
    files = {name[:-3] for name in os.listdir(os.path.join(TOP, 'tests'))} | {'test_minutes'}
    assert named_tests and named_tests - existing_tests() - examples - files == set()


def test_every_success_criterion_names_a_test_and_is_evaluated():
    criteria = rows_of('No.', 'The program', 'The test that shows it')
    assert [int(number) for number, *_ in criteria] == list(range(1, len(criteria) + 1))
    assert [row for row in criteria if not re.search(r'`test_\w+`', row[2])] == []
    evaluated = rows_of('No.', 'Met?', 'How well, and what would come next')
    assert [row[0] for row in evaluated] == [row[0] for row in criteria]


def test_the_decomposition_has_eleven_steps_with_functions_and_tests():
    steps = rows_of('Step', 'Input', 'Process', 'Output', 'Function', 'Test')
    assert [int(step.split()[0]) for step, *_ in steps] == list(range(1, 12))
    assert all(all(row) and set(named(row[5])) <= existing_tests() for row in steps)


def test_the_table_of_the_folder_names_everything_in_it_and_nothing_else():
    rows = dict(rows_of('file', 'holds'))
    there = {name for name in os.listdir(TOP) if name[0] != '.' and name != '__pycache__'}
    assert {name.rstrip('/') for name in rows} == there - {'README.md'}


def test_every_option_that_the_readme_names_exists_and_none_is_missing(request, capsys):
    with pytest.raises(SystemExit):
        fakeflix.main(['--help'])
    offered = set(re.findall(r'--[a-z][a-z-]*', capsys.readouterr().out))
    named_options = set(re.findall(r'--[a-z][a-z-]*', PROSE))
    to_be_written = set(re.findall(r'An option `(--[a-z-]+)`', section('Ten exercises')))
    of_the_tests = {name for name in named_options - offered - to_be_written
                    if request.config.getoption(name, None) is None
                    and name not in ('--testing-table', '--quick')}
    assert offered <= named_options and of_the_tests == set()
    assert request.config.getoption('--testing-table', 'no such option') != 'no such option'


def test_every_link_inside_the_readme_leads_to_a_heading():
    anchors = [slug(heading) for heading in HEADINGS]
    assert len(set(anchors)) == len(anchors)
    assert set(re.findall(r'\]\(#([^)]*)\)', PROSE)) - set(anchors) == set()
    for path in re.findall(r'\]\((?!#|https?:)([^)#]*)', PROSE):
        assert os.path.exists(os.path.join(TOP, path))


def test_the_numbers_in_the_readme_are_those_of_the_program():
    path = os.path.join(fakeflix.PROGRAM_FOLDER, 'films.csv')
    count = len(fakeflix.films_from_lines(fakeflix.lines_of(path))[0])
    assert set(re.findall(r'\b(\d{1,3},\d{3}|\d{4,}) films\b', PROSE)) == {f'{count:,}'}
    assert set(re.findall(r'newest (\S+) rows', PROSE)) == {f'{fakeflix.COMMUNITY:,}'}


def test_every_section_of_the_project_is_there():
    wanted = ['Objectives and success criteria', 'Decomposition', 'Flow chart', 'Data dictionary',
              'Testing table', 'Evaluation',
              'Extend it in three steps', 'Ten exercises']
    assert [heading for heading in wanted if not section(heading).strip()] == []


@pytest.fixture
def extended(monkeypatch):
    """(the program after the first two of the three steps of the README, the test of the third)."""
    function, row, test = re.findall(r'```python\n(.*?)```', section('Extend it in three steps'),
                                     re.S)
    with open(fakeflix.__file__, encoding='utf-8') as program:
        text = program.read()
    above, banner, below = text.partition('\n\n# == 10 ')
    below = below.replace("    Choice('o',", row + "    Choice('o',", 1)
    text = f'{above}\n\n{function.rstrip()}{banner}{below}'
    module = types.ModuleType('extended')
    module.__file__ = fakeflix.__file__
    exec(compile(text, 'the program with the example of the README', 'exec'), module.__dict__)
    module.lines = text.count('\n')
    module.BCRYPT_COST = 4
    monkeypatch.setattr(conftest, 'fakeflix', module)       # which play() plays
    return module, test


def test_the_worked_example_of_the_readme_works(extended, play):
    module, test = extended
    assert len(module.FILMS_MENU) == len(fakeflix.FILMS_MENU) + 1
    tests = {}
    exec(compile(test, 'the test of the README', 'exec'), tests)
    for name in [name for name in tests if name.startswith('test_')]:
        tests[name](play)
    assert [name for name in tests if name.startswith('test_')]


def test_the_worked_example_of_the_readme_is_in_the_style_of_the_program(extended):
    for code in re.findall(r'```python\n(.*?)```', section('Extend it in three steps'), re.S):
        assert max(map(len, code.splitlines())) <= 100
    functions = [node for node in ast.parse(inspect.cleandoc(extended[1])).body
                 if isinstance(node, ast.FunctionDef)]
    assert functions and extended[0].minutes.__doc__
    assert (extended[0].lines > 1000) == ('_1000_lines' in section('Extend it in three steps'))


def test_there_are_ten_exercises_each_with_a_hint():
    rows = rows_of('No.', 'Exercise', 'Hint', 'Lines')
    assert [int(number) for number, *_ in rows] == list(range(1, 11)) and all(map(all, rows))
    assert int(rows[0][3]) < int(rows[-1][3])       # they begin easily
