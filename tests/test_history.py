"""History: what I viewed and liked, in the order of its rows, and what cannot be read or shown."""
import calendar
import re
import time

import pytest
from conftest import (
    ALL_FILMS,
    ALL_SEEN,
    DAMAGED,
    GONE,
    HELLO,
    HISTORY,
    IN,
    MISSING,
    MORE_LIKE_THIS,
    MY_TASTE,
    NO_LONGER,
    NO_TASTE,
    NOT_LIKED,
    NOT_SAVED,
    NOT_VIEWED,
    OTHER,
    PASSWORD,
    RECOMMENDED,
    TAKEN_BACK,
    TO_BEGIN,
    TO_LIST,
    UNDO,
    UNLIKE,
    UNREADABLE,
    VIEWED,
    YOU_VIEWED,
    YOUR_LAST,
    film_lines,
    flat,
)


@pytest.fixture
def log(few):
    """log('views.csv', 'ann 1 2026-01-15T12:00') adds such rows, as viewed or liked."""
    def add(name, *rows):
        with open(few / name, 'a', encoding='utf-8') as file:
            if file.tell() == 0:
                file.write('username,film_id,at,change\n')
            for row in rows:
                username, film_id, at = row.split()
                file.write(f'{username},{film_id},{at}:00Z,1\n')
    return add


def history_of(screen):
    """[(film number, 'viewed' or 'liked')] of a page of the history."""
    lines = screen.splitlines()
    return [(int(line.split()[0]), lines[place + 1].split()[0])
            for place, line in enumerate(lines) if film_lines(line)]


def test_history_is_one_list_of_views_and_likes_newest_first(ann, log):
    log('views.csv', 'ann 1 2026-01-01T12:00', 'ann 3 2026-01-03T12:00')
    log('likes.csv', 'ann 2 2026-01-02T12:00', 'ann 1 2026-01-04T12:00')
    shown = ann('h')
    assert HISTORY + '1 to 4 of 4' in shown
    assert history_of(shown) == [(1, 'liked'), (3, 'viewed'), (2, 'liked'), (1, 'viewed')]
    assert re.search(r'liked 4 Jan 2026, \d\d:\d\d', shown)


def test_each_log_keeps_the_order_of_its_rows_whatever_the_clock_said(ann, log):
    log('views.csv', 'ann 1 2026-01-05T12:00', 'ann 2 2026-01-01T12:00', 'ann 3 2026-01-03T12:00')
    log('likes.csv', 'ann 4 2026-01-02T12:00')
    assert history_of(ann('h')) == [(3, 'viewed'), (4, 'liked'), (2, 'viewed'), (1, 'viewed')]


def test_every_view_of_a_film_is_a_row_and_what_was_taken_back_is_none(ann):
    ann('v 1', 'v', 'v', 'l', 'u', 'l')
    assert history_of(ann('h')) == [(1, 'viewed'), (1, 'viewed')]


def test_what_others_did_is_not_in_my_history(ann, log):
    log('likes.csv', 'bob 1 2026-01-01T12:00')
    log('views.csv', 'bob 2 2026-01-01T12:00', 'anna 3 2026-01-01T12:00')
    assert HISTORY + 'none' in ann('h')


def test_a_view_taken_back_while_one_looks_at_the_list_is_gone_when_one_comes_back(ann):
    ann('v 1', 'v 3')
    assert history_of(ann('h', '1', 'u', '')) == [(3, 'viewed')]
    ann('l 3')
    assert history_of(ann('h', '3', 'l', '')) == [(3, 'viewed')]
    assert HISTORY + 'none' in ann('h', '3', 'u', '')


def test_a_last_page_that_has_become_empty_is_not_shown(ann):
    ann(*(f'v {number}' for number in range(101, 111)), 'v 1', '')
    listed = ann('h', '', '101', 'u', '')
    assert HISTORY + '1 to 10 of 10' in listed


def test_one_comes_back_to_the_page_of_the_history_one_was_on(ann):
    ann(*(f'v {number}' for number in range(101, 123)))
    assert HISTORY + '11 to 20 of 22' in ann('h', '', '105', '')


# Films that are not there

@pytest.fixture
def gone(ann, log):
    """As ann, who viewed film 777 twice and liked it, and viewed film 1 last."""
    log('views.csv', 'ann 777 2026-01-01T12:00', 'ann 777 2026-01-02T12:00',
        'ann 1 2026-01-03T12:00')
    log('likes.csv', 'ann 777 2026-01-01T12:00')
    return ann


