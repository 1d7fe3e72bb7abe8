"""Are the tests good? Plant faults in copies of fakeflix.py, one at a time, and see who notices.

    python tests/proofs/planted.py                      20 faults, some minutes
    python tests/proofs/planted.py --count 100 --seed 7
    python tests/proofs/planted.py --only 123-456       only in these lines of fakeflix.py
    python tests/proofs/planted.py --list               say which faults, and run nothing

It takes long and is run by hand. The same seed plants the same faults in the same fakeflix.py. A
fault is a small change inside a function: a comparison turned, a number one more, an `and` for an
`or`, a statement left out, a `not` taken away, two arguments swapped, a text emptied ... First all
tests run once, to see which of them call which function, and which are red already: those do not
count. Then for each fault first those tests run that call its function, those first that call
little else; then all tests; then the quick proofs; it ends at the first that fails, or hangs.

A fault that nobody notices is a hole in the tests, unless it changes nothing that anybody could
see (a number in a time limit, a text that is only there for speed): look at each.
"""
import argparse
import ast
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import namedtuple

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.join(TOP, 'fakeflix.py')
Fault = namedtuple('Fault', 'function line kind start end new')     # characters start to end
Result = namedtuple('Result', 'noticed by seconds')

TURNED = {ast.Lt: ('<=', '>='), ast.LtE: ('<', '>'), ast.Gt: ('>=', '<='), ast.GtE: ('>', '<'),
          ast.Eq: ('!=',), ast.NotEq: ('==',), ast.Is: ('is not',), ast.IsNot: ('is',),
          ast.In: ('not in',), ast.NotIn: ('in',)}
SUMS = {ast.Add: '-', ast.Sub: '+', ast.Mult: '/', ast.Div: '*', ast.FloorDiv: '/', ast.Mod: '//',
        ast.BitOr: '&', ast.BitAnd: '|'}
TELLING = {'tell', 'tell_once', 'print', 'ask', 'Refused', 'DataError', 'NotSaved', 'Listing',
           'Choice', 'OSError', 'wrap', 'plural', 'add_argument', 'ArgumentParser'}
# Who calls what, and which tests are red: a plugin of pytest.
PLUGIN = '''
import json, os, sys
calls, red, broken = {}, [], []
def pytest_runtest_setup(item):
    def profiler(frame, event, argument):
        if event == 'call' and frame.f_code.co_filename.endswith('fakeflix.py'):
            calls.setdefault(frame.f_code.co_name, {})[item.nodeid] = None
    sys.setprofile(profiler)
def pytest_runtest_teardown(item):
    sys.setprofile(None)
def pytest_runtest_logreport(report):
    if report.failed:
        red.append(report.nodeid)
def pytest_collectreport(report):
    if report.failed:
        broken.append(report.nodeid)
def pytest_sessionfinish(session):
    with open(os.environ['PLANTED'], 'w') as file:
        json.dump([{name: list(tests) for name, tests in calls.items()}, red, broken], file)
'''


class Places:
    """Where the nodes of a syntax tree stand in the text."""
    def __init__(self, source: str) -> None:
        self.source = source
        self.lines = [0]            # where each line begins
        for line in source.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))

    def at(self, line: int, column: int) -> int:
        """The place of a line and a column, which Python counts in bytes of UTF-8."""
        start = self.lines[line - 1]
        text = self.source[start:self.lines[line]].encode()[:column]
        return start + len(text.decode())

    def start(self, node: ast.AST) -> int:
        """Where a node begins."""
        return self.at(node.lineno, node.col_offset)

    def end(self, node: ast.AST) -> int:
        """Where a node ends."""
        return self.at(node.end_lineno, node.end_col_offset)

    def text(self, node: ast.AST) -> str:
        """The text of a node."""
        return self.source[self.start(node):self.end(node)]


def changes_of(node: ast.AST, places: Places) -> list:
    """[(kind, start, end, new text)]: the small changes that can be made to a node itself."""
    start, end = places.start(node), places.end(node)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = places.end(node.left), places.start(node.comparators[0])
        return [('comparison', left, right, f' {new} ') for new in TURNED[type(node.ops[0])]]
    if isinstance(node, ast.BoolOp):
        word = 'or' if isinstance(node.op, ast.And) else 'and'
        left, right = places.end(node.values[0]), places.start(node.values[1])
        between = places.source[left:right]
        if '(' not in between and ')' not in between and len(node.values) == 2:
            return [('and, or', left, right, re.sub(r'\b(and|or)\b', word, between))]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return [('not', start, end, f'bool({places.text(node.operand)})')]
    if isinstance(node, ast.BinOp) and type(node.op) in SUMS:
        left, right = places.end(node.left), places.start(node.right)
        if not set('()') & set(places.source[left:right]):
            return [('sum', left, right, f' {SUMS[type(node.op)]} ')]
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return [('truth', start, end, str(not node.value))]
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return [('number', start, end, str(node.value + 1)),
                ('number', start, end, str(node.value - 1))]
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        return [('text', start, end, "''")]
    if isinstance(node, ast.Call) and len(node.args) > 1:
        first, second = node.args[:2]
        if not any(isinstance(each, ast.Starred) for each in node.args[:2]):
            between = places.source[places.end(first):places.start(second)]
            swapped = places.text(second) + between + places.text(first)
            return [('arguments', places.start(first), places.end(second), swapped)]
    return []


