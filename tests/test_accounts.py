"""Accounts: what a good username and a good password are, logging in, changing the password."""
import time
import unicodedata

import bcrypt
import pytest
from conftest import (
    A_CAPITAL,
    A_DIGIT,
    A_SMALL_LETTER,
    A_SYMBOL,
    ANN,
    COMMON_WORD,
    FEW_CHARACTERS,
    HELLO,
    NAME_INSIDE,
    NAME_RULES,
    NEW_PASSWORD,
    NOT_SAVED,
    ONE_WORD,
    OTHER,
    PASSWORD,
    REGISTERED,
    REPEATS,
    RUNS_ALONG,
    TAKEN,
    TOO_MANY_BYTES,
    TOO_SHORT,
    UNPRINTABLE,
    WRONG,
)

import fakeflix
from fakeflix import (
    Refused,
    hash_password,
    is_right_password,
    valid_password,
    valid_username,
)

LONG = 'pack my box with five dozen liquor jugs and then go home by the old quiet road'
IN = ('l', 'ann', PASSWORD)
FAIL = ('l', 'ann', OTHER)


@pytest.mark.parametrize('name', ['abc', '9to', 'a' * 20, 'Ann_B.c-d', '007'])
def test_a_good_username_is_taken_as_it_is(name):
    assert valid_username(name) == name


@pytest.mark.parametrize('name', [
    '', 'ab', 'a' * 21, '_ann', '.ann', '-ann', 'ann b', 'ann,b', 'anné', 'ann!', 'ann\n', '٣ann'])
def test_a_bad_username_is_refused_with_a_sentence(name):
    with pytest.raises(Refused, match=NAME_RULES):
        valid_username(name)


@pytest.mark.parametrize('password', [
    'purple hat tree',                      # 15 characters need nothing else
    'tR7!kmwa', 'x7 Gq!pa',                 # 8 with all four kinds; a space is a symbol too
    'eLephant#42', 'Red Goat#42', '-6Yzkjth', '-Vl4$nu%', 'Tr0ub4dor&3',    # no word with a tail
    'Encyclopaedia1!',                      # 15 characters may be one word, if it is a rare one
    'xxxxhhhhpppprrrrm',                    # 5 different characters
    'password of the trees', 'welcome robins home',     # a common word among others
    'abcdefghixhqzbwpk',                    # 8 of its 16 neighbours are neighbours in the alphabet
    'purple rob trees',                     # a username of 3 letters may be inside
    LONG[:72], LONG[:70] + 'é', 'purple é 字 🎬 trees'])
def test_a_good_password_is_taken_as_it_is(password):
    assert valid_password(password, 'rob') == password


@pytest.mark.parametrize('password, username', [
    ('savannah grass tiger', 'anna'), ('prosecco in the garden', 'rose'),
    ('I will walk home tonight', 'walk.er')])
def test_a_username_inside_another_word_does_no_harm(password, username):
    assert valid_password(password, username) == password


@pytest.mark.parametrize('password, reason', [
    ('purple hat tre', TOO_SHORT), ('tR7!kmw', f'{TOO_SHORT}.*or 8[.]'),
    ('tr7!kmwa', A_CAPITAL), ('TR7!KMWA', A_SMALL_LETTER), ('tRx!kmwa', A_DIGIT),
    ('tR7xkmwa', A_SYMBOL), ('netflix123', f'{TOO_SHORT}.*15.*{A_CAPITAL}.*{A_SYMBOL}'),
    ('Capitalised1!', ONE_WORD), ('Netflix123!', ONE_WORD), ('Élephant42!', ONE_WORD),
    ('PassWord1!', COMMON_WORD), ('pAssword1!', COMMON_WORD), ('FakeFlix1!', COMMON_WORD),
    ('LetMeIn123!', COMMON_WORD), ('Password123!@#$', COMMON_WORD),
    ('P@55w0rd 2024 !', COMMON_WORD), ('12345 dragon 12345', COMMON_WORD),
    ('passwordpassword1', COMMON_WORD), ('Welcome2024!!', COMMON_WORD),
    ('Qwerty!!2024?', COMMON_WORD), ('ILoveYou1+1=2', COMMON_WORD),
    ('Football#2025', COMMON_WORD), ('Monkey!Monkey9', COMMON_WORD),
    ('Sunshine!2025', COMMON_WORD), ('Princess+2025', COMMON_WORD),
    ('Admin!2025!99', COMMON_WORD), ('Robi123456789!!', COMMON_WORD),
    ('xxxxhhhhpppprrrr', FEW_CHARACTERS), ('trustno1trustno1', REPEATS),
    ('MonkeysmonkeysmonkeyS', REPEATS), ('kettle 9 kettle 9', REPEATS),
    ('abcdefghijxhqzbwp', RUNS_ALONG), ('zyxwvutsrqponmlk', RUNS_ALONG),
    ('qwertyuiop[]qwer', RUNS_ALONG), ("asdfghjkl;'#asdf", RUNS_ALONG),
    ('\\zxcvbnm,./zxcv', RUNS_ALONG), ('!"£$%^&*()_+!"£$', RUNS_ALONG),
    ('!@#$%5%$#@!6!@#$%', RUNS_ALONG), ('01234567890-=012', RUNS_ALONG),
    ('1qaz2wsx3edc4rfv', RUNS_ALONG), ('5tgb6yhn7ujm8ik9ol0p', RUNS_ALONG),
    ('poiuytrewqlkjhgfds', RUNS_ALONG), ('1234567890123456', RUNS_ALONG),
    ('purple robi trees', NAME_INSIDE), ('purple ROBI trees', NAME_INSIDE),
    ('purple,robi_trees', NAME_INSIDE),
    ('purple hat\ttrees', UNPRINTABLE), ('purple hat\x1b trees', UNPRINTABLE),
    (LONG[:73], TOO_MANY_BYTES), (LONG[:71] + 'é', TOO_MANY_BYTES),
    ('robirobi', f'{TOO_SHORT}.*{COMMON_WORD}.*{FEW_CHARACTERS}.*{REPEATS}')])
