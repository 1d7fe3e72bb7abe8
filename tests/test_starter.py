"""The starter, tests/starter.py: it runs, and does what it says."""
import os
import subprocess
import sys

from conftest import TOP


def starter(*lines):
    """What the starter prints when these lines are typed."""
    ended = subprocess.run([sys.executable, os.path.join(TOP, 'tests', 'starter.py')],
                           input='\n'.join([*lines, '']), capture_output=True, text=True,
                           encoding='utf-8', timeout=30, check=True,
                           env={**os.environ, 'PYTHONIOENCODING': 'utf-8'})
    return ended.stdout


def test_a_user_registers_likes_a_film_and_is_recommended_others_of_its_genre():
    screen = starter('r', 'ann', 'l', '1', 'r', 'q')
    assert 'You like Alien.' in screen
    offered = screen.split('You like Alien.')[1]
    assert offered.index('5  The Shining') < offered.index('2  Amélie')
    assert '1  Alien' not in offered


def test_a_taken_name_a_wrong_number_and_a_wrong_letter_are_answered():
    screen = starter('l', 'bob', 'x', 'r', '', 'r', 'ann', 'l', 'nine', 'l', '99', 'q')
    for words in ('Nobody has that name.', 'That is not on the menu.', 'empty or taken',
                  'There is no such number.'):
        assert words in screen
