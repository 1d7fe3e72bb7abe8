"""Searching: which films a search finds and in what order, and which film an answer means."""
import re

import pytest

from conftest import ANN
from fakeflix import films_from_lines, find, folded_from_film

FILMS = '''film_id,title,year,genres,rating,director,minutes,alt_title,synopsis
1,Alien,1979,Horror|Sci-Fi,18,Ridley Scott,117,Star Beast,A crew answers a call.
2,Aliens,1986,Action|Sci-Fi,18,James Cameron,137,,Ripley goes back.
3,Monsters vs. Aliens,2009,Animation|Comedy,PG,Conrad Vernon,94,,A giant woman fights.
4,Arrival,2016,Sci-Fi|Drama,12,Denis Villeneuve,116,,A linguist talks with aliens.
5,The Matrix,1999,Action|Sci-Fi,15,Lana Wachowski,136,,A hacker wakes among robots.
6,Robots,2005,Animation|Comedy,U,Chris Wedge,91,,"Aged 15, an inventor sets out."
7,1917,2019,War|Drama,15,Sam Mendes,119,,Two soldiers carry a message.
8,Amélie,2001,Comedy|Romance,15,Jean-Pierre Jeunet,122,,A waitress in Paris.
9,WALL·E,2008,Animation|Sci-Fi,U,Andrew Stanton,98,,A small robot is left alone.
10,Don't Look Now,1973,Horror|Drama,15,Nicolas Roeg,110,,A couple in Venice.
11,M*A*S*H,1970,Comedy|War,15,Robert Altman,116,,Surgeons in a tent.
12,Kingsman: The Secret Service,2014,Action,15,Matthew Vaughn,129,,A boy becomes a spy.
13,The Amazing Spider-Man,2012,Action,12,Marc Webb,136,,Bitten at school.
14,Spider-Man,2002,Action,12,Sam Raimi,121,,Bitten by a spider.
15,Dune,1984,Sci-Fi,12,David Lynch,137,,A desert.
16,Dune,2021,Sci-Fi,12,Denis Villeneuve,155,,A desert planet.
17,Blow-Up,1966,Drama,15,Michelangelo Antonioni,111,,A photograph of a murder.
18,Up,2009,Animation|Family,U,Pete Docter,96,,A house flies off.
19,Pippi Langstrømpe,1969,Family,,Olle Hellbom,,Pippi Longstocking,A strong girl.
'''
LIBRARY = films_from_lines(FILMS.encode().split(b'\n'))[0].values()
CATALOGUE = [folded_from_film(film) for film in LIBRARY]


def found(text, part='anywhere'):
    """The numbers of the films that a search finds, the best first."""
    return [film.film_id for film in find(CATALOGUE, part, text)]


@pytest.fixture
def ann(play):
    """ann('v', '1') is what the 1 brings when ann, who has just registered, types a v and a 1."""
    (play.folder / 'films.csv').write_text(FILMS, encoding='utf-8')
    return lambda *lines: ' '.join(play(*ANN, *lines).split('> \n')[len(ANN + lines)].split())


@pytest.mark.parametrize('text, film_ids', [
    ('longstocking', [19]), ('star beast', [1]), ('wachowski', [5]), ('1986', [2]),
    ('linguist', [4]), ('romance', [8]), ('sci-fi comedy', []), ('aliens 2016 villeneuve', [4]),
    ('hacker arrival', [])])
def test_every_word_must_be_found_but_it_may_be_found_anywhere(text, film_ids):
    assert found(text) == film_ids


@pytest.mark.parametrize('text, film_ids', [
    ('matr', [5]), ('atrix', []), ('robots', [6, 5, 9]), ('robot', [6, 5, 9]), ('inventors', [6]),
    ('AMÉLIE', [8]), ('amelie', [8]), ('ame\u0301lie', [8]), ('langstromp', [19]),
    ('the matrix', [5]), ('MATRIX', [5]), ('an alien', [1, 2, 3, 4]), ('a dune', [15, 16]),
    ("don't look now", [10]), ('dont look now', [10]), ('DON’T LOOK NOW', [10]),
    ('wall e', [9]), ('walle', [9]), ('WALL-E!', [9]), ('wall·e', [9]), ('mash', [11]),
    ('blow up', [17]), ('blowup', [17]), ('jean pierre', [8]),
    ('kings man', [12]), ('dontlooknow', [10]), ('thematrix', [5]), ('(1917)', [7])])
def test_a_word_begins_a_word_whatever_its_case_accents_punctuation_and_blanks(text, film_ids):
    assert found(text) == film_ids


@pytest.mark.parametrize('text', ['%', '*', '(', '\\', ';', '.*', '[]', '?', "'", '_', '"'])
def test_punctuation_stands_for_nothing_else(text):
    assert found(text) == found(text, 'title') == found(text, 'genre') == []
    assert found(f'matrix {text}') == [5]


@pytest.mark.parametrize('rating, film_ids', [
    ('12', [4, 13, 15, 16, 14]), ('12A', [4, 13, 15, 16, 14]), ('12a', [4, 13, 15, 16, 14]),
    ('1', []), ('2', []), ('p', []), ('pg', [3]), ('u', [18, 6, 9]), ('18', [1, 2])])
