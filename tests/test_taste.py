"""My taste, the tip with which the menu opens, the list to begin with, and when all is seen."""
import re

import pytest
from conftest import (
    ALL_SEEN,
    ANN,
    HELLO,
    IN,
    MY_TASTE,
    NO_TASTE,
    ONE_MOMENT,
    OTHER,
    RECOMMENDED,
    TO_BEGIN,
    YOUR_LAST,
    film_lines,
    flat,
)

import fakeflix

BARS = '''film_id,title,year,genres,rating,director,cast,minutes
1,One,2001,Comedy|Drama,U,Wes Anderson,"Bill Murray, Owen Wilson",90
2,Two,2002,Comedy,U,Wes Anderson,"Owen Wilson, Bill Murray",60
3,Three,2003,Comedy|War,U,"Agnès Varda, Wes Anderson",Owen Wilson,30
4,Four,2004,War,U,Agnès Varda,Jeanne Moreau,240
5,Five,2005,Horror,U,John Carpenter,Kurt Russell,100
6,Six,2006,Western,U,,,
'''


@pytest.fixture
def bars(few, ann):
    """As ann, with six films of few genres."""
    (few / 'films.csv').write_text(BARS, encoding='utf-8')
    return ann


def taste_of(screen):
    """{genre: [count, my share, everybody's share, the bar if there is one]} of a page of taste."""
    rows = re.findall(r'(?m)^([A-Z][\w-]+) +(\d+) +(\d+%) +(\d+%|-)(?:  (\**))?$', screen)
    return {genre: columns for genre, *columns in rows}


# My taste

def test_each_film_counts_once_for_each_of_its_genres_however_often_it_was_viewed(bars):
    bars('v 1', 'v', 'v', 'l', 'v 2', 'l 3')
    shown = taste_of(bars('t'))
    assert {genre: columns[:2] for genre, columns in shown.items()} == {
        'Comedy': ['3', '100%'], 'Drama': ['1', '33%'], 'War': ['1', '33%']}
    assert next(iter(shown)) == 'Comedy'
    assert shown['Comedy'][3] == '***'
    assert shown['War'][3] == '*'


def test_everybodys_share_is_of_their_films_and_leaves_mine_out(few, bars):
    bars('v 5', 'v 2')
    (few / 'likes.csv').write_text('bob,1,2026-01-15T12:00:00Z,1\n')
    with open(few / 'views.csv', 'a') as file:
        file.write('bob,1,2026-01-15T12:00:00Z,1\nbob,4,2026-01-15T12:00:00Z,1\n'
                   'cat,3,2026-01-15T12:00:00Z,1\ncat,2,2026-01-15T12:00:00Z,1\n'
                   'cat,4,2026-01-15T12:00:00Z,1\ncat,4,2026-01-15T12:00:00Z,-1\n')
    shown = taste_of(bars('t'))
    assert shown['Comedy'][2] == '75%'          # of 1 and 4, 3 and 2
    assert shown['Horror'][2] in ('0%', '-')


def test_directors_and_actors_of_two_films_are_named_with_their_number(bars):
    bars('v 1', 'v 2', 'v 3', 'v 5')
    shown = flat(bars('t'))
    assert 'Wes Anderson (3)' in shown
    assert 'Owen Wilson (3)' in shown
    assert 'Bill Murray (2)' in shown
    for once in 'Varda', 'Carpenter', 'Russell':
        assert once not in shown


def test_where_nobody_is_in_two_films_there_is_no_line_of_names(bars):
    bars('v 5')
    assert 'Directors' not in bars('t')
    assert 'Actors' not in bars('t')
    bars('v 6')
    assert ' (2)' not in bars('t')              # films without a director have none in common


def test_hours_count_every_view(bars):
    bars('v 4', 'v', 'v 2', 'l 5')
    assert '9 hours' in bars('t')               # 240 + 240 + 60 minutes


def test_minutes_are_not_called_0_hours(bars):
    bars('v 3')
    assert '0 hours' not in bars('t')


def test_taste_says_what_it_is_good_for(bars):
    bars('v 1')
    shown = flat(bars('t'))
    assert MY_TASTE + '1 film' in shown
    assert 'r begins with these counts' in shown
    assert 'likes and newer films count more' in shown


def test_nothing_viewed_is_said_and_the_page_stays(bars):
    shown = bars('b', 't')
    assert NO_TASTE in shown
    assert MY_TASTE not in shown


def test_what_was_taken_back_is_not_my_taste(bars):
    bars('v 1', 'v 5', 'u', 'l 4', 'l')
    assert list(taste_of(bars('t'))) == ['Comedy', 'Drama']


@pytest.mark.parametrize('width', [20, 30, 39, 40, 41, 60, 80])
def test_taste_keeps_its_facts_in_any_window(bars, window, width):
    bars('v 1', 'v 2', 'v 3')
    window(width)
    shown = bars('t')
    assert max(map(len, shown.split('\n'))) <= width
    for genre, count, share in ('Comedy', '3', '100%'), ('War', '1', '33%'):
        line = flat(shown).partition(genre)[2]
        assert count in line[:20]
        assert share in line[:25]
    assert 'Wes Anderson (3)' in flat(shown)


def test_bars_stay_in_proportion_for_somebody_who_viewed_much(few, bars):
    rows = [f'{number},F{number},2000,{"War" if number % 2 else "War|Drama"}'
            for number in range(1, 301)]
    (few / 'films.csv').write_text('\n'.join(['film_id,title,year,genres', *rows, '']))
    (few / 'views.csv').write_text(
        ''.join(f'ann,{number},2026-01-15T12:00:00Z,1\n' for number in range(1, 301)))
    shown = taste_of(bars('t'))
    assert shown['War'][0] == '300'
    assert len(shown['War'][3]) > len(shown['Drama'][3]) > 0


