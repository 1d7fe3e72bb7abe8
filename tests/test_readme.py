"""The README shows a real visit and true names: what it shows is typed again and compared."""
import os
import re

import fakeflix
from conftest import PASSWORD, TOP

with open(os.path.join(TOP, 'README.md'), encoding='utf-8') as file:
    README = file.read()


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
