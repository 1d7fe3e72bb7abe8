"""Accounts: what a good username and a good password are, logging in, changing the password."""
import time
import unicodedata

import bcrypt
import pytest

import fakeflix
from conftest import ANN, PASSWORD
from fakeflix import hash_password, is_right_password, valid_password, valid_username

OTHER = 'eleven purple kettles dance'
LONG = 'pack my box with five dozen liquor jugs and then go home by the old quiet road'
IN, WRONG, HELLO = ('l', 'ann', PASSWORD), ('l', 'ann', OTHER), 'FAKEFLIX MENU'


@pytest.mark.parametrize('name', ['abc', '9to', 'a' * 20, 'Ann_B.c-d', '007'])
def test_a_good_username_is_taken_as_it_is(name):
    assert valid_username(name) == name


@pytest.mark.parametrize('name', [
    '', 'ab', 'a' * 21, '_ann', '.ann', '-ann', 'ann b', 'ann,b', 'anné', 'ann!', 'ann\n', '٣ann'])
def test_a_bad_username_is_refused_with_a_sentence(name):
    with pytest.raises(ValueError, match='3 to 20'):
        valid_username(name)


@pytest.mark.parametrize('password', [
    'purple hat tree',                      # 15 characters need nothing else
    'tR7!kmwa', 'x7 Gq!pa',                 # 8 with all four kinds; a blank is a symbol too
    'eLephant#42', 'Red Goat#42', 'Encyclopaedia1!',    # not one word, or 15 characters
    'xxxxhhhhpppprrrrm',                    # 5 different characters
    'passwordpassword!',                    # no whole number of repeats
    'abcdefghixhqzbwpk',                    # 8 of its 16 neighbours are neighbours in the alphabet
    'purple rob trees',                     # a username of 3 letters may be inside
    LONG[:72], LONG[:70] + 'é', 'purple é 字 🎬 trees'])
def test_a_good_password_is_taken_as_it_is(password):
    assert valid_password(password, 'rob') == password


@pytest.mark.parametrize('password, reason', [
    ('purple hat tre', '15'), ('tR7!kmw', '8'), ('tr7!kmwa', 'capital'), ('TR7!KMWA', 'small'),
    ('tRx!kmwa', 'digit'), ('tR7xkmwa', 'symbol'), ('Capitalised1!', 'one word'),
    ('P@ssw0rd2024!', 'one word'), ('#42Elephant', 'one word'), ('T3a5p00n$9', 'one word'),
    ('C4$71n!7y#', 'one word'), ('Encyclopedia1!', 'one word'), ('xxxxhhhhpppprrrr', 'different'),
    ('passwordpassword', 'repeat'), ('MonkeymonkeymonkeY', 'repeat'),
    ('abcdefghijxhqzbwp', 'alphabet'), ('zyxwvutsrqponmlk', 'alphabet'),
    ('poiuytrewqlkjhgfds', 'keyboard'), ('1234567890123456', 'number|count'),
    ('purple robi trees', 'username'), ('purple ROBI trees', 'username'),
    ('purple hat\ttrees', 'printed'), ('purple hat\x1b trees', 'printed'),
    (LONG[:73], '72'), (LONG[:71] + 'é', '72'), ('robirobi', '15.*different.*repeat.*username')])
def test_a_bad_password_is_refused_and_every_broken_rule_named(password, reason):
    with pytest.raises(ValueError, match=reason):
        valid_password(password, 'robi')


def test_an_accent_is_the_same_however_the_keyboard_makes_it():
    composed, decomposed = (unicodedata.normalize(form, LONG[:70] + 'é') for form in ('NFC', 'NFD'))
    assert decomposed != composed == valid_password(decomposed, 'ann')
    assert is_right_password(decomposed, hash_password(composed))
    with pytest.raises(ValueError, match='15'):         # 14 characters in 16 code points
        valid_password(unicodedata.normalize('NFD', 'purplé hat tré'), 'ann')


@pytest.mark.parametrize('typed, right', [
    (LONG[:72], True), (LONG[:71], False), (LONG[:73], False), (LONG * 99, False), ('', False),
    (LONG[:72] + '\0', False), ('\0', False), ('\udcff', False)])
def test_only_the_very_password_is_right_and_no_bytes_are_cut_off(typed, right):
    assert is_right_password(typed, hash_password(LONG[:72])) == right


def test_a_password_is_stored_only_as_a_bcrypt_hash_with_its_own_salt(play, rows):
    play(*ANN, 'o', 'r', 'bob', PASSWORD, PASSWORD)
    hashes = {row.split(',')[1].encode() for row in rows('users.csv')}
    assert [bcrypt.checkpw(PASSWORD.encode(), stored) for stored in hashes] == [True, True]
    assert not any(PASSWORD in path.read_text(encoding='utf-8') for path in play.folder.iterdir())


