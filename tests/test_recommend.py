"""Recommendations: what is offered, in what order, and that every reason given is true."""
import math
import os
import random
import re
import subprocess
import sys
from collections import Counter

import pytest

from conftest import ANN, TOP
from fakeflix import (Event, Film, chosen_by, company_of, films_from_lines, lines_of,
                      recommendations, taste_of)

SHIPPED = list(films_from_lines(lines_of(os.path.join(TOP, 'films.csv')))[0].values())


def film(film_id, genres, year=2000):
    return Film(film_id, f'Film-{film_id}', year, tuple(genres.split('|')), 'PG', '', 0, '', '')


# Films 1, 4, 7, 10 are Horror, 2, 5, 8, 11 Comedy and 3, 6, 9, 12 War, all of one year.
FILMS = [film(number, genre) for number, genre in enumerate(['Horror', 'Comedy', 'War'] * 4, 1)]
HORROR, COMEDY, WAR = ({film_id, film_id + 3, film_id + 6, film_id + 9} for film_id in (1, 2, 3))


def events(text):
    """'ann 1 2 -2, bob 1': ann's of 1 and 2, the 2 taken back, and bob's of 1; dates run back."""
    pairs = [(part.split()[0], int(number)) for part in text.split(', ') if part
             for number in part.split()[1:]]
    return [Event(name, abs(number), f'{2026 - place}-11-22T10:00:00Z', 1 if number > 0 else -1)
            for place, (name, number) in enumerate(pairs)]


def advice(views='', likes='', films=FILMS, count=99):
    return recommendations('ann', films, events(views), events(likes), count)


def ids(*data, **settings):
    return [offered.film_id for offered, _ in advice(*data, **settings)]