def changes_of_statement(node: ast.stmt, places: Places) -> list:
    """[(kind, start, end, new text)]: the small changes that can be made to a statement."""
    start, end = places.start(node), places.end(node)
    if isinstance(node, (ast.Expr, ast.Assign, ast.AugAssign, ast.Raise, ast.Continue, ast.Delete)):
        return [('left out', start, end, 'pass')]
    if isinstance(node, ast.Return) and node.value:
        return [('return', start, end, 'return None')]
    if isinstance(node, ast.Return):
        return [('left out', start, end, 'pass')]
    if isinstance(node, (ast.If, ast.While)):
        test = node.test
        return [('condition', places.start(test), places.end(test), 'True'),
                ('condition', places.start(test), places.end(test), 'False')]
    return []


def is_told(node: ast.Call) -> bool:
    """Does this call only say something?"""
    name = getattr(node.func, 'id', '') or getattr(node.func, 'attr', '')
    return name in TELLING


def inside(node: ast.AST, silent: bool = True):
    """Yield (node, may a text in it be emptied) of all nodes in a function, but for its docstring,
    its hints and the texts that are shown."""
    for field, value in ast.iter_fields(node):
        children = value if isinstance(value, list) else [value]
        for place, child in enumerate(children):
            is_doc = field == 'body' and place == 0 and isinstance(child, ast.Expr) and isinstance(
                child.value, ast.Constant)
            if not isinstance(child, ast.AST) or is_doc or field in ('annotation', 'returns'):
                continue
            if isinstance(child, ast.JoinedStr):
                continue            # its places are known only since Python 3.12
            quiet = silent and not (isinstance(child, ast.Call) and is_told(child))
            yield child, quiet
            yield from inside(child, quiet)


def is_sentence(node: ast.AST) -> bool:
    """Is it a text with words, as somebody reads it?"""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and (
        node.value.count(' ') > 1)


def all_faults(source: str) -> list:
    """All the Faults that can be planted, in the order of the text."""
    places, faults = Places(source), set()
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node, is_silent in inside(function):
            changes = []
            if isinstance(node, ast.stmt):
                changes = changes_of_statement(node, places)
            elif isinstance(node, ast.expr) and (is_silent or not isinstance(
                    getattr(node, 'value', None), str)) and not is_sentence(node):
                changes = changes_of(node, places)
            faults |= {Fault(function.name, node.lineno, *change) for change in changes}
    alone = {fault[1:]: fault for fault in sorted(faults)}      # of a function in a function, one
    return sorted(alone.values(), key=lambda fault: fault[1:])


def planted(source: str, fault: Fault) -> str:
    """The source with a fault in it."""
    return source[:fault.start] + fault.new + source[fault.end:]


def is_a_program(source: str) -> bool:
    """Can Python read it?"""
    try:
        compile(source, 'fakeflix.py', 'exec')
    except SyntaxError:
        return False
    return True


def description(fault: Fault, source: str) -> str:
    """A fault in a line: where it is, and what stands there now for what."""
    old = ' '.join(source[fault.start:fault.end].split())
    new = ' '.join(fault.new.split())
    return f'line {fault.line}, {fault.function}: {fault.kind}: {old[:60]}  ->  {new[:60]}'


def run(copy: str, seconds: float, *arguments: str, **variables: str) -> tuple:
    """(exit status, what is printed) of Python with these arguments in the copy; the status is
    None if it hangs. Whatever it began ends with it."""
    began = [sys.executable, *arguments]
    environment = {**os.environ, 'PYTHONDONTWRITEBYTECODE': '1', **variables}
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(began, cwd=copy, stdout=output, stderr=output,
                                   stdin=subprocess.DEVNULL, env=environment,
                                   start_new_session=True)
        try:
            status = process.wait(max(1, seconds))
        except subprocess.TimeoutExpired:
            status = None
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
        output.seek(0)
        return status, output.read().decode(errors='replace')


def pytest(copy: str, seconds: float, *arguments: str, **variables: str) -> tuple:
    """(exit status, what is printed) of pytest in the copy."""
    return run(copy, seconds, '-m', 'pytest', '-q', '-p', 'no:cacheprovider', *arguments,
               **variables)


def failed_proofs(screen: str) -> set:
    """The names of the proofs that failed."""
    return set(re.findall(r'^FAILED +(.*): \w+ in \w+\.py, line', screen, re.MULTILINE))


