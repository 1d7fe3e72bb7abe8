"""The shape of fakeflix.py as far as a program can see it, and what lies in the folder."""
import ast
import inspect
import os
import re
import subprocess
import sys

import pytest
from conftest import TOP

import fakeflix

TEXT = inspect.getsource(fakeflix)
TREE = ast.parse(TEXT)
PARTS = ['Settings', 'Records', 'The catalogue', 'The logs', 'Saving', 'Accounts', 'Searching',
         'Recommending', 'Laying out', 'Asking', 'Menu functions', 'The menus and the main loop',
         'Starting and ending']
RULE = '# ' + '-' * 94
LAYOUT = {'fakeflix.py', 'films.csv', 'users.csv', 'views.csv', 'likes.csv', 'tests', 'README.md',
          'requirements.txt'}
NOT_PURE = {'print', 'input', 'open'}


def banners():
    """{name of a part: the number of the line where its banner names it}, from top to bottom."""
    lines = TEXT.splitlines()
    found = {}
    for number, line in enumerate(lines, 1):
        match = re.fullmatch(r'# (\d+)  (.+)', line)
        if match and lines[number - 2] == RULE:
            found[f'{match[1]} {match[2]}'] = number
    return found


def test_the_thirteen_parts_stand_in_order():
    wanted = [f'{number} {name}' for number, name in enumerate(PARTS, 1)]
    there = [name for name in banners() if name in wanted]
    assert there == wanted, (
        'The thirteen parts of fakeflix.py have to stand in their order, each below a line of '
        f'dashes: these do {there}.')


def test_the_pure_middle_calls_no_print_no_input_and_no_open():
    lines = banners()
    start, end = lines['6 Accounts'], lines['10 Asking']
    for node in ast.walk(TREE):
        if isinstance(node, ast.Call) and start < node.lineno < end:
            name = ast.unparse(node.func)
            assert name.split('.')[-1] not in NOT_PURE, (
                f'Line {node.lineno} of fakeflix.py calls {name}(). Functions of parts 6 to 9 '
                'return what they find; parts 10 to 13 read, ask and print. Return it, and print '
                'it in the menu function of part 11.')


def imported():
    """The modules that fakeflix.py imports, at its top or inside a function."""
    modules = set()
    for node in ast.walk(TREE):
        if isinstance(node, ast.Import):
            modules.update(name.name.partition('.')[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            modules.add(node.module.partition('.')[0])
    return modules


def test_what_is_imported_comes_with_python_or_stands_in_requirements():
    with open(os.path.join(TOP, 'requirements.txt'), encoding='utf-8') as file:
        packages = set(re.findall(r'(?m)^[\w-]+', file.read()))
    assert {'bcrypt', 'pytest'} <= packages, 'requirements.txt must name bcrypt and pytest.'
    for module in imported() - set(sys.stdlib_module_names):
        assert module in packages, (f'fakeflix.py imports {module}, which does not come with '
                                    'Python: write its package into requirements.txt.')


def git(*arguments):
    """The lines that git prints; the test is skipped where there is no git, or no repository."""
    try:
        ended = subprocess.run(['git', '-C', TOP, *arguments], capture_output=True, text=True,
                               check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip('there is no git here')
    return ended.stdout.splitlines()


def test_git_tracks_the_eight_things_of_the_layout_and_nothing_else():
    if os.path.realpath(git('rev-parse', '--show-toplevel')[0]) != os.path.realpath(TOP):
        pytest.skip('this folder is a part of somebody else\'s repository')
    tracked = {path.split('/')[0] for path in git('ls-files')}
    tracked = {name for name in tracked if not name.startswith('.')}
    assert tracked >= LAYOUT, f'git does not track {LAYOUT - tracked}: git add it.'
    assert tracked <= LAYOUT, (f'git tracks {tracked - LAYOUT}, which is not a part of the '
                               'project: put it into tests/, or git rm --cached it.')


@pytest.mark.parametrize('name', ['users.csv', 'views.csv', 'likes.csv'])
def test_the_logs_are_shipped_with_their_header_only(name):
    assert len(git('show', f'HEAD:{name}')) <= 1, (
        f'git tracks rows of {name}: they are about real people, so git restore {name}.')