def test_a_rating_is_exact_and_12a_is_12(rating, film_ids):
    assert sorted(found(rating, 'rating')) == sorted(film_ids)


@pytest.mark.parametrize('text, film_ids', [
    ('robots 15', [6, 5]), ('aliens pg', [3]), ('monsters p', []), ('aliens 12a', [4]),
    ('u animation', [18, 6, 9])])
def test_a_rating_counts_among_the_words_looked_for_everywhere(text, film_ids):
    assert sorted(found(text)) == sorted(film_ids)


@pytest.mark.parametrize('part, text, film_ids', [
    ('title', 'alien', [1, 2, 3]), ('title', 'villeneuve', []), ('genre', 'sci-fi', [1, 2, 4, 5]),
    ('genre', 'scifi', [1, 2, 4, 5]), ('genre', 'action sci fi', [2, 5]), ('genre', 'alien', [])])
def test_a_part_is_all_that_is_looked_at(part, text, film_ids):
    assert [film_id for film_id in found(text, part) if film_id < 9] == film_ids


@pytest.mark.parametrize('text, film_ids', [
    ('alien', [1, 2, 3, 4]),        # exact title, title begins, word of the title, elsewhere
    ('aliens', [2, 1, 3, 4]), ('up', [18, 17]), ('spider-man', [14, 13]), ('spiderman', [14, 13]),
    ('dune', [15, 16]), ('The Alien', [1, 2, 3, 4])])
def test_the_best_comes_first(text, film_ids):
    assert found(text) == film_ids


@pytest.mark.parametrize('lines, film', [
    (('s t arrival',), 'Arrival'), (('s T', 'arrival'), 'Arrival'), (('s', 't arrival'), 'Arrival'),
    (('s', 'g', 'romance'), 'Amélie'), (('s k linguist',), 'Arrival'), (('s r pg',), 'Monsters'),
    (('s linguist',), 'Arrival'), (('s k villeneuve 2016',), 'Arrival')])
def test_a_search_that_finds_one_film_shows_its_page(ann, lines, film):
    assert re.search(f'{film}.*Not viewed yet', ann(*lines))


@pytest.mark.parametrize('lines', ['s g sci-fi', 's r 12A', 's t dune', 's k desert', 's desert'])
def test_a_search_that_finds_more_lists_them(ann, lines):
    assert re.search(r'1 to (\d+) of \1\b.* Dune .* Dune\b', ann(lines))


def test_search_shows_the_genres_and_ratings_that_exist(ann):
    screen = ann('s')
    for word in ('Action', 'Animation', 'Sci-Fi', 'War', 'U', 'PG', '12', '15', '18'):
        assert re.search(rf'(: |, ){word}\b', screen)
    assert 'Western' not in screen and ': ,' not in screen and ', ,' not in screen


@pytest.mark.parametrize('mistyped, meant', [
    ('amelei', 'Amélie'), ('the matrx', 'The Matrix'), ('spidermann', 'Spider-Man'),
    ('s matrix', 'The Matrix')])
def test_nothing_found_is_said_and_the_nearest_titles_are_suggested(ann, mistyped, meant):
    screen = ann(f's t {mistyped}')
    assert 'Nothing' in screen and mistyped in screen and meant in screen


def test_where_nothing_is_near_nothing_is_suggested(ann):
    screen = ann('s xqzwvxq')
    assert 'Nothing' in screen and '1 to 0' not in screen and 'Alien' not in screen


@pytest.mark.parametrize('letter, question', [('v', 'View which'), ('l', 'Like which')])
def test_digits_are_always_a_number(ann, rows, letter, question):
    screen = ann(f'{letter} 1917')
    assert 'called 1917 is number 7' in screen and 's 1917' in screen and question in screen
    assert rows('views.csv') == rows('likes.csv') == []


def test_a_number_counts_even_if_another_film_is_called_that(play, rows):
    (play.folder / 'films.csv').write_text('film_id,title,year,genres\n2,3,1990,War\n3,2,1991,War\n')
    screen = play(*ANN, 'v 2')
    assert 'called 2 is number 3' in screen and 'Film: 2' in screen
    assert 'ann,2,' in rows('views.csv')[0]


@pytest.mark.parametrize('text, film_id', [
    ('alien', 1), ('ALIENS', 2), ('the matrix', 5), ('matrix', 5), ('up', 18), ('walle', 9),
    ('star beast', 1), ('spiderman', 14), ('arri', 4), ('monsters', 3), ('amazing man', 13),
    ('014', 14)])
def test_the_one_exact_title_or_else_the_one_match_is_meant(ann, rows, text, film_id):
    ann('v ' + text)
    assert f'ann,{film_id},' in rows('views.csv')[0]


@pytest.mark.parametrize('answers, film_id', [
    (('alie', 'monsters'), 3), (('dune', '16'), 16), (('', 'alie', 'alien'), 1)])
def test_an_answer_that_may_mean_several_films_is_asked_again(ann, rows, answers, film_id):
    first = ann(*f'l {answers[0]}'.rstrip().splitlines(), *answers[1:-1])
    assert 'Like which film' in first and rows('likes.csv') == []
