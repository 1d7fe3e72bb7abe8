"""Searching: which films a search finds and in what order, and which film an answer means."""
import re

import pytest

import fakeflix
from conftest import ANN, PASSWORD

FILMS = '''film_id,title,year,genres,rating,director,minutes,alt_title,synopsis
1,Alien,1979,Horror|Sci-Fi,18,Ridley Scott,117,Star Beast,A crew answers a call.
2,Aliens,1986,Action|Sci-Fi,18,James Cameron,137,,Ripley goes back.
3,Monsters vs. Aliens,2009,Animation|Comedy,PG,Conrad Vernon,94,,A giant woman fights.
4,Arrival,2016,Sci-Fi|Drama,12,Denis Villeneuve,116,,A linguist talks with aliens.
5,The Matrix,1999,Action|Sci-Fi,15,Lana Wachowski,136,,A hacker wakes among robots.
6,Robots,2005,Animation|Comedy,U,Chris Wedge,91,,"Aged 15, an inventor sets out."
7,1917,2019,War|Drama,15,Sam Mendes,119,,Two soldiers carry a message.
8,Amélie,2001,Comedy|Romance,15,Jean-Pierre Jeunet,122,,A naïve waitress.
9,WALL·E,2008,Animation|Sci-Fi,U,Andrew Stanton,98,,A small robot is left alone.
10,Don't Look Now,1973,Horror|Drama,15,Nicolas Roeg,110,,A couple in Venice.
11,M*A*S*H,1970,Comedy|War,15,Robert Altman,116,,Radar O’Reilly in a tent.
12,Kingsman: The Secret Service,2014,Action,15,Matthew Vaughn,129,,A boy becomes a spy.
13,The Amazing Spider-Man,2012,Action,12,Marc Webb,136,,Bitten at school.
14,Spider-Man,2002,Action,12,Sam Raimi,121,,Bitten by a spider.
15,Dune,1984,Sci-Fi,12,David Lynch,137,,A desert.
16,Dune,2021,Sci-Fi,12,Denis Villeneuve,155,,A desert planet.
17,Blow-Up,1966,Drama,,Michelangelo Antonioni,111,,A photograph of a murder.
18,Up,2009,Animation|Family,U,Pete Docter,96,,A house flies off.
19,Pippi Langstrømpe,1969,Family,PG-13,Olle Hellbom,,Pippi Longstocking,A strong girl.
20,Rocky IV,1985,Sport,,Sylvester Stallone,91,,A boxer flies to Moscow.
21,Lilo & Stitch,2002,Animation|Family,,Chris Sanders,85,,A girl and a blue visitor.
22,Toy Story 3,2010,Animation|Family,,,103,,Toys in a nursery.
23,Seven Samurai,1954,Action,,Akira Kurosawa,207,,Farmers hire swords.
'''


@pytest.fixture
def ann(play):
    """ann('v', '1') is what the 1 brings when ann, who has just logged in, types a v and a 1."""
    (play.folder / 'films.csv').write_text(FILMS, encoding='utf-8')
    play(*ANN)
    return lambda *lines: play('l ann', PASSWORD, *lines).split('> \n')[len(lines) + 2]


@pytest.fixture
def found(ann):
    """found('s t alien') is the numbers of the films that this search finds, the best first."""
    def search(line):
        screen = '' if 'Nothing' in ann(line) else ann(line)
        return [int(number) for number in re.findall(r'^(?:Film:)? +(\d+) ', screen, re.M)]
    return search


