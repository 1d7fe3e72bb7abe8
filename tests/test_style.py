"""The style of fakeflix.py, as far as a program can check it, and what lies in the folder."""
import ast
import doctest
import os
import re
import statistics
import symtable
import sys

import fakeflix

with open(fakeflix.__file__, encoding='utf-8') as file:
    TEXT = file.read()
LINES = TEXT.splitlines()
TREE = ast.parse(TEXT)
SECTIONS = ['Settings', 'Records', 'The CSV files', 'Accounts', 'Searching', 'Recommending',
            'Laying out', 'Asking', 'Menu functions', 'The menus and the main loop']
BANNERS = [(place, re.fullmatch(r'# == (\d+)  (.+?) =+', line))       # (line number, its match)
           for place, line in enumerate(LINES, 1) if line.startswith('# == ')]

TOP_LEVEL = [node for node in TREE.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
FUNCTIONS = [node for node in ast.walk(TREE) if isinstance(node, ast.FunctionDef)]
IMPORTS = {}        # {module: the top-level functions that import it, '' for the file itself}
for outer in TREE.body:
    for node in ast.walk(outer):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            modules = [each.name for each in node.names] if isinstance(node, ast.Import) else [
                node.module]
            for module in modules:
                IMPORTS.setdefault(module.split('.')[0], set()).add(getattr(outer, 'name', ''))


def body_length(function) -> int:
    """The lines of a function below its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def calls_in(node) -> set:
    """{(name, line number)} of what is called in a part of the program: print, os.open."""
    return {(ast.unparse(each.func), each.lineno) for each in ast.walk(node)
            if isinstance(each, ast.Call)}


def definitions() -> dict:
    """{top-level name: the number of the line where it is first given its meaning}."""
    lines = {}
    for outer in TREE.body:
        inner = [outer] if outer in TOP_LEVEL else ast.walk(outer)
        for node in inner:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                lines.setdefault(node.name, node.lineno)
            elif isinstance(node, ast.alias):
                lines.setdefault(node.asname or node.name, node.lineno)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                lines.setdefault(node.id, node.lineno)
    return lines


def globals_in(table) -> set:
    """The top-level names that a function, a class or a function inside it looks up."""
    names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
    return names.union(*map(globals_in, table.get_children()))


def test_the_program_is_at_most_1000_lines_of_at_most_100_characters():
    assert [number for number, line in enumerate(LINES, 1) if len(line) > 100] == []
    assert len(LINES) <= 1000


def test_the_ten_parts_stand_in_order_under_numbered_banners():
    assert [match and match.groups() for _, match in BANNERS] == [
        (str(number), name) for number, name in enumerate(SECTIONS, 1)]


def test_a_sentence_stands_under_each_banner():
    assert [LINES[place] for place, _ in BANNERS if not LINES[place].startswith('# ')] == []


def test_every_function_and_class_says_what_it_is():
    assert [node.name for node in TOP_LEVEL if not ast.get_docstring(node)] == []


def test_every_signature_has_type_hints():
    functions = [node for node in TOP_LEVEL if isinstance(node, ast.FunctionDef)]
    assert [f'{function.name}({each.arg})' for function in functions
            for each in ast.walk(function.args) if isinstance(each, ast.arg)
            and not each.annotation and each.arg != 'file'      # nor does a function need one:
            and each.arg not in {name for name, _ in calls_in(function)}] == []
    assert [function.name for function in functions if not function.returns
            and 'contextmanager' not in map(ast.unparse, function.decorator_list)] == []


def test_a_top_level_name_is_used_only_below_where_it_is_defined():
    lines = definitions()
    module = symtable.symtable(TEXT, 'fakeflix.py', 'exec')
    assert [(table.get_name(), name) for table in module.get_children()
            for name in globals_in(table) if lines.get(name, 0) > table.get_lineno()] == []


def test_the_pure_middle_never_prints_reads_or_opens():
    start, end = BANNERS[3][0], BANNERS[7][0]
    assert [(name, line) for name, line in calls_in(TREE) if start < line < end
            and name.split('.')[-1] in ('print', 'input', 'open', 'write')] == []


def test_only_the_standard_library_and_bcrypt_are_imported():
    assert set(IMPORTS) - set(sys.stdlib_module_names) == {'bcrypt'}


def test_nothing_slow_or_unwanted_is_imported_at_the_start():
    assert {'readline', 'dataclasses', 'typing', 'pathlib'} & set(IMPORTS) == set()
    assert [module for module in ('difflib', 'getpass', 'argparse')
            if '' in IMPORTS.get(module, ())] == []


def test_a_function_has_at_most_25_lines_and_half_of_them_at_most_8():
    assert [node.name for node in FUNCTIONS if body_length(node) > 25] == []
    assert statistics.median(map(body_length, FUNCTIONS)) <= 8


def test_statements_are_nested_at_most_3_deep():
    around = {node: function for function in FUNCTIONS for node in ast.walk(function)
              if isinstance(node, ast.stmt) and node is not function}     # the innermost wins
    indents = {node: len(re.match(' *', LINES[node.lineno - 1])[0]) for node in around}
    assert [(function.name, node.lineno) for node, function in around.items()
            if indents[node] - function.col_offset > 4 * (1 + 3)] == []


def test_loop_variables_are_whole_words():
    loops = [node for node in ast.walk(TREE) if isinstance(node, (ast.For, ast.comprehension))]
    assert [(node.id, node.lineno) for loop in loops for node in ast.walk(loop.target)
            if isinstance(node, ast.Name) and len(node.id) == 1 and node.id != '_'] == []


def test_the_examples_in_the_docstrings_are_true():
    failed, tried = doctest.testmod(fakeflix)
    assert failed == 0 and tried >= 8


def test_the_folder_holds_these_eight_things_and_nothing_else():
    found = {name for name in os.listdir(fakeflix.PROGRAM_FOLDER)
             if not name.startswith('.') and name != '__pycache__'}
    assert found == {'fakeflix.py', 'films.csv', 'users.csv', 'views.csv', 'likes.csv', 'tests',
                     'README.md', 'requirements.txt'}


def test_only_bcrypt_and_pytest_need_to_be_installed():
    with open(os.path.join(fakeflix.PROGRAM_FOLDER, 'requirements.txt'), encoding='utf-8') as file:
        names = re.findall(r'^[\w-]+', file.read(), re.M)
    assert sorted(names) == ['bcrypt', 'pytest']
