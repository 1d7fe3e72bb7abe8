"""The README shows a real visit and true names: what it shows is typed again and compared."""
import os
import re

import fakeflix
from conftest import PASSWORD, TOP

with open(os.path.join(TOP, 'README.md'), encoding='utf-8') as file:
    README = file.read()


def test_the_visit_in_the_readme_is_what_happens(play):
    shown = re.search(r'```text\n(.*?)```', README, re.DOTALL)[1]
    typed = re.findall(r'^> (.*)$', shown, re.MULTILINE)
    answers = iter(typed)
    lines = [line or PASSWORD if 'q' in typed[place:] else line for place, line in enumerate(typed)]
    happened = play(*lines).replace('What you type here can be seen, a password too.\n', '')
    happened = re.sub(r'^> $', lambda prompt: '> ' + next(answers), happened, flags=re.MULTILINE)
    a_time = r'\d+ \w+ \d+, \d\d:\d\d'
    assert re.sub(a_time, 'TIME', happened).split() == re.sub(a_time, 'TIME', shown).split()


def test_the_two_commands_of_the_readme_do_their_own_setting_up():
    start = '    python3 -m venv .venv && .venv/bin/pip install -qr requirements.txt && .venv/bin/python '
    assert start + 'fakeflix.py\n' in README and start + '-m pytest\n' in README
    with open(os.path.join(TOP, '.ci', 'run'), encoding='utf-8') as script:
        assert (start + '-m pytest').strip() in script.read()


def test_the_columns_in_the_readme_are_those_of_the_files():
    for record in (fakeflix.Film, fakeflix.User, fakeflix.Event):
        assert f"`{','.join(record._fields)}`" in README


def test_every_letter_that_the_readme_names_is_on_a_menu():
    letters = {choice.letter for menu in (fakeflix.FILMS_MENU, fakeflix.LIST_PAGE,
                                          fakeflix.FILM_PAGE) for choice in menu}
    assert set(re.findall(r'`([a-z])(?: [^`]*)?`', README)) <= letters
