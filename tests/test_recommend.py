"""Recommendations: what is offered, in what order, and that every reason given is true."""
import os
import random
import subprocess
import sys
from collections import Counter

import pytest

import fakeflix
from fakeflix import (
    Event,
    Film,
    chosen_by,
    common_of,
    company_of,
    era_of,
    genre_profile,
    lack_of,
    left_without,
    main_genres,
    names_of,
    others_of,
    profile_of,
    rarity_of,
    recommendations,
    score,
    series_of,
    similar_films,
    taste_of,
    usual_shares,
    viewers_of,
    weights_of,
)

HERE = os.path.dirname(os.path.abspath(__file__))
TREES = ['Ash', 'Elm', 'Fir', 'Oak', 'Yew']
RATINGS = ['U', 'PG', '12', '15', '18']


def film(film_id, genres, year=2000, **more):
    """A film with nothing special about it but what is said."""
    plain = Film(film_id, f'Film-{film_id}', year, tuple(genres.split('|')), 'PG', '', '', 0, 50,
                 '', '')
    return plain._replace(**more)


# Films 1, 4, 7, 10 are Horror, 2, 5, 8, 11 Comedy and 3, 6, 9, 12 War, all of one year.
FILMS = [film(number, genre) for number, genre in enumerate(['Horror', 'Comedy', 'War'] * 4, 1)]
HORROR, COMEDY, WAR = ({film_id, film_id + 3, film_id + 6, film_id + 9} for film_id in (1, 2, 3))


def events(text):
    """'ann 1 2 -2, bob 1': ann's of 1 and 2, the 2 taken back, and bob's of 1; dates run back."""
    rows = []
    for part in filter(None, text.split(', ')):
        name, *numbers = part.split()
        for number in map(int, numbers):
            at = f'{2026 - len(rows)}-11-22T10:00:00Z'
            rows.append(Event(name, abs(number), at, 1 if number > 0 else -1))
    return rows


def advice(views='', likes='', films=FILMS, count=99):
    """What ann is offered."""
    return recommendations('ann', films, events(views), events(likes), count)


def ids(*data, **settings):
    return [offered.film_id for offered, _ in advice(*data, **settings)]


def reasons(*data, **settings):
    return {offered.film_id: reason for offered, reason in advice(*data, **settings)}


def invented(number):
    """A catalogue in which genres, names, years and ratings are shared by some, not by all."""
    rolls = random.Random(number)
    films = []
    for film_id in range(1, number + 1):
        genres = rolls.sample(['Horror', 'Comedy', 'War', 'Drama', 'Family'], rolls.randint(1, 3))
        title = f'{rolls.choice(TREES)}berg {rolls.randint(1, 30)}'
        films.append(film(film_id, '|'.join(genres), rolls.randint(1950, 2020), title=title,
                          rating=rolls.choice([*RATINGS, '', 'R']), fame=rolls.randint(1, 100),
                          director=rolls.choice(['', 'Ida Lund', 'Tom Ray', 'Jo Moss, Ida Lund']),
                          cast=rolls.choice(['', 'Ben Hale, Una Fox', 'Una Fox', 'Max Orr'])))
    return films