def test_a_film_that_left_the_catalogue_is_shown_as_that(gone):
    assert f'  777  film 777 {GONE}' in gone('h')
    assert f'{GONE} (' not in gone('h')         # it has no year
    assert len(film_lines(gone('h'))) == 4


def test_its_number_opens_a_page_where_it_can_only_be_taken_back(gone):
    page = gone('h', '777').strip().split('\n')
    assert page[0] == f'film 777 {GONE}'
    assert page[1].split('  ') == [TO_LIST, UNLIKE, UNDO, '?: menu']
    assert len(page) == 2


def test_its_views_and_its_like_can_be_taken_back(gone, rows):
    assert TAKEN_BACK in flat(gone('h', '777', 'u'))
    assert NO_LONGER in gone('h', '777', 'l')
    assert UNLIKE not in gone('h', '777')
    assert len(rows('views.csv')) == 4
    assert history_of(gone('h', '777', 'undo', '')) == [(1, 'viewed')]
    page = gone('h')
    assert GONE not in page


def test_it_can_be_neither_viewed_nor_liked(gone, rows):
    before = rows('views.csv'), rows('likes.csv')
    for line in 'v', 'v 777', 'like', 'l 777', 'view', 'view again':
        gone('h', '777', line)
        gone('h', line, '777')
    assert VIEWED not in gone('h', 'v', '777')
    assert (rows('views.csv'), rows('likes.csv')) == before


@pytest.mark.parametrize('place', [(), ('b',), ('1',), ('r',), ('h', 'b')], ids=' '.join)
def test_elsewhere_its_number_is_no_film(gone, place):
    assert GONE not in gone(*place, '777')


def test_a_film_that_is_gone_spoils_neither_advice_nor_taste_nor_the_tip(gone):
    assert YOUR_LAST.format('Alien') in flat(gone())
    assert RECOMMENDED in gone('r')
    assert '777' not in gone('r')
    assert MY_TASTE + '1 film' in gone('t')


def test_who_viewed_only_films_that_are_gone_is_not_told_to_have_viewed_nothing(ann, log):
    log('views.csv', 'ann 777 2026-01-01T12:00')
    for line in 'r', 't':
        assert 'othing viewed or liked' not in ann(line)


def test_of_a_view_and_a_like_in_the_same_second_the_like_is_the_newer(ann, log):
    for name in 'views.csv', 'likes.csv':
        log(name, 'ann 1 2026-01-15T09:00')
    shown = ann('h')
    assert shown.index('liked 15 Jan') < shown.index('viewed 15 Jan')


# Times

@pytest.mark.skipif(not hasattr(time, 'tzset'), reason='Windows has its zone elsewhere')
@pytest.mark.parametrize('zone, shown', [
    ('XXX-5:30', '16 Jan 2026, 01:30'), ('XXX+5', '15 Jan 2026, 15:00'),
    ('XXX0', '15 Jan 2026, 20:00')], ids=['east', 'west', 'Greenwich'])
def test_times_are_saved_in_utc_and_shown_as_the_clock_on_the_wall(
        ann, log, rows, monkeypatch, zone, shown):
    log('views.csv', 'ann 3 2026-01-15T09:00', 'ann 3 2026-01-15T20:00')
    with monkeypatch.context() as patch:
        patch.setenv('TZ', zone)
        time.tzset()
        assert f'{YOU_VIEWED}2 times, last on {shown}.' in flat(ann('3'))
        assert f'viewed {shown}' in ann('h')
        assert f'on {shown}{TAKEN_BACK}' in flat(ann('3', 'u'))
        ann('v 8')
    time.tzset()
    at = rows('views.csv')[-1].split(',')[2]
    saved = calendar.timegm(time.strptime(at, '%Y-%m-%dT%H:%M:%SZ'))
    assert abs(time.time() - saved) < 60


def test_a_time_that_does_not_exist_is_shown_as_it_is(ann, log):
    log('views.csv', 'ann 1 2026-13-99T12:00')
    assert 'viewed 2026-13-99T12:00:00Z' in ann('h')
    assert '2026-13-99T12:00:00Z' in ann('1')


# What cannot be read

def unreadable(few, name):
    """Put a folder where a file should be; return what is said of it."""
    (few / name).unlink(missing_ok=True)
    (few / name).mkdir()
    return name + UNREADABLE


