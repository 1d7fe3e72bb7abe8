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
IN, HELLO = ('l', 'ann', PASSWORD), 'FAKEFLIX MENU'


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
    'eLephant#42', 'Red Goat#42',           # not just one word
    'Encyclopaedia1!',                      # one word with a tail, but 15 characters
    'xxxxhhhhpppprrrrm',                    # 5 different characters
    'passwordpassword!',                    # no whole number of repeats
    'abcdefghixhqzbwpk',                    # 8 of its 16 neighbours are neighbours in the alphabet
    'purple rob trees',                     # a username of 3 letters may be inside
    LONG[:72], LONG[:70] + 'é', 'purple é 字 🎬 trees'])
def test_a_good_password_is_taken_as_it_is(password):
    assert valid_password(password, 'rob') == password


@pytest.mark.parametrize('password, reason', [
    ('purple hat tre', '15'), ('tR7!kmw', '8'), ('tr7!kmwa', 'capital'), ('TR7!KMWA', 'small'),
    ('tRx!kmwa', 'digit'), ('tR7xkmwa', 'symbol'),
    ('Capitalised1!', 'one word'), ('P@ssw0rd2024!', 'one word'), ('#42Elephant', 'one word'),
    ('T3a5p00n$9', 'one word'), ('C4$71n!7y#', 'one word'), ('Encyclopedia1!', 'one word'),
    ('xxxxhhhhpppprrrr', 'different'),
    ('passwordpassword', 'repeat'), ('MonkeymonkeymonkeY', 'repeat'),
    ('abcdefghijxhqzbwp', 'keyboard|alphabet'), ('poiuytrewqlkjhgfds', 'keyboard'),
    ('1234567890123456', 'number|count'), ('zyxwvutsrqponmlk', 'alphabet'),
    ('purple ROBIN trees', 'username'), ('purple hat\ttrees', 'printed'),
    ('purple hat\x1b trees', 'printed'), (LONG[:73], '72'), (LONG[:71] + 'é', '72')])
def test_a_bad_password_is_refused_and_the_broken_rule_named(password, reason):
    with pytest.raises(ValueError, match=reason):
        valid_password(password, 'robin')


def test_every_broken_rule_is_named_at_once():
    with pytest.raises(ValueError, match='(?s)15.*different.*repeat.*username'):
        valid_password('annaanna', 'anna')


def test_an_accent_counts_the_same_however_the_keyboard_makes_it():
    composed, decomposed = (unicodedata.normalize(form, LONG[:70] + 'é') for form in ('NFC', 'NFD'))
    assert decomposed != composed == valid_password(decomposed, 'ann')
    assert is_right_password(decomposed, hash_password(composed))
    with pytest.raises(ValueError, match='15'):         # 14 characters in 16 code points
        valid_password(unicodedata.normalize('NFD', 'purplé hat tré'), 'ann')


def test_a_password_is_right_only_up_to_its_72nd_byte():
    stored = hash_password(LONG[:72])
    assert is_right_password(LONG[:72], stored)
    assert not is_right_password(LONG[:73], stored)
    assert not is_right_password(LONG[:71], stored)


@pytest.mark.parametrize('password', ['\0', PASSWORD + '\0', '\udcff', '', 'x' * 10000])
def test_a_password_that_no_keyboard_types_is_wrong_and_no_crash(password):
    assert not is_right_password(password, hash_password(PASSWORD))


def test_a_password_is_stored_only_as_a_bcrypt_hash_with_its_own_salt(play, rows):
    play(*ANN, 'o', 'r', 'bob', PASSWORD, PASSWORD)
    hashes = [row.split(',')[1] for row in rows('users.csv')]
    assert all(bcrypt.checkpw(PASSWORD.encode(), stored.encode()) for stored in hashes)
    assert hashes[0] != hashes[1]
    for path in play.folder.iterdir():
        assert PASSWORD not in path.read_text(encoding='utf-8')


def test_the_rules_are_shown_before_the_password_is_asked(play, rows):
    screen = ' '.join(play('r', 'ann').split())
    for rule in ('15 characters', 'small letter', 'capital', 'digit', 'symbol', 'keyboard'):
        assert rule in screen.split('New password')[0]
    assert rows('users.csv') == []


def test_a_new_password_is_typed_twice_and_nothing_is_saved_before_it_is_the_same(play, rows):
    assert HELLO not in play('r', 'ann', PASSWORD, OTHER) and rows('users.csv') == []
    assert HELLO in play('r', 'ann', PASSWORD, OTHER, PASSWORD)