def community(films, users):
    """Views and likes of user0, who has none, user1, ... in a mixed order, some taken back."""
    rolls = random.Random(users)
    logs = [], []
    for log, most in zip(logs, (12, 5)):
        for user in range(1, users):
            for chosen in rolls.sample(films, rolls.randint(0, most)):
                log.append(Event(f'user{user}', chosen.film_id, '2026-11-22T10:00:00Z', 1))
        rolls.shuffle(log)
        log += [event._replace(change=-1) for event in rolls.sample(log, len(log) // 10)]
    return logs


SOME = invented(150)
VIEWS, LIKES = community(SOME, 60)
TAKEN = [{event[:2] for event in log if event.change < 0} for log in (VIEWS, LIKES)]
VIEWED, LIKED = ([event[:2] for event in log if event.change > 0 and event[:2] not in taken]
                 for log, taken in zip((VIEWS, LIKES), TAKEN))
CHOSEN = {*VIEWED, *LIKED}
ORDERS = {name: list(chosen) for name, chosen in chosen_by(fakeflix.standing(VIEWS), []).items()}
EVERYBODY = [f'user{number}' for number in range(60)]


def films_of(name):
    return [each for each in SOME if (name, each.film_id) in CHOSEN]


def highest(films):
    return max(['12', *(each.rating for each in films if each.rating in RATINGS)],
               key=RATINGS.index)


# What is offered

def test_a_seen_or_liked_film_is_never_recommended_and_every_other_is_once():
    for name in EVERYBODY:
        offered = [each for each, _ in recommendations(name, SOME, VIEWS, LIKES, 999)]
        mine = films_of(name)
        limit = RATINGS.index(highest(mine))
        left = [each for each in SOME if each not in mine
                and each.rating not in RATINGS[limit + 1:]]
        assert sorted(offered) == left


@pytest.mark.parametrize('chosen, liked, highest_offered', [
    (['U'], [], '12'), (['18'], [], '18'), (['PG'], ['15'], '15'), (['U', ''], [], '12'),
    (['R'], [], '12'), ([], ['18'], '18'), ([], [], '12'), (['18', 'back'], [], '12')],
    ids=['only U', 'an 18', 'a 15 only liked', 'one without rating', 'a foreign rating',
         'an 18 liked without a view', 'somebody new', 'an 18 taken back'])
def test_nothing_is_offered_that_is_rated_above_all_that_i_chose_or_12(chosen, liked,
                                                                      highest_offered):
    ratings = [*RATINGS, '', 'R']
    films = [film(number, 'War', rating=rating) for number, rating in enumerate(ratings * 2, 1)]
    views = ' '.join(str(ratings.index(rating) + 1) for rating in chosen if rating in ratings)
    if 'back' in chosen:
        views += ' -5'
    likes = ' '.join(str(ratings.index(rating) + 1) for rating in liked)
    offered = {each.rating for each, _ in advice(f'ann {views}', f'ann {likes}', films)}
    assert offered == {*RATINGS[:RATINGS.index(highest_offered) + 1], '', 'R'}


def test_others_with_an_18_bring_none_to_me():
    films = [film(1, 'War'), film(2, 'War'), film(3, 'War', rating='18')]
    rest = ', '.join(f'fan{number} 1 3' for number in range(9))
    assert ids(f'ann 1, {rest}', rest, films=films) == [2]
    assert ids(rest, rest, films=films) == [1, 2]


def test_at_most_three_on_a_page_are_by_one_director_or_of_one_series_while_others_are_left():
    films = [film(number, 'War', director='Ida Lund') for number in range(1, 9)]
    films += [film(number, 'War', title=f'Ashberg {number - 10}') for number in range(11, 19)]
    films += [film(number, 'Music') for number in range(21, 36)]
    pages = ids('ann 1 11', films=films)
    for page in (pages[:10], pages[10:20]):
        assert sum(number < 10 for number in page) == 3
        assert sum(10 < number < 20 for number in page) == 3
    assert sorted(pages) == sorted({*range(1, 36)} - {1, 9, 10, 11, 19, 20})
    assert set(ids('ann 1', films=films[:8])) == {*range(2, 9)}


def test_somebody_with_two_tastes_sees_both_on_the_first_page():
    films = [film(number, 'Western', 1960) for number in range(1, 30)]
    films += [film(number, 'Animation|Family|Comedy', 2010) for number in range(31, 60)]
    page = ids('ann 1 2 3 31 32 33', films=films)[:10]
    assert sum(number < 30 for number in page) >= 2
    assert sum(number > 30 for number in page) >= 2


@pytest.mark.parametrize('count', [0, 1, 9, 10, 11, 25, 999])
@pytest.mark.parametrize('name', ['user0', 'user1', 'user7'])
def test_a_shorter_list_is_the_beginning_of_a_longer_one(name, count):
    longest = recommendations(name, SOME, VIEWS, LIKES, 999)
    assert recommendations(name, SOME, VIEWS, LIKES, count) == longest[:count]


def test_the_same_data_give_the_same_list_in_every_run_and_stay_as_they_are():
    before = repr((SOME, VIEWS, LIKES))
    first = recommendations('user1', SOME, VIEWS, LIKES, 10)
    code = ('from test_recommend import *; '
            'print(ascii(recommendations("user1", SOME, VIEWS, LIKES, 10)))')
    run = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, cwd=HERE,
                         check=True, env={**os.environ, 'PYTHONPATH': os.path.dirname(HERE)})
    assert len(first) == 10 and run.stdout.strip() == ascii(first)
    assert repr((SOME, VIEWS, LIKES)) == before


@pytest.mark.parametrize('films', [[], FILMS[:1]], ids=['an empty catalogue', 'all seen'])
def test_where_nothing_is_left_nothing_is_offered(films):
    assert advice('ann 1', films=films) == []


@pytest.mark.parametrize('views, same', [
    ('ann 1 2 -2', 'ann 1'), ('ann 1 -1', ''), ('ann -2 1', 'ann 1'), ('ann 1 1 -1', 'ann 1'),
    ('ann 1, bob 1 10 -10', 'ann 1, bob 1'), ('ann 1, bob -10', 'ann 1'), ('ann 99', ''),
    ('ann 1 99', 'ann 1'), ('ann 1, bob 1 10 99', 'ann 1, bob 1 10'), ('ann 1, bob 99', 'ann 1')],
    ids=['back', 'all back', 'back before', 'one of two back', 'of another', 'of another, never',
         'unknown', 'one unknown', 'unknown of another', 'only unknown of another'])
def test_what_is_taken_back_or_not_in_the_catalogue_plays_no_part(views, same):
    assert advice(views) == advice(same)
    assert advice('ann 4', views) == advice('ann 4', same)


def test_a_name_with_capitals_is_somebody_else_than_the_same_in_small_letters():
    offered = recommendations('Ann', FILMS, events('Ann 1, ann 2'), [], 99)
    assert {each.film_id for each, _ in offered} == {*range(2, 13)}


# In what order

@pytest.mark.parametrize('views, likes, order', [
    ('ann 1 4 7 2', '', [HORROR, COMEDY, WAR]),
    ('ann 1 2', '', [COMEDY, HORROR, WAR]),
    ('ann 2 1', '', [HORROR, COMEDY, WAR]),
    ('ann 1 2 1', '', [HORROR, COMEDY, WAR]),
    ('ann 1 2 3', '', [WAR, COMEDY, HORROR]),
    ('ann 1 2 3', 'ann 1', [WAR, HORROR, COMEDY]),
    ('ann 1 2 3', 'ann 1 -1', [WAR, COMEDY, HORROR]),
    ('ann 1', 'ann 2', [COMEDY, HORROR, WAR])],
    ids=['three count more than one', 'the recent counts more', 'the other way round',
         'viewed again is recent again', 'three of them', 'a like is half as much again',
         'a like taken back', 'a like needs no view'])
def test_genres_that_are_frequent_recent_and_liked_come_first(views, likes, order):
    ranked = ids(views, likes)
    for genre in order:
        assert set(ranked[:len(genre.intersection(ranked))]) <= genre
        ranked = [film_id for film_id in ranked if film_id not in genre]


@pytest.mark.parametrize('views', ['ann 2 3', 'ann 6 7 8 2 3', 'ann 6 7 8 9 2 3 4'])
def test_a_film_does_not_win_by_having_four_genres(views):
    genres = ['Horror|Comedy|War|Drama'] + ['Horror'] * 4 + ['Comedy', 'War', 'Drama'] * 3
    films = [film(*each) for each in enumerate(genres + ['Music'] * 25, 1)]
    assert advice(views, films=films)[0][0].genres == ('Horror',)


def test_of_a_clear_taste_nothing_is_offered_before_it():
    """Five of five are Westerns; the others chose comedies, and a few of them one of mine."""
    films = [film(number, 'Western|Drama') for number in range(1, 20)]
    films += [film(number, 'Comedy|Drama', fame=100) for number in range(21, 40)]
    rest = ', '.join(f'fan{each} {each + 1} {21 + each % 9} {30 + each % 10}' for each in range(99))
    assert set(ids(f'ann 1 2 3 4 5, {rest}', films=films)[:9]) <= {*range(6, 20)}


def test_films_of_the_years_of_mine_come_first():
    films = [film(place, 'War', year) for place, year in enumerate((1980, 2020, 2000, 1979), 1)]
    assert ids('ann 1', films=films) == [4, 3, 2]


def test_with_nobody_else_title_rating_and_minutes_play_no_part():
    other = [each._replace(title=f'Z{each.film_id}z', rating='12', minutes=9) for each in FILMS]
    assert ids('ann 1 2', films=other) == ids('ann 1 2')


@pytest.mark.parametrize('mine, order', [(90, [3, 2]), (5, [2, 3])], ids=['hits', 'rarities'])
def test_with_nobody_else_the_widely_known_come_first_for_who_watches_those(mine, order):
    films = [film(1, 'War', fame=mine), film(2, 'War', fame=10), film(3, 'War', 2003, fame=90)]
    assert ids('ann 1', films=films) == order


def test_equal_films_come_by_fame_and_then_by_number():
    films = [film(number, 'War', fame=fame) for number, fame in (
        (5, 0), (3, 0), (1, 0), (4, 7), (2, 0))]
    assert ids('ann 1', films=films) == [4, 2, 3, 5]


def test_what_people_who_share_my_films_viewed_comes_first():
    assert ids('ann 1')[0] == 4
    assert ids('ann 1, bob 1 10')[0] == ids('ann 1', 'bob 1 10')[0] == 10
    assert ids('ann 1 4 7, bob 2 12, cat 12 5')[0] == 10               # they share nothing


def test_what_others_watched_soon_after_mine_comes_before_what_they_watched_before():
    alike = [film(number, 'War') for number in range(1, 30)]
    rest = 'cat 8 9 10 11 12 13 14, dan 15 16 17 18 19 20 21'
    assert ids(f'ann 5, bob 1 2 3 4 5 6 7, {rest}', films=alike)[:2] == [6, 7]


def test_of_films_with_as_much_company_the_liked_come_first():
    alike = [film(number, 'War') for number in range(1, 4)]
    assert ids('ann 1, bob 2 3 1, cat 1', 'bob 3', films=alike) == [3, 2]


def test_a_film_of_the_same_series_director_or_star_comes_first():
    films = [film(number, 'Drama', title=f'{word}tide {word}berg', director=director, cast=star)
             for number, word, director, star in (
                 (1, 'Ash', 'Ida Lund', 'Una Fox, Max Orr'), (2, 'Oak', 'Ben Hale', 'Al Day'),
                 (3, 'Elm', 'Ida Lund', ''), (4, 'Fir', 'Tom Ray', ''), (10, 'Yew', '', 'Max Orr'))]
    films += [films[0]._replace(film_id=number, title=f'Ashtide Ashberg{rest}', director='', cast='')
              for number, rest in ((5, ' II'), (6, ': Home'), (7, ' Part 3'), (8, ' and Co'))]
    films.append(films[-1]._replace(film_id=9, title='The Ashtide Ashberg 2'))
    films.append(films[-1]._replace(film_id=11, title='Home', alt_title='Ashtide Ashberg 4'))
    assert set(ids('ann 1', films=films)[-2:]) == {2, 4}


def test_a_name_in_the_synopsis_and_the_language_of_the_other_title_bind_films():
    films = [film(1, 'War', synopsis='Spy Ned Ash drives to Rome.', alt_title='Le Petit Espion'),
             film(2, 'War'), film(3, 'War', synopsis='Old now, Ned Ash returns.'), film(4, 'War'),
             film(5, 'War', alt_title='Le Grand Jour'), film(6, 'War', alt_title='The Big Day')]
    offered = reasons('ann 1', films=films)
    assert {*list(offered)[:2]} == {3, 5}
    assert offered[3].startswith('Ned Ash, like Film-1')


def test_a_shared_first_name_is_nothing():
    films = [film(1, 'Comedy', director='Jean-Pierre Jeunet'),
             film(2, 'War', director='Marc Caro, Jean-Pierre Jeunet'),
             film(3, 'War', director='Jean-Pierre Melville'), film(4, 'War', director='Ida Lund')]
    swapped = [*films[:2], films[2]._replace(director='Ida Lund'),
               films[3]._replace(director='Jean-Pierre Melville')]
    assert ids('ann 1', films=films) == ids('ann 1', films=swapped) == [2, 3, 4]
    assert reasons('ann 1', films=films)[2] == 'by Jean-Pierre Jeunet, like Film-1'


@pytest.mark.parametrize('title, series', [
    ('Rocky', 'Rocky'), ('Rocky II', 'Rocky'), ('The Godfather Part II', 'Godfather'),
    ('Alien 3', 'Alien'), ('Alien: Covenant', 'Alien'), ('Blade Runner 2049', 'Blade Runner'),
    ('A Quiet Place', 'Quiet Place'), ('Apollo 13', 'Apollo 13'),
    ('Harry Potter and the Goblet of Fire', 'Harry Potter'),
    ('Beauty and the Beast', 'Beauty and the Beast'), ('', ''), ('The', 'The')])
def test_the_parts_of_a_series_come_to_the_same_name(title, series):
    assert series_of(title) == series


# Why: the reasons

def true_reasons(name, offered):
    """All sentences that are true of a film offered to this user."""
    mine = films_of(name)
    chosen = {user for user, film_id in CHOSEN if film_id == offered.film_id} - {name}
    yield f'{len(chosen)} others chose it'
    for each in mine:
        if abs(each.year - offered.year) <= 5:
            yield f'from the years of {each.title}'
    for first in mine:
        count = 0
        for user, order in ORDERS.items():
            if user != name and {first.film_id, offered.film_id} <= {*order}:
                steps = order.index(offered.film_id) - order.index(first.film_id)
                count += 0 < steps <= 5
        yield f'{count} other{"s" * (count > 1)} chose it soon after {first.title}'
    for genre in offered.genres:
        yield from likened(genre, [each for each in mine if genre in each.genres], True)
    for director in offered.director.split(', '):
        yield from likened(f'by {director}', [each for each in mine
                                              if director in each.director.split(', ')])
    for star in offered.cast.split(', '):
        yield from likened(f'with {star}', [each for each in mine if star in each.cast.split(', ')])
    series = [each for each in mine if each.title.split()[0] == offered.title.split()[0]]
    for sentence in likened('', series):
        yield sentence.replace(', like ', 'in a series with ')
    for each in series:
        if each.title == offered.title:
            yield f'another {each.title}: yours is from {each.year}'


def likened(what, films, counted=False):
    if counted and len(films) > 2:
        yield f'{what}, like {len(films)} of yours'
    for first in films:
        yield f'{what}, like {first.title}'
        yield from (f'{what}, like {first.title} and {other.title}' for other in films)


def test_every_reason_is_true():
    for name in EVERYBODY[:50]:
        if films_of(name):
            for offered, reason in recommendations(name, SOME, VIEWS, LIKES, 30):
                assert {*reason.split('; ')} <= {*true_reasons(name, offered),
                                                 'something different from yours'}


def test_every_reason_is_a_line_of_at_most_74_columns_also_where_names_are_long():
    long = [each._replace(title='T' * 90 + each.title, director='D' * 90, cast='C' * 90,
                          genres=('G' * 90, *each.genres), synopsis='Aaa Bbb is here')
            for each in SOME]
    for films in SOME, long:
        for name in EVERYBODY[::4]:
            for _, reason in recommendations(name, films, VIEWS, LIKES, 50):
                assert 0 < len(reason) <= 74 and '\n' not in reason


def test_on_a_page_of_ten_there_are_at_least_four_kinds_of_reasons():
    for name in EVERYBODY:
        if len(films_of(name)) > 2:
            page = recommendations(name, SOME, VIEWS, LIKES, 10)
            assert len({reason.split('; ')[0] for _, reason in page}) >= 4


def test_a_genre_of_mine_follows_where_there_is_room():
    films = [film(1, 'War', director='Ida Lund'), film(2, 'War', director='Ida Lund')]
    assert reasons('ann 1', films=films)[2] == 'by Ida Lund, like Film-1; War, like Film-1'


@pytest.mark.parametrize('more, reason', [
    ({'title': 'Film-1 II'}, 'in a series with Film-1'),
    ({'title': 'Film-1', 'year': 1967}, 'another Film-1: yours is from 2000'),
    ({'director': 'Ida Lund'}, 'by Ida Lund, like Film-1'),
    ({'cast': 'Max Orr'}, 'with Max Orr, like Film-1'),
    ({'genres': ('War',)}, 'War, like Film-1'),
    ({}, 'from the years of Film-1'),
    ({'year': 1900}, 'something different from yours')],
    ids=['series', 'same title', 'director', 'star', 'genre', 'years', 'nothing'])
def test_the_strongest_true_thing_is_said_first(more, reason):
    mine = film(1, 'War', director='Ida Lund', cast='Max Orr')
    others = [film(number, 'Drama') for number in range(3, 9)]
    films = [mine, film(2, 'Drama')._replace(**more), *others]
    assert reasons('ann 1', films=films)[2].split('; ')[0] == reason


def test_how_many_others_chose_it_soon_after_a_film_of_mine_is_said():
    alike = [film(number, 'War') for number in range(1, 20)]
    views = 'ann 1, bob 1 2, cat 3 1 4 2, dan 2 1, eve 1 3 4 5 6 7 2'
    assert reasons(views, films=alike)[2].startswith('2 others chose it soon after Film-1')
    assert reasons('ann 1, bob 1', 'bob 2', films=alike)[2] == 'War, like Film-1'


# Somebody new

def test_somebody_new_gets_what_three_agree_on_then_one_of_each_genre_then_the_widely_known():
    films = [film(1, 'War', fame=90), film(2, 'War', fame=80), film(3, 'Drama|War', fame=70),
             film(4, 'Comedy|Music', fame=60), film(5, 'Comedy', fame=50), film(6, 'Music', fame=9)]
    assert ids(films=films) == [1, 3, 4, 6, 2, 5]
    assert ids('bob 5 2, cat 5 2', films=films) == [1, 3, 4, 6, 2, 5]
    assert ids('bob 5 2, cat 5 2, dan 5', films=films) == [5, 1, 3, 4, 6, 2]


def test_somebody_new_sees_a_rated_film_of_a_genre_before_one_without_a_rating():
    films = [film(1, 'War', fame=90, rating=''), film(2, 'War', fame=80), film(3, 'War', rating='18')]
    assert ids(films=films) == [2, 1]


def test_the_reasons_for_somebody_new_are_true():
    films = [film(1, 'War|Drama|Music', fame=90), film(2, '', fame=9)._replace(genres=())]
    assert reasons(films=films) == {1: 'War and Drama, to begin with', 2: 'to begin with'}
    shown = reasons('bob 1, cat 1, dan 1', films=films)
    assert shown[1] == '3 others chose it; War and Drama, to begin with'


# More like this

def test_more_like_this_is_what_somebody_with_only_this_film_would_be_offered():
    like_it = similar_films(FILMS[0], 'ann', FILMS, events('ann 2'), [], 3)
    assert [each.film_id for each in like_it] == [4, 7, 10]


def test_more_like_this_leaves_out_the_film_what_i_chose_and_what_is_rated_too_high():
    films = [film(number, 'War', rating='15' if number == 5 else 'PG') for number in range(1, 9)]
    like_it = similar_films(films[0], 'ann', films, events('ann 2, bob 1'), events('ann 3'), 99)
    assert [each.film_id for each in like_it] == [4, 6, 7, 8]


def test_more_like_this_goes_by_what_others_chose_after_it():
    alike = [film(number, 'War') for number in range(1, 10)]
    views = events('bob 1 9, cat 1 9, dan 2 3 4, eve 5 6 7')
    assert similar_films(alike[0], 'ann', alike, views, [], 1) == alike[8:]


# The steps

def test_what_is_viewed_again_moves_to_the_end_and_a_like_counts_more():
    people = chosen_by(events('ann 1 2 1, bob 3'), events('ann 2 4'))
    assert {name: list(chosen.items()) for name, chosen in people.items()} == {
        'ann': [(2, 1.5), (1, 1), (4, 1.5)], 'bob': [(3, 1)]}


def test_a_film_with_all_names_is_known_by_each_of_them():
    known = film(1, 'War', title='The Ash II', alt_title='Der Ahorn 2', director='Ida Lund, Una Fox',
                 cast='Max Orr, Al Day', synopsis='Captain Ned Ash meets Bo in Old Rome.')
    assert names_of(known) == {
        ('series', 'Ash'): 20, ('series', 'Der Ahorn'): 20, ('by', 'Ida Lund'): 10,
        ('by', 'Una Fox'): 10, ('with', 'Max Orr'): 5, ('with', 'Al Day'): 2.5,
        ('about', 'Ned Ash'): 5, ('about', 'Old Rome'): 5, ('tongue', 'der'): 5}
    assert names_of(film(2, 'War', title='')) == {}


def test_each_page_begins_anew_with_the_strongest_reasons():
    films = [film(number, 'War', director='Ida Lund') for number in range(1, 32)]
    given = [reason for _, reason in advice('ann 1', films=films)]
    assert given[0].startswith('by Ida Lund')
    assert given[10] == given[20] == given[0]


def test_a_language_is_only_a_guess_and_never_given_as_a_reason():
    films = [film(number, 'War|Drama', alt_title='Le Chat dans la Rue') for number in range(1, 9)]
    films = [each._replace(alt_title=f'{each.alt_title} {each.film_id}') for each in films]
    assert 'tongue' not in ' '.join(reason for _, reason in advice('ann 1 2', films=films))


def test_the_names_of_a_film_and_what_each_is_worth():
    boxer = film(1, 'Sport', title='Rocky II', director='Ann Bay', cast='Cy Day, Eve Fox, Guy Hay',
                 alt_title='Le Rocher', synopsis='Spy James Bond goes to New York.')
    assert names_of(boxer) == {
        ('series', 'Rocky'): 20, ('series', 'Le Rocher'): 20, ('by', 'Ann Bay'): 10,
        ('with', 'Cy Day'): 5, ('with', 'Eve Fox'): 2.5, ('with', 'Guy Hay'): 5 / 3,
        ('about', 'James Bond'): 5, ('about', 'New York'): 5, ('tongue', 'le'): 5}


def test_what_is_known_of_me_is_weighed_by_how_new_my_films_are():
    older = film(1, 'War', fame=40, director='Ida Lund')
    newer = film(2, 'Drama', fame=80, director='Ida Lund')
    known = {1: older, 2: newer, 3: film(3, 'War|Drama')}
    weights = weights_of({1: 1, 2: 1})
    me = profile_of(weights, known, usual_shares(Counter(), known))
    total = 1 + 0.5946
    assert me.seen == [newer, older]
    assert me.fame == pytest.approx((80 + 0.5946 * 40) / total, rel=0.001)
    assert me.names['by', 'Ida Lund'] == pytest.approx(total / (total + 5), rel=0.001)
    assert me.names['series', 'Film-1'] == pytest.approx(0.5946 / (total + 5), rel=0.001)
    usual = 2 / 3                                   # of three films two have each genre
    assert me.taste['War'] == pytest.approx((0.5946 + 5 * usual) / (total + 5) / usual, rel=0.001)
    assert set(me.era) == {2000} and me.era[2000] == 1


def test_everybody_has_one_vote_and_splits_it_and_a_like_adds_half_to_its_part():
    people = {'bob': {1: 1, 2: 1.5}, 'cat': {2: 1}}
    assert common_of(people) == {1: 0.5, 2: 0.75 + 1}


def test_a_year_is_as_near_as_the_films_of_mine_are_on_average_the_newer_counting_more():
    seen = [film(2, 'War', 1995), film(1, 'War', 2000)]
    weights = weights_of({1: 1, 2: 1})              # 2 is the newer: 1 and 0.5946
    nearness = [1 / (1 + 0 / 5), 1 / (1 + 5 / 5)]   # of 1995 to 1995, and to 2000
    by_hand = (1 * nearness[0] + 0.5946 * nearness[1]) / 1.5946
    assert era_of(1995, weights, seen) == pytest.approx(by_hand, rel=0.001)
    assert era_of(2000, Counter({1: 3}), seen[1:]) == 1


def test_main_genres_are_those_of_a_quarter_of_my_films_and_of_two_at_least():
    assert main_genres([film(1, 'War')]) == []
    assert main_genres([film(1, 'War|Drama'), film(2, 'War')]) == ['War']
    several = [film(number, 'War') for number in range(9)] + [film(9, 'Drama')] * 2
    assert main_genres(several) == ['War']
    assert main_genres(several + [film(9, 'Drama')]) == ['War', 'Drama']


# The example of the README: three films, two others, by hand

ALIEN, JAWS, UP = (film(number, genre, year, title=title, fame=50) for number, (title, genre, year)
                   in enumerate((('Alien', 'Horror', 1979), ('Jaws', 'Horror', 1975),
                                 ('Up', 'Family', 2009)), 1))
EXAMPLE = 'ben 1 2, cat 3, ann 1'


def test_the_example_comes_out_as_it_is_worked_by_hand():
    films = [ALIEN, JAWS, UP]
    known = {each.film_id: each for each in films}
    people = chosen_by(events(EXAMPLE), [])
    weights = weights_of(people.pop('ann'))
    viewers = viewers_of(people)
    assert (weights, viewers) == ({1: 1}, {1: 1, 2: 1, 3: 1})

    genres = genre_profile(weights, known)
    usual = usual_shares(viewers, known)
    assert genres == {'Horror': 1} and usual == {'Horror': 4 / 6, 'Family': 2 / 6}
    rounded = {genre: round(times, 2) for genre, times in taste_of(genres, 1, usual).items()}
    assert rounded == {'Horror': 1.08, 'Family': 0.83}
    assert {what: round(left, 2) for what, left in lack_of(genres, Counter(), 1, usual).items()
            } == {'Horror': 0.49}                                   # 0.83 * 0.9 ** 5

    rarity = rarity_of(weights, viewers, 2)
    assert round(rarity[1], 3) == 0.154                         # ln(7 / 6)
    votes = company_of(rarity, people)
    assert {film_id: round(count, 3) for film_id, count in votes.items()} == {1: 0.012, 2: 0.029}

    offered = recommendations('ann', films, events(EXAMPLE), [], 10)
    assert offered == [(JAWS, '1 other chose it soon after Alien; Horror, like Alien'),
                       (UP, 'something different from yours')]


def score_of(candidate, own, *others):
    """The score of a film for somebody who viewed one of their own, without anybody else."""
    known = {each.film_id: each for each in (candidate, own, *others)}
    weights = weights_of({own.film_id: 1})
    me = profile_of(weights, known, usual_shares(Counter(), known))
    return score(candidate, me, others_of(weights, {}))


def test_the_score_of_the_example_comes_out_as_it_is_worked_by_hand():
    known = {each.film_id: each for each in (ALIEN, JAWS, UP)}
    people = chosen_by(events(EXAMPLE), [])
    weights = weights_of(people.pop('ann'))
    others = others_of(weights, people)
    me = profile_of(weights, known, usual_shares(others.viewers, known))
    kin = 1 / (1 + 4 / 5)                           # four years from Alien, and no name of it
    liking = 1.0833 * 0.5905                        # the taste for Horror; it is no Alien: 0.9 ** 5
    fame = 20 ** (0.5 * 0.5 * liking ** 0.5)        # the fame of mine, and of Jaws, is 50
    votes = 0.0288 + 5 * kin * (0.5 + 5 / 7 * fame)     # ben's vote, split; there are two others
    expected = votes * (kin * liking) ** 0.5 / (1 + 5) ** (1 / 3)       # ben has seen it
    assert score(JAWS, me, others) == pytest.approx(expected, rel=0.001)


def test_a_name_of_mine_brings_what_it_is_worth_by_hand():
    own = film(1, 'War', director='Ida Lund', cast='Una Fox, Ben Hale')
    same = film(2, 'War', director='Ida Lund', cast='Ben Hale, Max Orr')
    plain = film(3, 'War')
    liking = 0.5905                         # neither is in the series of mine
    fame = 20 ** (0.25 * liking ** 0.5)
    shared = 10 / 6 + 5 / 6                 # of 1 film and 5 average ones: director and first star
    kin = 1 + shared
    expected = 5 * kin * fame * (kin * liking) ** 0.5 / 5 ** (1 / 3)
    assert score_of(same, own, plain) == pytest.approx(expected, rel=0.001)
    liking *= 0.5905                        # nor is this one by her director
    expected = 5 * 20 ** (0.25 * liking ** 0.5) * liking ** 0.5 / 5 ** (1 / 3)
    assert score_of(plain, own, same) == pytest.approx(expected, rel=0.001)


@pytest.mark.parametrize('weight, total, left', [
    (2.7, 2.7, 0.004), (1, 1, 0.59), (1.6, 1.6, 0.056), (2, 2.7, 1), (4.5, 5, 0.246)],
    ids=['all of five', 'the only one', 'both', 'most', 'nearly all'])
def test_only_what_nearly_all_of_mine_have_is_missed(weight, total, left):
    assert round(left_without(weight, total), 3) == left