def community(films, users):
    """Views and likes of user0, who has none, user1, ... in a mixed order, some taken back."""
    rolls, logs = random.Random(users), ([], [])
    for log, most in zip(logs, (12, 5)):
        for user in range(1, users):
            for chosen in rolls.sample(films, rolls.randint(0, most)):
                log.append(Event(f'user{user}', chosen.film_id, '2026-11-22T10:00:00Z', 1))
        rolls.shuffle(log)
        log += [event._replace(change=-1) for event in rolls.sample(log, len(log) // 10)]
    return logs


SOME = sorted(SHIPPED)[:200]
VIEWS, LIKES = community(SOME, 60)
VIEWED, LIKED = ({event[:2] for event in log} - {event[:2] for event in log if event.change < 0}
                 for log in (VIEWS, LIKES))


def films_of(name):
    return [each for each in SOME if (name, each.film_id) in VIEWED | LIKED]


def test_a_seen_or_liked_film_is_never_recommended_and_every_other_is_once():
    for number in range(60):
        offered = recommendations(f'user{number}', SOME, VIEWS, LIKES, 999)
        assert sorted([each for each, _ in offered] + films_of(f'user{number}')) == SOME


def true_reasons(name, offered):
    """All true sentences of the kinds that may stand behind a film offered to this user."""
    def fans(log, film):
        return {user for user, film_id in log if film_id == film.film_id} - {name}

    mine, chosen = films_of(name), fans(VIEWED | LIKED, offered)
    if not mine:
        yield (f'viewed or liked by {len(chosen)}, liked by {len(fans(LIKED, offered))}' if chosen
               else f'to begin with: {offered.genres[0]}')
    for each in mine:
        count = len(fans(VIEWED | LIKED, each) & chosen)
        yield f'{count} other{"s" * (count > 1)} viewed or liked it and {each.title}'
        yield f'it is from {offered.year}, your {each.title} from {each.year}'
        for director in {*offered.director.split(', ')} & {*each.director.split(', ')} - {''}:
            yield f'it shares {director} with {each.title}'
    for genre in offered.genres:
        count = sum(genre in each.genres for each in mine)
        yield f'{count} of your films {"are" if count > 1 else "is"} {genre}'


def test_every_reason_is_true():
    for name in (f'user{number}' for number in range(50)):
        for offered, reasons in recommendations(name, SOME, VIEWS, LIKES, 10):
            assert set(reasons.split('; ')) <= set(true_reasons(name, offered))


def test_a_film_of_the_same_series_or_director_comes_first():
    films = [film(number, 'Drama')._replace(title=f'{word}tide {word}berg', director=director)
             for number, word, director in ((1, 'Ash', 'Ida Lund'), (2, 'Oak', 'Ben Hale'),
                                            (3, 'Elm', 'Ida Lund'), (4, 'Fir', 'Tom Ray'))]
    films += [films[0]._replace(film_id=number, title=f'Ashtide Ashberg{rest}', director='Jo Moss')
              for number, rest in ((5, ' II'), (6, ': Home'), (7, ' Part 3'), (8, ' and Co'))]
    films.append(films[-1]._replace(film_id=9, title='The Ashtide Ashberg 2'))
    offered = advice('ann 1', films=films)
    assert {each.film_id for each, _ in offered[:6]} == {3, 5, 6, 7, 8, 9}
    assert ['; it shares ' in reason for _, reason in offered] == [True] * 6 + [False] * 2


def test_a_shared_director_is_the_reason_and_a_shared_first_name_is_nothing():
    amelie, lost, samurai, other = films = [
        film(number, genre, 2000)._replace(director=director) for number, (genre, director) in
        enumerate((('Comedy', 'Jean-Pierre Jeunet'), ('War', 'Marc Caro, Jean-Pierre Jeunet'),
                   ('War', 'Jean-Pierre Melville'), ('War', 'Ida Lund')), 1)]
    [(first, reason), *others] = advice('ann 1', films=films)
    assert first == lost and reason == f'it shares Jean-Pierre Jeunet with {amelie.title}'
    swapped = [amelie, lost, samurai._replace(director='Ida Lund'),
               other._replace(director='Jean-Pierre Melville')]
    assert ids('ann 1', films=films) == ids('ann 1', films=swapped) == [2, 3, 4]


def test_the_example_of_the_readme_comes_out_as_it_is_worked_by_hand():
    alien, jaws, heat, up, cars = films = [
        film(number, genre, year)._replace(title=title) for number, (title, genre, year) in
        enumerate((('Alien', 'Horror', 1979), ('Jaws', 'Horror', 1975), ('Heat', 'Crime', 1995),
                   ('Up', 'Family', 2009), ('Cars', 'Family', 2006)), 1)]
    views = 'ben 1 2, cat 4 5, dan 1 4 3, ann 1'
    people = chosen_by(events(views), [])
    weights, viewers = people.pop('ann'), Counter(it for own in people.values() for it in own)
    company = company_of(weights, people, viewers)
    assert [round(company[each.film_id], 2) for each in (jaws, heat, up, cars)] == [
        0.24, 0.16, 0.16, 0]
    taste = taste_of(weights, {each.film_id: each for each in films}, viewers)
    assert {genre: round(math.exp(log), 2) for genre, log in taste.items()} == {
        'Horror': 1.35, 'Family': 0.75, 'Crime': 0.75}
    offered = advice(views, films=films)
    assert [each for each, _ in offered] == [jaws, heat, up, cars]
    with open(os.path.join(TOP, 'README.md'), encoding='utf-8') as readme:
        assert offered[0][1] == ('1 of your films is Horror; 1 other viewed or liked it and '
                                 'Alien') and offered[0][1] in readme.read()


@pytest.mark.parametrize('users', [2, 3, 5, 20])
def test_in_a_new_community_some_reason_is_a_genre_of_mine(users):
    views, likes = community(SOME[:60], users)
    for name in {event.username for event in views}:
        reasons = [reason for _, reason in recommendations(name, SHIPPED, views, likes, 10)]
        assert any(re.search(r'\d+ of your films (is|are) \S+', reason) for reason in reasons)


def test_the_same_data_give_the_same_list_in_every_run_and_stay_as_they_are():
    before = repr((SOME, VIEWS, LIKES))
    first = recommendations('user1', SOME, VIEWS, LIKES, 10)
    code = ('from test_recommend import *; '
            'print(ascii(recommendations("user1", SOME, VIEWS, LIKES, 10)))')
    run = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True,
                         cwd=os.path.join(TOP, 'tests'))
    assert len(first) == 10 and run.stdout.strip() == ascii(first)
    assert recommendations('user1', SOME, VIEWS, LIKES, 3) == first[:3]
    assert repr((SOME, VIEWS, LIKES)) == before


@pytest.mark.parametrize('views, likes, order', [
    ('ann 1 4 7 2', '', [HORROR, COMEDY, WAR]),         # three of a genre count more than one
    ('ann 1 2', '', [COMEDY, HORROR, WAR]),             # what is recent counts more
    ('ann 2 1', '', [HORROR, COMEDY, WAR]),
    ('ann 1 2 1', '', [HORROR, COMEDY, WAR]),           # viewed again is recent again
    ('ann 1 2 3', '', [WAR, COMEDY, HORROR]),
    ('ann 1 2 3', 'ann 1', [WAR, HORROR, COMEDY]),      # a like counts half as much again
    ('ann 1 2 3', 'ann 1 -1', [WAR, COMEDY, HORROR]),
    ('ann 1', 'ann 2', [COMEDY, HORROR, WAR])])         # and needs no view
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


def test_with_nobody_else_genres_and_years_count():
    other = [each._replace(title='Z', rating='18', director='D', synopsis='S') for each in FILMS]
    assert ids('ann 1 2', films=other) == ids('ann 1 2')
    years = [film(place, 'War', year) for place, year in enumerate((1980, 2020, 2000, 1979), 1)]
    assert ids('ann 1', films=years) == [4, 3, 2]


def test_what_people_who_share_my_films_viewed_comes_first():
    assert ids('ann 1')[0] == 4
    assert ids('ann 1, bob 1 10')[0] == ids('ann 1', 'bob 1 10')[0] == 10
    assert set(ids('ann 1, bob 2 12, cat 12 5')[:3]) == {4, 7, 10}     # they share nothing


@pytest.mark.parametrize('views, same', [
    ('ann 1 2 -2', 'ann 1'), ('ann 1 -1', ''), ('ann -2 1', 'ann 1'), ('ann 1 1 -1', 'ann 1'),
    ('ann 1, bob 1 10 -10', 'ann 1, bob 1'), ('ann 1, bob -10', 'ann 1'), ('ann 99', ''),
    ('ann 1 99', 'ann 1'), ('ann 1, bob 1 10 99', 'ann 1, bob 1 10'), ('ann 1, bob 99', 'ann 1')])
def test_what_is_taken_back_or_not_in_the_catalogue_plays_no_part(views, same):
    assert advice(views) == advice(same)
    assert advice('ann 4', views) == advice('ann 4', same)


def test_someone_new_gets_the_most_liked_then_the_most_viewed_then_a_varied_handful():
    ranked = ids('bob 3 4, cat 4, dan 4', 'bob 5, cat 5, bob 3')
    assert ranked[:3] == [5, 3, 4]
    assert all(genre.intersection(ranked[3:6]) for genre in (HORROR, COMEDY, WAR))
    assert len({each.genres[0] for each, _ in advice(films=SHIPPED, count=10)}) == 10


@pytest.mark.parametrize('lines, row', [
    ([], ''), (['v 12', 'u'], ''), (['l 12', 'l'], ''), ([], 'ann,999999,2026-11-22T10:00:00Z,1')])
def test_someone_of_whom_nothing_is_known_is_told_so(play, lines, row):
    (play.folder / 'views.csv').write_text(f'username,film_id,at,change\n{row}\n')
    assert 'not viewed or liked' in play(*ANN, *lines, 'r')
    assert 'not viewed or liked' not in play('l ann', ANN[2], 'v 12', 'r')