@pytest.mark.parametrize('text, film_ids', [
    ('matr', [5]), ('atrix', []), ('robots', [6, 5, 9]), ('robot', [6, 5, 9]), ('inventors', [6]),
    ('comedies up', []), ('comedies wise', []), ('comedies amelie', [8]),
    ('AMÉLIE', [8]), ('amelie', [8]), ('ame\u0301lie', [8]), ('langstromp', [19]),
    ('the matrix', [5]), ('MATRIX', [5]), ('an alien', [1, 2, 3, 4]), ('a dune', [15, 16]),
    ("don't look now", [10]), ('dont look now', [10]), ('DON’T LOOK NOW', [10]),
    ('wall e', [9]), ('walle', [9]), ('WALL-E!', [9]), ('wall·e', [9]), ('mash', [11]),
    ('blow up', [17]), ('blowup', [17]), ('jean pierre', [8]), ('kings man', [12]),
    ('dontlooknow', [10]), ('thematrix', [5]), ('(1917)', [7]), ('longstocking', [19]),
    ('star beast', [1]), ('wachowski', [5]), ('1986', [2]), ('linguist', [4]), ('naive', [8]),
    ('oreilly', [11]), ("o'reilly", [11]), ('aliens 2016 villeneuve', [4]), ('hacker arrival', [])])
def test_every_word_is_looked_for_everywhere_however_it_is_written(found, text, film_ids):
    assert found('s ' + text) == film_ids


@pytest.mark.parametrize('text, film_ids', [
    ('rocky 4', [20]), ('rocky four', [20]), ('Rocky IV', [20]), ('rocky 5', []),
    ('toy story iii', [22]), ('toystory3', [22]), ('rockyiv', [20]), ('toy story three', [22]),
    ('7 samurai', [23]), ('vii samurai', [23]), ('lilo and stitch', [21]), ('lilo & stitch', [21]),
    ('stitch lilo', [21]), ('lilo+stitch', [21]), ('up and dont', [])])
def test_numbers_and_and_may_be_written_in_any_way(found, text, film_ids):
    assert found('s t ' + text) == film_ids


@pytest.mark.parametrize('text, film_ids', [
    ('that one with the robots', [6, 5, 9]), ('the film about a linguist', [4]), ('film', []),
    ('movie where in the', []), ('the', [13, 12, 5])])
def test_small_words_are_looked_for_only_if_there_are_no_others(found, text, film_ids):
    assert found('s ' + text) == film_ids


@pytest.mark.parametrize('text, film_ids', [
    ('scifi', [1, 2, 4, 5, 9, 15, 16]), ('science fiction', [1, 2, 4, 5, 9, 15, 16]),
    ('cartoon', [3, 6, 9, 18, 21, 22]), ('kids', [18, 19, 21, 22]), ('rom com', [8]),
    ('romcom', [8]), ('scary', [1, 10]), ('funny war', [11])])
def test_genres_are_found_as_people_call_them(found, text, film_ids):
    assert sorted(found('s g ' + text)) == film_ids
    assert set(found('s ' + text)) >= set(film_ids)


@pytest.mark.parametrize('text', ['%', '*', '(', '\\', ';', '.*', '[]', '?', "'", '_', '"'])
def test_punctuation_stands_for_nothing_else(found, text):
    assert found(f's {text}') == found(f's t {text}') == found(f's g {text}') == []
    assert found(f's matrix {text}') == [5]


@pytest.mark.parametrize('line, film_ids', [
    ('s r 12', [4, 13, 14, 15, 16]), ('s r 12A', [4, 13, 14, 15, 16]), ('s r 1', []),
    ('s r 2', []), ('s r p', []), ('s r pg', [3]), ('s r PG-13', [19]), ('s R u', [6, 9, 18]),
    ('s robots 15', [5, 6]), ('s aliens pg', [3]), ('s monsters p', []), ('s aliens 12a', [4]),
    ('s u animation', [6, 9, 18]), ('s r alien', []), ('s t alien', [1, 2, 3]), ('s T scifi', []),
    ('s t villeneuve', []), ('s g alien', []), ('s g romance', [8]), ('s g action sci-fi', [2, 5]),
    ('s G action scifi', [2, 5]), ('s k aliens pg', [3]), ('s K linguist', [4])])
def test_a_rating_is_exact_t_and_g_look_at_one_part_and_k_everywhere(found, line, film_ids):
    assert sorted(found(line)) == film_ids


@pytest.mark.parametrize('text, film_ids', [
    ('alien', [1, 2, 3, 4]),        # exact title, title begins, word of the title, elsewhere
    ('aliens', [2, 1, 3, 4]), ('The Alien', [1, 2, 3, 4]), ('up', [18, 17]), ('dune', [15, 16]),
    ('spider', [14, 13]), ('spider-man', [14, 13]), ('spiderman', [14, 13])])
