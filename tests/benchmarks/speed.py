"""How quick is FakeFlix, how much memory does it take, and does that keep within its limits?

    python tests/benchmarks/speed.py            some minutes, and 1 GB in the temporary folder
    python tests/benchmarks/speed.py --quick    under a minute: a first look only, as a ratio
                                                to something smaller is another
    python tests/benchmarks/speed.py --against OTHER.py [--films FILMS.csv]
        times another version of the program beside this one: each line alternates between the two
        and ends with their ratio. FILMS.csv is the catalogue that belongs to the other; without it,
        the films.csv beside it, or else ours. The other need only have the same menu letters.

Every figure is a ratio to something else that runs in turn with it, in the same minute, on the same
machine and Python; so it means the same on any machine. Whole programs are compared by the median
of their processor time, which other programs disturb less than the clock on the wall. The data are
made for the purpose and thrown away. Needs bcrypt, and Linux, macOS or another Unix.
"""
import argparse
import csv
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, namedtuple

from made import PASSWORD, make_folder

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.join(TOP, 'fakeflix.py')
USER = 'ana0'                       # the user of middling activity
VISIT = f'l\n{USER}\n{PASSWORD}\nr\nq\n'                # log in, recommend, quit
MEGABYTE = 2 ** 20 if sys.platform == 'darwin' else 1024        # in the units of ru_maxrss
Size = namedtuple('Size', 'films views many_views many_films runs saves')
FULL = Size(10_000, 1_000_000, 10_000_000, 100_000, 9, 150)
QUICK = Size(2_000, 100_000, 1_000_000, 10_000, 3, 30)
Run = namedtuple('Run', 'processor wall peak screen')   # seconds, seconds, MB, what was printed

PLAIN = '''
import csv, sys
from collections import Counter
folder, username, password = sys.argv[1:]
films, users, views, likes = [
    list(csv.DictReader(open(f'{folder}/{name}.csv', newline='', encoding='utf-8')))
    for name in ('films', 'users', 'views', 'likes')]
if not any(user['username'] == username for user in users):
    sys.exit('There is no such user.')
likes_of = Counter(like['film_id'] for like in likes)
seen = {view['film_id'] for view in views if view['username'] == username}
counts = Counter(genre for film in films if film['film_id'] in seen
                 for genre in film['genres'].split('|'))
unseen = [film for film in films if film['film_id'] not in seen]
unseen.sort(key=lambda film: -sum(counts[genre] for genre in film['genres'].split('|')))
for film in unseen[:10]:
    print(film['film_id'], film['title'], likes_of[film['film_id']])
'''                                 # what a pupil may write first; it does not even check passwords