def test_the_rules_are_shown_before_the_password_is_asked(play):
    rules = ' '.join(play('r', 'ann').split('New password')[0].split())
    for rule in ('15', '8', 'small', 'capital', 'digit', 'symbol', 'one word', 'keyboard'):
        assert rule in rules.partition('A password')[2]


def test_a_password_is_saved_as_it_is_and_only_if_it_is_typed_twice_alike(play, rows):
    blanks = f'  {PASSWORD}  '
    assert HELLO not in play('r', 'ann', blanks, PASSWORD) and rows('users.csv') == []
    assert HELLO in play('r', 'ann', blanks, PASSWORD, blanks, blanks)
    assert HELLO not in play(*IN) and HELLO in play('l', 'ann', blanks)


@pytest.mark.parametrize('name', ['ANN', 'Ann', 'ann'])
def test_a_name_has_one_owner_whatever_the_case(play, rows, name):
    play(*ANN)
    assert 'taken' in play('r', name) and len(rows('users.csv')) == 1
    assert 'hello, ann' in play('l', name, PASSWORD)    # as it was registered


@pytest.mark.parametrize('stored', [
    '', 'x', '$2b$', PASSWORD, '$2b$12$short', '$2b$04$' + 'é' * 53, '$2b$04$' + '!' * 53,
    '$2b$04$' + 'a' * 54, *(f'$2b${cost}$' + 'a' * 53 for cost in ('03', '15', '31'))])
def test_what_is_no_hash_of_bearable_cost_is_a_wrong_password(play, monkeypatch, stored):
    monkeypatch.setattr(bcrypt, 'checkpw', lambda *given: True)     # even if bcrypt should take it
    row = f'ann,{stored},2026-11-22T10:00:00.000000Z\n'
    (play.folder / 'users.csv').write_text(row, encoding='utf-8')
    assert play(*IN) == play('l', 'nobody', PASSWORD)   # the same words as for an unknown name
    assert 'taken' in play('r', 'ann')                  # and the name has its owner


@pytest.mark.parametrize('name, password', [
    ('nobody', PASSWORD), ('ann', OTHER), ('ann', LONG), ('bad', PASSWORD), ('a\0', PASSWORD)])
def test_every_failed_login_is_one_bcrypt_check(play, monkeypatch, name, password):
    play(*ANN)
    with open(play.folder / 'users.csv', 'a', encoding='utf-8') as file:
        file.write(f'bad,$2b$04${"a" * 53},2026-11-22T10:00:00.000000Z\n')
    checks, real = [], bcrypt.checkpw
    monkeypatch.setattr(bcrypt, 'checkpw', lambda *given: checks.append(given) or real(*given))
    assert 'Wrong username or password.' in play('l', name, password)
    assert [stored[:7] for _, stored in checks] == [b'$2b$04$']     # all of the same cost


@pytest.mark.parametrize('lines, waits', [
    (WRONG * 5, []), (WRONG * 5 + IN, [2]), (('l', 'nobody', OTHER) * 4 + WRONG * 4, [2, 2, 2]),
    (WRONG * 4 + IN + ('o',) + WRONG * 5, [])])
def test_after_five_failures_in_a_row_each_further_try_waits(play, monkeypatch, lines, waits):
    play(*ANN)
    slept = []
    monkeypatch.setattr(fakeflix, 'FAILURE_WAIT', 2)
    monkeypatch.setattr(time, 'sleep', lambda seconds: seconds and slept.append(seconds))
    play(*lines)
    assert slept == waits


@pytest.mark.parametrize('typed, works', [
    ((PASSWORD, OTHER, OTHER), OTHER), ((PASSWORD, OTHER, PASSWORD, ''), PASSWORD),
    ((OTHER, OTHER, OTHER), PASSWORD), ((PASSWORD, 'short', ''), PASSWORD), (('',), PASSWORD)])
def test_the_password_changes_only_if_all_answers_are_right(play, rows, typed, works):
    play(*ANN, 'c', *typed)
    assert len({(name, at) for name, _, at in (row.split(',') for row in rows('users.csv'))}) == 1
    assert [HELLO in play(*IN), HELLO in play(*WRONG)] == [works == PASSWORD, works == OTHER]


def test_a_forgotten_password_is_a_deleted_row_and_the_views_stay(play):
    play(*ANN, 'v 12')
    (play.folder / 'users.csv').write_text('username,password_hash,registered_at\n')
    assert '1 to 1 of 1' in play('r', 'ann', OTHER, OTHER, 'h')