def test_the_best_comes_first(found, text, film_ids):
    assert found('s ' + text) == film_ids


def test_of_films_that_fit_as_well_the_most_liked_comes_first(ann, found):
    assert found('s dune') == [15, 16] and found('s bitten') == [13, 14]
    ann('l 16', 'l 14')
    assert found('s dune') == [16, 15] and found('s bitten') == [14, 13]


def test_search_shows_the_genres_and_ratings_that_exist(ann):
    screen = ' '.join(ann('s').split('Search for')[0].split())
    for word in ('Action', 'Animation', 'Sci-Fi', 'War', 'U', 'PG', '12', '15', '18'):
        assert re.search(rf'(: |, ){word}[,.]', screen)
    assert 'Western' not in screen and ': ,' not in screen      # a film may have no rating


def test_a_catalogue_without_ratings_says_so(play):
    (play.folder / 'films.csv').write_text('film_id,title,year,genres\n1,Alien,1979,Horror\n')
    assert 'Genres: Horror. Ratings: none.' in play(*ANN, 's')


def test_a_long_rating_is_cut_as_other_texts_are(play):
    (play.folder / 'films.csv').write_text(
        'film_id,title,year,genres,rating\n1,Alien,1979,Horror,Not Rated\n2,Up,2009,Family,U\n')
    assert '1979 Not ...  0 likes Alien\n' in play(*ANN, 'b')


@pytest.mark.parametrize('line, meant', [
    ('s amelei', 'Amélie'), ('s the matrx', 'The Matrix'), ('s spidermann', 'Spider-Man'),
    ('s t alienn', 'Aliens'), ('s the amazing spidr', 'The Amazing Spider-Man'),
    ('s kngsman', 'Kingsman: The Secret Service')])
def test_nothing_found_is_said_and_the_nearest_titles_are_suggested(ann, line, meant):
    screen = ann(line)
    assert 'Nothing' in screen and line.split()[-1] in screen and meant in screen


def test_all_films_of_the_nearest_title_are_suggested(ann):
    assert re.findall(r' (\d{4}) .* Dune$', ann('s duen'), re.M) == ['1984', '2021']


@pytest.mark.parametrize('line', ['1917', 'v 1917', 'l 1917'])
def test_digits_are_a_number_and_a_film_called_that_is_mentioned(ann, rows, line):
    screen = ann(line)
    assert 'The film called 1917 is number 7.' in screen and 's 1917' in screen
    assert 'Film:' not in screen and rows('views.csv') == rows('likes.csv') == []


@pytest.mark.parametrize('text, film_id', [
    ('alien', 1), ('ALIENS', 2), ('the matrix', 5), ('up', 18), ('walle', 9), ('star beast', 1),
    ('spiderman', 14), ('arri', 4), ('monsters', 3), ('look now', 10), ('014', 14)])
def test_the_one_exact_title_is_meant_or_else_the_one_match(ann, rows, text, film_id):
    ann(f'v {text}')
    assert rows('views.csv')[0].startswith(f'ann,{film_id},')


@pytest.mark.parametrize('answers, film_id', [
    (['dune', '16'], 16), (['alie', 'alien'], 1), (['linguist', 'man', 'amazing'], 13)])
def test_what_may_mean_several_films_or_none_is_asked_again(ann, rows, answers, film_id):
    assert 'Like which film?' in ann(f'l {answers[0]}', *answers[1:-1])
    assert rows('likes.csv') == []
    ann('l', *answers)
    assert rows('likes.csv')[0].startswith(f'ann,{film_id},')


@pytest.mark.parametrize('page, more', [(1, 'and 2 more'), (2, 'and 1 more'), (3, '')])
def test_a_question_shows_at_most_a_page_of_films_and_counts_the_rest(ann, monkeypatch, page, more):
    monkeypatch.setattr(fakeflix, 'PAGE', page)
    screen = ann('v ali')
    assert len(re.findall(r'^ +\d+ ', screen, re.M)) == page
    assert more in screen and ('more' in screen) == bool(more)
