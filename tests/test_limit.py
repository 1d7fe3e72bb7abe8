"""UP_TO: films above the highest age rating are found, listed, offered and opened nowhere."""
import re

import pytest
from conftest import (
    ALL_FILMS,
    ANN,
    FEW,
    FILM,
    HELLO,
    HISTORY,
    IN,
    LIKES,
    MISSING,
    MORE_LIKE_THIS,
    NO_LONGER,
    NOT_SHOWN,
    RECOMMENDED,
    TAKEN_BACK,
    TO_LIST,
    UNDO,
    UNLIKE,
    VIEWED,
    film_lines,
    flat,
)

import fakeflix

HIDDEN = ('1', '2', '3', '8', '9')      # rated 15 or 18, or not at all
SHOWN = ('4', '5', '6', '7', '101')


@pytest.fixture
def up_to_12(ann, monkeypatch):
    """As ann, in a class where films are shown up to 12."""
    monkeypatch.setattr(fakeflix, 'UP_TO', '12')
    return ann


def numbers_in(*screens):
    """The numbers of the films in these lists."""
    return {line.split()[0] for screen in screens for line in film_lines(screen)}


def test_browse_lists_the_others_only(up_to_12):
    pages = [up_to_12('b', *[''] * turned) for turned in range(7)]
    assert ALL_FILMS + '1 to 10 of 65' in pages[0]
    assert numbers_in(*pages).isdisjoint(HIDDEN)
    assert numbers_in(*pages) >= set(SHOWN)


@pytest.mark.parametrize('line', ['alien', 's alien', 's t alien', 's g horror', 'ridley scott',
                                  's star beast', 'matrix', 'vendetta', 's k crew'])
def test_search_does_not_find_them(up_to_12, line):
    found = up_to_12(line)
    assert numbers_in(found).isdisjoint(HIDDEN)
    assert FILM + '1' not in found
    assert 'Matrix (' not in found


def test_recommendations_and_the_tip_do_not_offer_them(up_to_12, monkeypatch):
    up_to_12('v 6')
    pages = [up_to_12('r', *[''] * turned) for turned in range(5)]
    assert RECOMMENDED in pages[0]
    assert numbers_in(*pages).isdisjoint(HIDDEN)
    tip = up_to_12().split(HELLO)[0]
    assert set(re.findall(r'\d+(?= [A-Z])', tip)).isdisjoint(HIDDEN)


def test_more_like_this_does_not_offer_them(up_to_12):
    offered = flat(up_to_12('6')).partition(MORE_LIKE_THIS)[2]
    assert offered
    assert set(re.findall(r'\d+(?= [A-Z])', offered)).isdisjoint(HIDDEN)


@pytest.mark.parametrize('line', [*HIDDEN, 'Alien', 'alien 1979', 'star beast', 'the matrix',
                                  'v for vendetta'])
def test_neither_number_nor_title_opens_views_or_likes_them(up_to_12, rows, line):
    for lines in (line,), (f'v {line}',), (f'l {line}',), ('v', line), ('b', line), ('1', line):
        shown = up_to_12(*lines)
        assert not re.search(FILM + '[12389] ', shown)
        assert VIEWED not in shown
    assert rows('views.csv') == rows('likes.csv') == []


def test_what_is_said_of_them_is_what_is_said_of_films_that_do_not_exist(up_to_12):
    assert up_to_12('s ridley').replace('ridley', 'qqqqqq') == up_to_12('s qqqqqq')
    assert MISSING in up_to_12('s ridley')


def test_history_shows_them_as_not_shown_here_and_they_can_be_taken_back(ann, monkeypatch, rows):
    ann('1', 'v', 'l', 'v 5')
    monkeypatch.setattr(fakeflix, 'UP_TO', '12')
    listed = ann('h')
    assert HISTORY + '1 to 3 of 3' in listed
    assert f'    1  film 1 {NOT_SHOWN}' in listed
    page = ann('h', '1').strip().split('\n')
    assert page[0] == f'film 1 {NOT_SHOWN}'
    assert page[1].split('  ') == [TO_LIST, UNLIKE, UNDO, '?: menu']
    assert TAKEN_BACK in flat(ann('h', '1', 'u'))
    assert NO_LONGER in ann('h', '1', 'l')
    assert 'Alien' not in ann('h') + ann('t') + ann()
    assert numbers_in(ann('h')) == {'5'}


def test_my_taste_leaves_them_out(ann, monkeypatch):
    ann('1', 'v', '5', 'v')
    monkeypatch.setattr(fakeflix, 'UP_TO', '12')
    assert 'Horror' not in ann('t')
    assert 'Comedy' in ann('t')


def test_likes_of_all_films_are_counted(few, ann, monkeypatch):
    (few / 'likes.csv').write_text('bob,1,2026-01-15T12:00:00Z,1\nbob,5,2026-01-15T12:00:00Z,1\n')
    monkeypatch.setattr(fakeflix, 'UP_TO', '12')
    assert LIKES + '1' in ann('5')
    monkeypatch.setattr(fakeflix, 'UP_TO', '')
    assert LIKES + '1' in ann('1')


@pytest.mark.parametrize('limit, count', [('U', 61), ('PG', 63), ('12', 65), ('15', 67),
                                          ('18', 69), ('', 70)], ids=str)
def test_each_limit_shows_the_films_up_to_it(ann, monkeypatch, limit, count):
    monkeypatch.setattr(fakeflix, 'UP_TO', limit)
    assert f'{ALL_FILMS}1 to 10 of {count}' in ann('b')


@pytest.mark.parametrize('rating', ['', 'R', 'PG-13', '7', '16', '21'])
def test_a_film_of_another_rating_is_not_shown(few, ann, monkeypatch, rating):
    (few / 'films.csv').write_text(
        f'film_id,title,year,genres,rating\n1,Alien,1979,War,{rating}\n2,Up,2009,War,U\n')
    monkeypatch.setattr(fakeflix, 'UP_TO', '18')
    assert numbers_in(ann('b')) == {'2'}


@pytest.mark.parametrize('arguments', [(), ('--check',)], ids=['a visit', '--check'])
@pytest.mark.parametrize('limit', ['13', 'u', 'R', 'PG, 12', ' ', '0'])
def test_a_limit_that_is_none_of_the_five_is_refused_at_the_start(
        few, play, monkeypatch, arguments, limit):
    monkeypatch.setattr(fakeflix, 'UP_TO', limit)
    assert play(*ANN, arguments=arguments) == ''
    assert play.status == 2
    assert 'UP_TO' in play.errors
    assert 'U PG 12 15 18' in play.errors
    assert not (few / 'users.csv').exists()


def test_check_counts_all_films_and_finds_nothing_wrong_with_them(few, ann, play, monkeypatch):
    play(*IN, '1', 'v', 'l')
    everything = play(arguments=['--check'])
    monkeypatch.setattr(fakeflix, 'UP_TO', 'U')
    assert play(arguments=['--check']) == everything
    assert '70 films' in everything
    assert FEW.count('\n') == 71


def test_the_program_comes_with_all_films_shown():
    with open(fakeflix.__file__, encoding='utf-8') as file:
        assert re.search(r"(?m)^UP_TO = ''", file.read())