def test_the_blanks_round_a_password_belong_to_it(play):
    blanks = f'  {PASSWORD}  '
    assert HELLO in play('r', 'ann', blanks, blanks)
    assert HELLO not in play(*IN) and HELLO in play('l', 'ann', blanks)


def test_it_says_once_that_the_typing_can_be_seen(play):
    assert play(*ANN, 'c', PASSWORD, OTHER, OTHER).count('can be seen') == 1


@pytest.mark.parametrize('name', ['ANN', 'Ann', 'ann'])
def test_a_name_has_one_owner_whatever_the_case(play, rows, name):
    play(*ANN)
    assert 'taken' in play('r', name) and len(rows('users.csv')) == 1
    screen = play('l', name, PASSWORD)
    assert 'hello, ann' in screen                       # as it was registered


@pytest.mark.parametrize('stored', [
    '', 'x', '$2b$', PASSWORD, 'é' * 60, '字', '$2b$12$short', '$2b$04$' + '!' * 53,
    '$2b$31$' + 'a' * 53, '$2b$15$' + 'a' * 53, '$2b$03$' + 'a' * 53, '$2b$04$' + 'é' * 53,
    '$1$04$' + 'a' * 53, '$2b$04$' + 'a' * 54])
def test_a_stored_hash_that_is_none_is_a_wrong_password_and_keeps_the_name(play, stored):
    row = f'ann,{stored},2026-11-22T10:00:00.000000Z\n'
    (play.folder / 'users.csv').write_text(row, encoding='utf-8')
    assert play(*IN) == play('l', 'nobody', PASSWORD)   # the same words as for an unknown name
    assert 'taken' in play('r', 'ann')


@pytest.mark.parametrize('name, password', [
    ('nobody', PASSWORD), ('ann', OTHER), ('ann', LONG), ('bad', PASSWORD), ('ann\0', PASSWORD)])
def test_every_failed_login_takes_one_bcrypt_check_of_the_same_cost(
        play, monkeypatch, name, password):
    play(*ANN)
    with open(play.folder / 'users.csv', 'a', encoding='utf-8') as file:
        file.write('bad,,2026-11-22T10:00:00.000000Z\n')
    checks, real = [], bcrypt.checkpw
    monkeypatch.setattr(bcrypt, 'checkpw', lambda *given: checks.append(given) or real(*given))
    screen = play('l', name, password)
    assert 'do not belong together' in screen and HELLO not in screen
    assert [stored[:7] for _, stored in checks] == [b'$2b$04$']


def waits(monkeypatch):
    """Let time.sleep only note for how long it was asked to."""
    slept = []
    monkeypatch.setattr(fakeflix, 'FAILURE_WAIT', 2)
    monkeypatch.setattr(time, 'sleep', lambda seconds: seconds and slept.append(seconds))
    return slept


def test_after_five_failures_in_a_row_each_further_try_waits(play, monkeypatch):
    slept = waits(monkeypatch)
    play(*('l', 'ann', OTHER) * 5)
    assert slept == []
    play(*('l', 'ann', OTHER) * 8)
    assert slept == [2, 2, 2]


def test_a_login_that_succeeds_ends_the_row_of_failures(play, monkeypatch):
    slept = waits(monkeypatch)
    play(*ANN, 'o', *('l', 'ann', OTHER) * 5, *IN, 'o', *('l', 'nobody', OTHER) * 5)
    assert slept == [2]


def test_changing_the_password_adds_a_row_and_only_the_new_one_works(play, rows):
    play(*ANN, 'c', PASSWORD, OTHER, OTHER)
    old, new = (row.split(',') for row in rows('users.csv'))
    assert (old[0], old[2]) == (new[0], new[2]) and old[1] != new[1]
    assert HELLO not in play(*IN) and HELLO in play('l', 'ann', OTHER)


@pytest.mark.parametrize('typed', [(OTHER, OTHER, OTHER), (PASSWORD, 'short', ''), (PASSWORD, ''),
                                   (PASSWORD, OTHER, PASSWORD, ''), ('',), (PASSWORD, OTHER)])
def test_a_password_change_broken_off_or_refused_changes_nothing(play, rows, typed):
    play(*ANN, 'c', *typed)
    assert len(rows('users.csv')) == 1 and HELLO in play(*IN)


def test_a_forgotten_password_is_a_deleted_row_and_the_views_stay(play):
    play(*ANN, 'v 12')
    (play.folder / 'users.csv').unlink()
    assert '1 to 1 of 1' in play('r', 'ann', OTHER, OTHER, 'h')