class Judge:
    """Runs the tests and the proofs on a copy, whose fakeflix.py changes."""
    def __init__(self, copy: str, seconds: float, with_proofs: bool) -> None:
        self.copy, self.seconds, self.with_proofs = copy, seconds, with_proofs
        with open(os.path.join(copy, 'planted_plugin.py'), 'w') as file:
            file.write(PLUGIN)
        found = os.path.join(copy, 'planted.json')
        pytest(copy, 1800, '-p', 'planted_plugin', '--continue-on-collection-errors',
               PLANTED=found, PYTHONPATH=copy)
        os.remove(os.path.join(copy, 'planted_plugin.py'))
        with open(found) as file:
            self.calls, self.red, broken = json.load(file)
        self.without = [f'--deselect={test}' for test in self.red]
        self.without += [f'--ignore={test}' for test in broken]
        self.red += broken
        os.remove(found)
        self.wide = {}              # {test: how many functions it calls}
        for tests in self.calls.values():
            for test in tests:
                self.wide[test] = self.wide.get(test, 0) + 1
        self.red_proofs = set()
        if with_proofs:
            _, screen = run(copy, 1800, 'tests/proofs/run.py', '--quick')
            self.red_proofs = failed_proofs(screen)

    def nearest(self, function: str) -> list:
        """The tests that call a function, those first that call little else."""
        tests = [test for test in self.calls.get(function, []) if test not in self.red]
        return sorted(tests, key=lambda test: (self.wide[test], test))[:100]

    def result(self, source: str, function: str) -> Result:
        """What comes of a source with a fault in this function."""
        began = time.monotonic()

        def noticed(by: str) -> Result:
            return Result(True, by, time.monotonic() - began)
        with open(os.path.join(self.copy, 'fakeflix.py'), 'w', encoding='utf-8') as file:
            file.write(source)
        stages = [self.nearest(function), self.without]
        for number, arguments in enumerate(stages):
            if number == 0 and not arguments:
                continue
            status, screen = pytest(self.copy, self.seconds, '-x', *arguments)
            if status is None:
                return noticed('a test that hangs')
            if status:
                found = re.findall(r'^(?:FAILED|ERROR) (.+?)(?: - |$)', screen, re.MULTILINE)
                return noticed(found[0] if found else 'the tests cannot begin')
        if self.with_proofs:
            status, screen = run(self.copy, self.seconds, 'tests/proofs/run.py', '--quick')
            new = failed_proofs(screen) - self.red_proofs
            if status is None or new:
                return noticed(f'proof: {min(new)}' if new else 'a proof that hangs')
        return Result(False, '', time.monotonic() - began)


def copied(folder: str) -> str:
    """The path of a copy of the project, without what git does not track."""
    copy = os.path.join(folder, 'project')
    shutil.copytree(TOP, copy, ignore=shutil.ignore_patterns(
        '.git', '.venv', '__pycache__', '.pytest_cache', '.ruff_cache', '.fakeflix.lock'))
    return copy


def chosen(source: str, options: argparse.Namespace) -> list:
    """The Faults to plant: so many, by chance, of those in the lines that are wanted."""
    first, _, last = options.only.partition('-')
    lines = range(int(first or 1), int(last or first or 10 ** 6) + 1)
    faults = [fault for fault in all_faults(source) if fault.line in lines]
    random.Random(options.seed).shuffle(faults)
    good = (fault for fault in faults if is_a_program(planted(source, fault)))
    return [fault for _, fault in zip(range(options.count), good)]


def main() -> int:
    """Plant, run, print; 1 if a fault was not noticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--count', type=int, default=20, help='how many faults')
    parser.add_argument('--seed', type=int, default=1, help='another seed plants other faults')
    parser.add_argument('--only', default='', metavar='LINES', help='lines of fakeflix.py: 12-345')
    parser.add_argument('--seconds', type=float, default=300, help='after so many a run hangs')
    parser.add_argument('--no-proofs', action='store_true', help='run the tests only')
    parser.add_argument('--list', action='store_true', help='only list the faults')
    options = parser.parse_args()
    with open(PROGRAM, encoding='utf-8') as file:
        source = file.read()
    faults = chosen(source, options)
    if options.list:
        print(*(description(fault, source) for fault in faults), sep='\n')
        return 0
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(copied(folder), options.seconds, not options.no_proofs)
        print(f'{len(judge.wide)} tests call functions of the program. Red already, so not counted:',
              *sorted({*judge.red, *judge.red_proofs}) or ['none'], sep='\n    ', flush=True)
        for number, fault in enumerate(faults, 1):
            result = judge.result(planted(source, fault), fault.function)
            verdict = f'noticed by {result.by}' if result.noticed else 'NOT NOTICED'
            print(f'{number:3}  {description(fault, source)}\n     {verdict} '
                  f'({result.seconds:.0f} s)', flush=True)
            missed += [fault] * (not result.noticed)
    print(f'\n{len(faults) - len(missed)} of {len(faults)} faults were noticed.')
    for fault in missed:
        print('NOT NOTICED:', description(fault, source))
    return 1 if missed else 0


if __name__ == '__main__':
    sys.exit(main())