# The tip

def test_the_menu_opens_with_the_film_viewed_last_and_three_to_view_next(ann):
    ann('v 1', 'v 3', 'l 5')
    tip = flat(ann().split(HELLO)[0])
    assert tip.startswith(YOUR_LAST.format('The Matrix'))
    offered = re.findall(r'(\d+) [^,]+', tip.split(': ')[1])
    best = [line.split()[0] for line in film_lines(ann('r'))]
    assert offered == best[:3]


def test_the_menu_of_somebody_new_opens_with_the_list_to_begin_with(ann):
    tip = flat(ann().split(HELLO)[0])
    best = [line.split()[0] for line in film_lines(ann('r'))]
    assert re.findall(r'(\d+) [^,]+', tip.split(': ')[1]) == best[:3]
    assert YOUR_LAST[:10] not in tip


@pytest.fixture
def calls(monkeypatch):
    """A name for each time that recommendations are made."""
    names = []

    def recommendations(username, films, views, likes, count):
        names.append(username)
        return [(film, '') for film in films[:count]]

    monkeypatch.setattr(fakeflix, 'recommendations', recommendations)
    return names


def test_the_tip_is_made_once_at_login_and_again_only_after_something_was_saved(
        ann, calls, monkeypatch):
    monkeypatch.setattr(fakeflix, 'similar_films', lambda *known: [])
    ann('', '', 'b', '?', 'h', '?', 's zz', '', '?')
    assert len(calls) == 1
    ann('1', '', '1', 'v', '?', '', 'l 5', '?', 'l', '?', 'v', '5', '', '5', 'u', '')
    assert len(calls) == 1 + 1 + 4      # the two logins, and four changes before a menu


def test_r_shows_the_list_that_the_tip_was_made_from(ann, calls):
    ann('r', '?', 'r', 'b', 'r')
    assert calls == ['ann']


def test_each_list_is_made_anew_for_another_user(few, calls, play):
    play(*ANN, 'o', 'r bob', OTHER, OTHER, 'r', 'o', *IN, 'r')
    assert calls == ['ann', 'bob', 'ann']


@pytest.mark.parametrize('name', ['views.csv', 'likes.csv'])
def test_r_makes_the_list_anew_after_a_friend_viewed_or_liked_something(
        few, ann, calls, monkeypatch, name):
    def taste(session):
        with open(few / name, 'a', encoding='utf-8') as log:
            log.write('bob,1,2026-01-15T12:00:00Z,1\n')

    rows = [choice._replace(action=taste) if choice.letter == 't' else choice
            for choice in fakeflix.FILMS_MENU]
    monkeypatch.setattr(fakeflix, 'FILMS_MENU', rows)
    ann('r', 't', 'r', 'r')
    assert calls == ['ann', 'ann']


def test_the_tip_changes_after_a_view(ann):
    assert YOUR_LAST.format('Alien') in flat(ann('', 'v 1', ''))
    assert YOUR_LAST[:10] not in ann('', '1', 'u', '')


def test_there_is_no_tip_where_all_is_seen(bars):
    bars(*(f'v {number}' for number in range(1, 7)))
    assert bars().startswith('\n' + HELLO)


def test_each_user_has_a_tip_of_their_own(few, ann, play):
    screen = play(*IN, 'v 1', '', 'o', 'r bob', OTHER, OTHER, '?', 'o', *IN)
    first, bobs, again = [part for part in screen.split('\n\n') if HELLO in part][-3:]
    assert YOUR_LAST.format('Alien') in flat(first)
    assert 'last' not in bobs
    assert YOUR_LAST.format('Alien') in flat(again)


# The first list, and the last

def test_registering_leads_straight_to_the_list_to_begin_with(few, play):
    screen = play(*ANN)
    assert TO_BEGIN in screen
    assert HELLO not in screen
    assert len(film_lines(screen)) == 10
    assert HELLO in play(*IN)


def test_the_first_view_makes_it_a_list_of_recommendations(ann):
    assert TO_BEGIN in ann('r')
    assert RECOMMENDED in ann('1', 'v', 'r')
    assert TO_BEGIN in ann('1', 'u', 'r')
    assert RECOMMENDED in ann('l 1', 'r')


def test_each_recommendation_has_a_reason_below(ann):
    ann('v 1')
    lines = ann('r').split('\n')
    for place, line in enumerate(lines):
        if film_lines(line):
            assert re.match(' {6}[^ ]', lines[place + 1])


def test_r_offers_at_most_50_films_ten_at_a_time(ann):
    ann('v 1')
    assert RECOMMENDED + '1 to 10 of 50' in ann('r')


def test_when_everything_is_seen_that_is_said_with_what_to_do(bars):
    bars(*(f'v {number}' for number in range(1, 7)))
    said = flat(bars('r'))
    assert ALL_SEEN in said
    assert 'h for your history' in said
    assert RECOMMENDED not in said


def test_a_wait_is_announced_where_there_is_much_to_count(ann, monkeypatch):
    monkeypatch.setattr(fakeflix, 'MANY', 10)
    for lines in (), ('v 1', 'r'), ('s alien',):
        assert ONE_MOMENT in ann(*lines), lines
    monkeypatch.setattr(fakeflix, 'MANY', 100)
    assert ONE_MOMENT not in ann('v 1', 'r')
