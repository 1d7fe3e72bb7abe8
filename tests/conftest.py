"""What the tests share: a data folder of their own, and play(), which makes a visit a sentence."""
import io
import os
import signal
import sys

import pytest

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, TOP)
import fakeflix  # noqa: E402

PASSWORD = 'correct horse battery staple'
ANN = ('r', 'ann', PASSWORD, PASSWORD)          # the lines that register ann and log her in


def pytest_addoption(parser):
    """The option with which tests/test_table.py writes the testing table to a file."""
    parser.addoption('--testing-table', metavar='FILE',
                     help='write the testing table, with what the program printed, to this file')


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Cheap hashes, no waiting, and pages of 10 films in a window of 80 columns, whatever the
    settings of the program and the terminal of the tests; Ctrl-C and new files as before."""
    monkeypatch.setattr(fakeflix, 'PAGE', 10)
    monkeypatch.setattr(fakeflix, 'BCRYPT_COST', 4)
    monkeypatch.setattr(fakeflix, 'FAILURE_WAIT', 0)
    monkeypatch.setattr(fakeflix, 'window_width', lambda: 80)
    umask = os.umask(0o77)
    os.umask(umask)
    yield
    os.umask(umask)
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def folder(tmp_path):
    """An empty data folder: the catalogue is the shipped one."""
    return tmp_path


@pytest.fixture
def play(folder, monkeypatch, capsys):
    """play('r', 'ann', ...) types these lines, then end of input, and returns what was printed.

    play.status is the exit status of the last visit, play.folder the data folder.
    """
    def visit(*lines, arguments=()):
        monkeypatch.setattr(sys, 'stdin', io.StringIO('\n'.join(lines) + '\n' if lines else ''))
        visit.status = fakeflix.main(['--data', str(folder), *arguments])
        printed = capsys.readouterr()
        assert 'Traceback' not in printed.out + printed.err
        visit.errors = printed.err
        return printed.out

    visit.folder = folder
    return visit


@pytest.fixture
def rows(folder):
    """rows('views.csv') is the lines of a file of the data folder, without its header."""
    def read(name):
        path = folder / name
        return path.read_text(encoding='utf-8').splitlines()[1:] if path.exists() else []
    return read