@pytest.mark.parametrize('name', ['views.csv', 'likes.csv'])
def test_a_log_that_cannot_be_read_is_said_once_to_each_user(few, ann, play, name):
    said = unreadable(few, name)
    screen = play(*IN, 'b', '', 'o', 'r bob', OTHER, OTHER, 'b', 'o', *IN, 'b')
    assert screen.count(said) == 3


@pytest.mark.parametrize('name', ['views.csv', 'likes.csv'])
@pytest.mark.parametrize('line', ['h', 'r', 't'])
def test_what_cannot_be_read_is_never_shown_as_empty(few, ann, log, name, line):
    log('views.csv', 'ann 1 2026-01-15T12:00')
    log('likes.csv', 'ann 1 2026-01-15T12:00')
    said = unreadable(few, name)
    shown = ann('', line)
    assert said in shown
    for untrue in HISTORY, RECOMMENDED, NO_TASTE, TO_BEGIN, MY_TASTE:
        assert untrue not in shown


@pytest.mark.parametrize('name', ['views.csv', 'likes.csv'])
def test_a_films_page_does_not_say_not_viewed_or_not_liked_of_what_cannot_be_read(few, ann, name):
    unreadable(few, name)
    page = flat(ann('', '1'))
    assert UNREADABLE in page
    for untrue in NOT_VIEWED, NOT_LIKED, MORE_LIKE_THIS:
        assert untrue not in page


@pytest.mark.parametrize('name', ['views.csv', 'likes.csv'])
def test_the_menu_offers_no_tip_made_of_half_the_files(few, ann, log, name):
    log('views.csv', 'ann 1 2026-01-15T12:00')
    unreadable(few, name)
    menu = ann()
    assert HELLO in menu
    assert 'perhaps: ' not in menu


def test_after_registering_with_a_log_that_cannot_be_read_one_is_at_the_menu(few, answer):
    unreadable(few, 'views.csv')
    assert HELLO + 'bob' in answer('r bob', OTHER, OTHER)


def test_a_log_that_can_be_read_again_is(few, ann, log, monkeypatch):
    log('views.csv', 'ann 1 2026-01-15T12:00')
    hidden = few / 'hidden'
    (few / 'views.csv').rename(hidden)
    (few / 'views.csv').mkdir()
    assert UNREADABLE in ann('h')
    (few / 'views.csv').rmdir()
    hidden.rename(few / 'views.csv')
    assert history_of(ann('h')) == [(1, 'viewed')]


def test_damaged_lines_are_said_once_to_each_user(few, ann, play):
    (few / 'views.csv').write_text('nonsense\nann,1,2026-01-15T12:00:00Z,1\n')
    screen = play(*IN, 'h', 'b', 'o', 'r bob', OTHER, OTHER, 'h')
    assert screen.count(DAMAGED) == 2


@pytest.mark.parametrize('fault', ['damaged', 'unreadable'])
def test_of_a_damaged_catalogue_each_user_hears_too(few, ann, play, fault):
    if fault == 'damaged':
        with open(few / 'films.csv', 'a') as file:
            file.write(',,,\nnonsense,\n')
        said = 'films.csv skipped'
    else:
        said = unreadable(few, 'films.csv')
    screen = play(*IN, 'b', 'o', 'r bob', OTHER, OTHER, 'b')
    assert flat(screen).count(said) >= 2


@pytest.mark.parametrize('line', ['b', 'r', 'alien', 's alien', '1', 'v 1'])
def test_a_catalogue_that_cannot_be_read_is_not_shown_as_empty(few, ann, log, line):
    log('views.csv', 'ann 1 2026-01-15T12:00')
    unreadable(few, 'films.csv')
    shown = flat(ann('', line))
    for untrue in ALL_FILMS + 'none', GONE, MISSING, ALL_SEEN:
        assert untrue not in shown


def test_in_history_a_film_is_not_called_gone_if_the_catalogue_cannot_be_read(few, ann, log):
    log('views.csv', 'ann 1 2026-01-15T12:00')
    unreadable(few, 'films.csv')
    assert GONE not in ann('h')


def test_what_cannot_be_read_is_not_saved_to_either(few, ann):
    unreadable(few, 'views.csv')
    assert NOT_SAVED in ann('v 1')
    assert PASSWORD not in ann('v 1')