def test_a_bad_password_is_refused_and_every_broken_rule_named(password, reason):
    with pytest.raises(Refused, match=reason):
        valid_password(password, 'robi')


@pytest.mark.parametrize('username', ['walk.er', 'walk_', '-walk'])
def test_a_username_with_signs_in_it_is_found_in_a_password_too(username):
    with pytest.raises(Refused, match='your username is in it'):
        valid_password(f'I will {username.upper()} home tonight', username)


@pytest.mark.parametrize('username', ['000', '0', 'aaa', 'a1a'])
def test_no_name_and_password_of_few_letters_make_it_hang(username):
    for letter in '0a':
        assert fakeflix.is_common(letter * 70 + 'x', username) in (True, False)
    assert fakeflix.is_common(username * 9, username)


def test_an_accent_is_the_same_however_the_keyboard_makes_it():
    composed, decomposed = (unicodedata.normalize(form, LONG[:70] + 'é') for form in ('NFC', 'NFD'))
    assert decomposed != composed == valid_password(decomposed, 'ann')
    assert is_right_password(decomposed, hash_password(composed))
    with pytest.raises(Refused, match='15'):         # 14 characters in 16 code points
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
    for rule in ('15', '8', 'small', 'capital', 'digit', 'symbol', 'common word', 'keyboard'):
        assert rule in rules.partition('A password')[2]


def test_a_password_is_saved_as_it_is_and_only_if_it_is_typed_twice_alike(play, rows):
    blanks = f'  {PASSWORD}  '
    assert REGISTERED not in play('r', 'ann', blanks, PASSWORD) and rows('users.csv') == []
    assert REGISTERED in play('r', 'ann', blanks, PASSWORD, blanks, blanks)
    assert HELLO not in play(*IN) and HELLO in play('l', 'ann', blanks)


@pytest.mark.parametrize('name', ['ANN', 'Ann', 'ann'])
def test_a_name_has_one_owner_whatever_the_case(play, rows, name):
    play(*ANN)
    assert TAKEN in play('r', name) and len(rows('users.csv')) == 1
    assert f'{HELLO}ann' in play('l', name, PASSWORD)   # as it was registered


def test_a_name_that_is_registered_while_mine_is_hashed_is_theirs(play, rows, monkeypatch):
    def slow(password):
        friend = fakeflix.User('ANN', hash_password(OTHER), fakeflix.now())
        fakeflix.append_row(str(play.folder / 'users.csv'), friend)
        return hash_password(password)

    monkeypatch.setattr(fakeflix, 'hash_password', slow)
    screen = play(*ANN)
    assert NOT_SAVED in screen and REGISTERED not in screen
    assert [row.split(',')[0] for row in rows('users.csv')] == ['ANN']


def test_a_name_is_only_mine_if_my_row_is_the_first_of_it_in_the_file(play, monkeypatch):
    append_row = fakeflix.append_row        # as if a lock did not work, and somebody was quicker

    def late(path, record):
        append_row(path, record._replace(password_hash=hash_password(OTHER), registered_at='1Z'))
        append_row(path, record)

    monkeypatch.setattr(fakeflix, 'append_row', late)
    screen = play(*ANN)
    assert NOT_SAVED in screen and REGISTERED not in screen
    assert WRONG in play(*IN)


@pytest.mark.parametrize('stored', [
    '', 'x', '$2b$', PASSWORD, '$2b$12$short', '$2b$04$' + 'é' * 53, '$2b$04$' + '!' * 53,
    '$2b$04$' + '.' * 54, '$2b$04$' + 'a' * 53,     # of the salt's last character two bits count
    *(f'$2b${cost}$' + '.' * 53 for cost in ('03', '15', '31'))])
def test_what_is_no_hash_of_bearable_cost_is_a_wrong_password(play, monkeypatch, stored):
    monkeypatch.setattr(bcrypt, 'checkpw', lambda *given: True)     # even if bcrypt should take it
    row = f'ann,{stored},2026-11-22T10:00:00.000000Z\n'
    (play.folder / 'users.csv').write_text(row, encoding='utf-8')
    assert play(*IN) == play('l', 'nobody', PASSWORD)   # the same words as for an unknown name
    assert TAKEN in play('r', 'ann')                    # and the name has its owner