class Visit:
    """A program that is running: it is typed to through one pipe and read through another."""
    def __init__(self, program: str, folder: str, username: str = USER) -> None:
        self.child = subprocess.Popen([sys.executable, program, '--data', folder],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.read()
        for line in 'l', username, PASSWORD:
            self.type(line)

    def read(self) -> str:
        """All that is printed to the next prompt."""
        screen = b''
        while not screen.endswith(b'\n> '):
            more = os.read(self.child.stdout.fileno(), 1 << 16)
            if not more:
                sys.exit(f'The program has ended:\n{screen.decode()}')
            screen += more
        return screen.decode()

    def type(self, line: str) -> str:
        """Type a line; all that is printed from then on, to the next prompt."""
        self.child.stdin.write(line.encode() + b'\n')
        self.child.stdin.flush()
        return self.read()

    def quit(self) -> None:
        """End of input, and wait for the end of the program."""
        self.child.communicate()


def apart(work, *arguments) -> object:
    """What work returns, done in a process of its own. What is big happens there: the peak memory
    of a program counts from that of the program which starts it, so this one has to stay small."""
    with multiprocessing.Pool(1) as pool:
        return pool.apply(work, arguments)


def middle(values) -> float:
    """The median; of an even number of values, the upper one."""
    values = sorted(values)
    return values[len(values) // 2]


def run(command: list, typed: str = '', **options) -> Run:
    """Run a program to its end, and measure it."""
    with tempfile.TemporaryFile() as keyboard, tempfile.TemporaryFile() as screen:
        keyboard.write(typed.encode())
        keyboard.seek(0)
        started = time.perf_counter()
        child = subprocess.Popen(command, stdin=keyboard, stdout=screen, stderr=screen, **options)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        screen.seek(0)
        printed = screen.read().decode('utf-8', 'replace')
    if child.returncode:
        sys.exit(f'{command} ended with status {child.returncode}:\n{printed}')
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / MEGABYTE, printed)


def in_turn(first, second, runs: int) -> tuple:
    """(the median Run of one function, that of the other), run in turn, field by field. The first
    run of each is not counted: it fetches the files from the disk."""
    pairs = [(first(), second()) for _ in range(runs + 1)][1:]
    return tuple(Run(*map(middle, zip(*side))) for side in zip(*pairs))


def report(what: str, value: float, limit: float, unit: str, remark: str = '') -> None:
    """Print a line of the table."""
    verdict = 'met' if value <= limit else 'NOT met'
    print(f'{what:58} {value:7.2f} {unit:5} limit {limit:5} {unit:5}  {verdict:7}  {remark}',
          flush=True)


def report_runs(what: str, ours: Run, theirs: Run, limit: float) -> None:
    """Print the ratio of the processor times of two medians, and what they are."""
    report(what, ours.processor / theirs.processor, limit, 'times',
           f'{1000 * ours.processor:.1f} to {1000 * theirs.processor:.1f} ms of processor, '
           f'{1000 * ours.wall:.1f} to {1000 * theirs.wall:.1f} on the wall')


def visit(folder: str, program: str = PROGRAM, typed: str = VISIT,
          shown: str = 'Recommended for you: 1 to 10') -> Run:
    """Log in, recommend, quit, in a data folder; or what else is typed, until that is shown."""
    done = run([sys.executable, program, '--data', folder], typed)
    if shown not in done.screen:
        sys.exit(f'The visit went wrong:\n{done.screen}')
    return done


def start(folder: str) -> Run:
    """From the start to the first prompt, where the input ends, of a copy of the program that
    stands in the data folder itself and needs no arguments."""
    return run([sys.executable, 'fakeflix.py'], cwd=folder)


def measure_starts(temporary: str, few: str, many: str, size: Size) -> None:
    """The first two lines: the shipped catalogue against nothing, and many views against few."""
    shipped = os.path.join(temporary, 'shipped')
    os.mkdir(shipped)
    for name in 'films.csv', 'users.csv', 'views.csv', 'likes.csv':
        shutil.copy(os.path.join(TOP, name), shipped)
    for folder in shipped, few, many:
        shutil.copy(PROGRAM, folder)
    ours, theirs = in_turn(lambda: start(shipped), lambda: run([sys.executable, '-c', 'pass']),
                           size.runs)
    report_runs('start to first prompt, against python -c pass', ours, theirs, 2.7)
    ours, theirs = in_turn(lambda: start(many), lambda: start(few), size.runs)
    report_runs(f'the same, {size.many_views:,} views against 1,000', ours, theirs, 1.1)


def measure_visits(middling: str, many: str, size: Size) -> None:
    """The lines about logging in, being recommended films, and quitting."""
    plain = [sys.executable, '-c', PLAIN, middling, USER, PASSWORD]
    ours, theirs = in_turn(lambda: visit(middling), lambda: run(plain), size.runs)
    report_runs(f'log in, recommend, quit, {size.views:,} views, against plain', ours, theirs, 0.35)
    report('the same, peak memory', ours.peak, 70, 'MB', f'{theirs.peak:.0f} MB plain')
    if not shutil.which('grep'):
        return print('the same with more views, against grep: skipped, there is no grep')
    count = ['grep', '-c', USER, os.path.join(many, 'views.csv')]
    bigger, theirs = in_turn(
        lambda: visit(many), lambda: run(count, env={**os.environ, 'LC_ALL': 'C'}), size.runs)
    report_runs(f'the same at {size.many_views:,}, against grep -c', bigger, theirs, 10)
    report(f'the same, peak memory, against {size.views:,} views', bigger.peak / ours.peak, 1.1,
           'times', f'{bigger.peak:.0f} to {ours.peak:.0f} MB')


def measure_saving(many: str, empty: str, saves: int) -> None:
    """Views and likes saved in running programs, from the line typed to the next prompt."""
    visits, spent = [Visit(PROGRAM, many), Visit(PROGRAM, empty)], {'v': ([], []), 'l': ([], [])}
    for visitor in visits:
        visitor.type('1')               # its page: there v and l say one sentence
    for _ in range(saves):
        for letter, both in spent.items():
            for visitor, times in zip(visits, both):
                started = time.perf_counter()
                assert 'Saved:' in visitor.type(letter)
                times.append(time.perf_counter() - started)
    for visitor in visits:
        visitor.quit()
    for letter, what in ('v', 'one view'), ('l', 'one like'):
        ours, theirs = map(middle, spent[letter])
        report(f'{what} saved in a running program, many views against 0', ours / theirs, 1.2,
               'times', f'{1000 * ours:.2f} to {1000 * theirs:.2f} ms on the wall')


def plain_search(words: list, lines: list) -> float:
    """The seconds that a plain `in` takes for a word, in so many lines in small letters."""
    started = time.perf_counter()
    found = [line for line in lines for word in words if word in line]
    assert found
    return (time.perf_counter() - started) / len(words)


def words_to_search(folder: str, count: int) -> tuple:
    """(words, the rarest of the title of each of so many films; the lines of films.csv in small
    letters)."""
    with open(os.path.join(folder, 'films.csv'), newline='', encoding='utf-8') as file:
        titles = [row['title'].lower().replace(',', '').replace('"', '').split()
                  for row in csv.DictReader(file)]
    common = Counter(word for title in titles for word in title)
    words = [min(title, key=common.get) for title in titles[::len(titles) // count]]
    with open(os.path.join(folder, 'films.csv'), encoding='utf-8') as file:
        return words[:count], file.read().lower().split('\n')


def clock(process: int) -> float:
    """The seconds of processor that a running process has had; where the system does not tell, the
    time on the wall."""
    try:
        with open(f'/proc/{process}/schedstat') as file:
            return int(file.read().split()[0]) / 1e9
    except FileNotFoundError:
        return time.perf_counter()


def timed(visitor: Visit, line: str) -> float:
    """The seconds of processor, if the system tells, from typing a line to the next prompt."""
    started = clock(visitor.child.pid)
    visitor.type(line)
    return clock(visitor.child.pid) - started


def measure_searching(folder: str, size: Size) -> None:
    """The lines about searching many films."""
    apart(make_folder, folder, size.many_films, 10, 0)
    words, lines = words_to_search(folder, 9)
    visitor = Visit(PROGRAM, folder)
    first = timed(visitor, f's {words[0]}')
    plain = plain_search(words, lines)
    report(f'the first search over {size.many_films:,} films, to a plain in', first / plain, 400,
           'times', f'{1000 * first:.0f} to {1000 * plain:.1f} ms')
    later = middle(timed(visitor, f's {word}') for word in words)
    visitor.quit()
    report('the same, later searches', later / plain, 20, 'times', f'{1000 * later:.1f} ms')


def measure_seeing(folder: str) -> None:
    """The line about a like that another copy of the program saves meanwhile."""
    here, there = Visit(PROGRAM, folder), Visit(PROGRAM, folder, 'ben1')
    before = here.type('7')
    there.type('l 7')
    after = here.type('7')
    here.quit()
    there.quit()
    seen = 'Likes: ' not in before and 'Likes: 1' in after
    print(f"{'a like of another copy is seen at the next screen':58} {'yes' if seen else 'no':>7}"
          f"{'':26} {'met' if seen else 'NOT met'}")


def compare(what: str, ours: float, theirs: float, how: str = 'ms of processor') -> None:
    """Print a line about the two versions: a ratio under 1 says that this one is quicker."""
    print(f'{what:58} {ours / theirs:6.2f} times  {1000 * ours:9.1f} to {1000 * theirs:9.1f} {how}',
          flush=True)


def compare_runs(what: str, first, second, runs: int) -> None:
    """Print the lines about two functions that run the two versions."""
    ours, theirs = in_turn(first, second, runs)
    compare(what, ours.processor, theirs.processor)
    compare('    on the wall', ours.wall, theirs.wall, 'ms on the wall')
    compare('    peak memory', ours.peak / 1000, theirs.peak / 1000, 'MB')


def compare_lines(what: str, visits: list, lines: list) -> None:
    """Print the line about typing each of these lines to two running versions, in turn."""
    pairs = [[timed(visitor, line) for visitor in visits] for line in lines]
    compare(what, *map(middle, zip(*pairs)))


def settled(program: str, films: str, folder: str) -> str:
    """The path of a copy of a version in a folder of its own, with its catalogue and empty logs."""
    os.mkdir(folder)
    shutil.copy(program, os.path.join(folder, 'fakeflix.py'))
    shutil.copy(films, os.path.join(folder, 'films.csv'))
    return os.path.join(folder, 'fakeflix.py')


def compare_versions(temporary: str, other: str, films: str, size: Size) -> None:
    """Print the table of this version and another, in turn, whole processes through pipes."""
    beside = os.path.join(os.path.dirname(os.path.abspath(other)), 'films.csv')
    films = films or (beside if os.path.exists(beside) else os.path.join(TOP, 'films.csv'))
    programs = [settled(PROGRAM, os.path.join(TOP, 'films.csv'), os.path.join(temporary, 'ours')),
                settled(other, films, os.path.join(temporary, 'theirs'))]
    views, wide, few = (os.path.join(temporary, name) for name in ('views', 'wide', 'few'))
    apart(make_folder, views, size.films, 10_000, size.views)
    apart(make_folder, wide, size.many_films, 10, 0)
    apart(make_folder, few, 20, 10, 0)
    os.remove(os.path.join(few, 'films.csv'))       # so each version shows its own catalogue

    def both(*arguments):
        return [lambda program=program: visit(arguments[0], program, *arguments[1:])
                for program in programs]
    compare_runs('start to first prompt', *both(few, '', ''), 3 * size.runs)
    compare_runs('start, log in with its own catalogue, browse, quit',
                 *both(few, f'l\n{USER}\n{PASSWORD}\nb\nq\n', 'All films: 1 to 10'), size.runs)
    compare_runs(f'start, log in, recommend, quit, {size.views:,} views', *both(views), size.runs)
    folders = [views, os.path.join(temporary, 'views again')]
    shutil.copytree(*folders)
    visits = [Visit(program, folder) for program, folder in zip(programs, folders)]
    pages = [str(number) for number in range(1, 2 + size.saves // 10)]
    compare_lines("one film's page, by its number", visits, pages)
    compare_lines('one view saved, on its page', visits, ['v'] * size.saves)
    compare_lines('one like saved or taken back, on its page', visits, ['l'] * size.saves)
    compare_lines('recommendations', visits, ['r'] * 5)
    for visitor in visits:
        visitor.quit()
    words, _ = words_to_search(wide, 9)
    firsts = []
    for _ in range(1 + size.runs // 3):
        visits = [Visit(program, wide) for program in programs]
        firsts.append([timed(visitor, f's {words[0]}') for visitor in visits])
        later = [[timed(visitor, f's {word}') for visitor in visits] for word in words]
        for visitor in visits:
            visitor.quit()
    compare(f'the first search over {size.many_films:,} films', *map(middle, zip(*firsts)))
    compare('later searches', *map(middle, zip(*later)))


def main() -> None:
    """Make the data, print the table, throw the data away."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--quick', action='store_true', help='less data, fewer runs')
    parser.add_argument('--keep', metavar='FOLDER', help='make the data here, and keep them')
    parser.add_argument('--against', metavar='OTHER.py', help='time another version beside this')
    parser.add_argument('--films', metavar='FILMS.csv', help='the catalogue of the other version')
    options = parser.parse_args()
    size = QUICK if options.quick else FULL
    temporary = os.path.abspath(options.keep) if options.keep else tempfile.mkdtemp()
    os.makedirs(temporary, exist_ok=True)
    try:
        if options.against:
            compare_versions(temporary, options.against, options.films, size)
        else:
            measure_all(temporary, size)
    finally:
        if not options.keep:
            shutil.rmtree(temporary)


def measure_all(temporary: str, size: Size) -> None:
    """Make the data and print the table of this version alone."""
    folders = [os.path.join(temporary, name) for name in ('empty', 'few', 'middling', 'many')]
    for folder, views in zip(folders, (0, 1000, size.views, size.many_views)):
        apart(make_folder, folder, size.films, 10_000, views)
    empty, few, middling, many = folders
    measure_starts(temporary, few, many, size)
    measure_visits(middling, many, size)
    measure_searching(os.path.join(temporary, 'wide'), size)
    measure_seeing(empty)
    measure_saving(many, empty, size.saves)


if __name__ == '__main__':
    main()