@pytest.mark.parametrize('name, password', [
    ('nobody', PASSWORD), ('ann', OTHER), ('ann', LONG), ('bad', PASSWORD), ('a\0', PASSWORD)])
def test_every_failed_login_is_one_bcrypt_check(play, monkeypatch, name, password):
    play(*ANN)
    with open(play.folder / 'users.csv', 'a', encoding='utf-8') as file:
        file.write(f'bad,$2b$04${"a" * 53},2026-11-22T10:00:00.000000Z\n')
    checks = []
    real = bcrypt.checkpw

    def counted(*given):
        result = real(*given)       # a check that raises is none: it takes no time
        checks.append(given)
        return result

    monkeypatch.setattr(bcrypt, 'checkpw', counted)
    assert WRONG in play('l', name, password)
    assert [stored[:7] for _, stored in checks] == [b'$2b$04$']     # all of the same cost


@pytest.mark.parametrize('lines, waits', [
    (FAIL * 5, []), (FAIL * 5 + IN, [2]), (('l', 'nobody', OTHER) * 4 + FAIL * 4, [2, 2, 2]),
    (FAIL * 4 + IN + ('o',) + FAIL * 5, []),                # ann's are forgotten ...
    (('l', 'nobody', OTHER) * 4 + IN + ('o',) + FAIL * 2, [2]),     # but no other name's
    (IN + ('c', OTHER) * 5 + ('c', OTHER), [2])],
    ids=['five', 'six', 'names', 'success', 'others stay', 'current password'])
def test_after_five_failures_each_further_try_waits_and_says_so(play, monkeypatch, lines, waits):
    play(*ANN)
    slept = []
    monkeypatch.setattr(fakeflix, 'FAILURE_WAIT', 2)
    monkeypatch.setattr(time, 'sleep', lambda seconds: seconds and slept.append(seconds))
    assert play(*lines).count('wrong passwords each further one waits') == len(waits)
    assert slept == waits


@pytest.mark.parametrize('typed, works', [
    ((PASSWORD, OTHER, OTHER), OTHER), ((PASSWORD, OTHER, PASSWORD, ''), PASSWORD),
    ((OTHER, OTHER, OTHER), PASSWORD), ((PASSWORD, 'short', ''), PASSWORD), (('',), PASSWORD)])
def test_the_password_changes_only_if_all_answers_are_right(play, rows, typed, works):
    play(*ANN, 'c', *typed)
    assert len({(name, at) for name, _, at in (row.split(',') for row in rows('users.csv'))}) == 1
    assert [HELLO in play(*IN), HELLO in play(*FAIL)] == [works == PASSWORD, works == OTHER]


def test_a_new_password_is_another_one(play, rows):
    assert NEW_PASSWORD not in play(*ANN, 'c', PASSWORD, PASSWORD, PASSWORD)
    assert len(rows('users.csv')) == 1
    assert NEW_PASSWORD in play(*IN, 'c', PASSWORD, OTHER, OTHER)


def test_bcrypt_is_never_given_a_zero_byte_which_some_of_its_versions_refuse(monkeypatch):
    given = []
    monkeypatch.setattr(bcrypt, 'checkpw', lambda secret, stored: given.append(secret) or True)
    assert not is_right_password('correct\0horse', hash_password('correct'))
    assert given and b'\0' not in given[0]


def test_a_hash_costs_what_the_settings_say(monkeypatch):
    monkeypatch.setattr(fakeflix, 'BCRYPT_COST', 5)
    assert hash_password(PASSWORD).startswith('$2b$05$')


@pytest.mark.parametrize('later', [
    '', f'ann,{hash_password(PASSWORD)},2026-01-15T12:00:00.000000Z\n'],
    ids=['nobody', 'somebody else, by chance with the same password'])
def test_an_account_that_was_deleted_does_not_come_back(play, monkeypatch, later):
    play(*ANN)
    path = play.folder / 'users.csv'
    header = path.read_text().splitlines(True)[0] + later
    real = fakeflix.change_password

    def deleted_first(session):
        path.write_text(header)
        real(session)

    menu = [choice._replace(action=deleted_first) if choice.letter == 'c' else choice
            for choice in fakeflix.FILMS_MENU]
    monkeypatch.setattr(fakeflix, 'FILMS_MENU', menu)
    assert 'no longer in users.csv' in play(*IN, 'c', PASSWORD, OTHER, OTHER)
    assert path.read_text() == header


def test_what_a_guest_types_by_mistake_is_never_shown(play):
    for line in (PASSWORD, 'x', f'r {PASSWORD}', f'x{PASSWORD}', '12'):
        assert PASSWORD not in play(line) and "'12'" not in play('12')
    play(*ANN)
    assert 'ANN' not in play('r ANN')


def test_a_forgotten_password_is_a_deleted_row_and_the_views_stay(play):
    play(*ANN, 'v 12')
    (play.folder / 'users.csv').write_text('username,password_hash,registered_at\n')
    assert '1 to 1 of 1' in play('r', 'ann', OTHER, OTHER, 'h')
