"""films.csv as people have it: every film that can be used is used, and of everything else it is
said in plain words why not, or how it was understood."""
import csv
import os
import random

import pytest
from conftest import (
    COLUMN_LEFT,
    COLUMN_READ,
    COLUMN_TWICE,
    IT_HAS,
    IT_NEEDS,
    NO_NUMBER,
    NO_USABLE,
    NO_YEAR,
)

import fakeflix
from fakeflix import DataError, Film, Refused, film_from_row, films_from_lines

OWN = 'film_id,title,year,genres,rating,director,cast,minutes,fame,alt_title,synopsis\n'
SHORT = 'film_id,title,year,genres\n'
SEA = '7 | The Loud Sea | 1979 | Horror, Sci-Fi'
PONDS = '12 | Cold Ponds | 1995 | Crime'
LINE_NUMBERS = "a film's number is that of its line"


def read(text):
    """The Catalogue of a file with this text."""
    return films_from_lines(text.split('\n'))


def described(films):
    """All that is not empty in each film, on a line each."""
    lines = []
    for film in films.values():
        values = film._replace(genres=', '.join(film.genres))
        lines.append(' | '.join(str(value) for value in values if value))
    return lines


def case(name, text, *films, notes=()):
    """A file of some shape, its films, and parts of sentences of --check."""
    return pytest.param(text, list(films), notes, id=name)


HOW_FILES_ARE_WRITTEN = [
    case('our own columns',
         OWN + '7,The Loud Sea,1979,Horror|Sci-Fi,15,Ann Lee,"Bo Fox, Cy Day",117,80,Mer,"A, b."',
         SEA + ' | 15 | Ann Lee | Bo Fox, Cy Day | 117 | 80 | Mer | A, b.'),
    case('only what is needed', SHORT + '7,The Loud Sea,1979,Horror|Sci-Fi\n', SEA),
    case('other order, and a column of their own',
         'hue,genres,year,title,film_id,\nred,Crime,1995, Cold  Ponds ,12,', PONDS,
         notes=[COLUMN_LEFT.format('hue')]),
    case('quoted names in capitals',
         '"FILM_ID","Title","Year","Genres"\n12,Cold Ponds,1995,Crime', PONDS),
    case('semicolons', 'film_id;title;year;genres\n12;Cold Ponds;1995;Crime', PONDS),
    case('semicolons, and commas in a name',
         'id;title;year;"genres (a, b, c, d)"\n12;Cold Ponds;1995;Crime', PONDS),
    case('tabs', 'film_id\ttitle\tyear\tgenres\n12\tCold Ponds\t1995\tCrime', PONDS),
    case('sep=; above the names',
         'sep=;\nfilm_id;title;year;genres\n12;Cold Ponds;1995;Crime', PONDS),
    case('an empty first line', '\n' + SHORT + '12,Cold Ponds,1995,Crime', PONDS),
    case('a title above the names',
         'The films of class 9B,,,\n,,,\n' + SHORT + '12,Cold Ponds,1995,Crime', PONDS),
    case('CR', (SHORT + '12,Cold Ponds,1995,Crime').replace('\n', '\r'), PONDS),
    case('CRLF', (SHORT + '12,Cold Ponds,1995,Crime\n').replace('\n', '\r\n'), PONDS),
    case('empty lines and lines of commas',
         SHORT + '\n,,,\n12,Cold Ponds,1995,Crime\n\n,,,\n', PONDS),
    case('empty last cells left out', OWN + '12,Cold Ponds,1995,Crime', PONDS),
    case('empty cells too many', SHORT + '12,Cold Ponds,1995,Crime,,,', PONDS),
    case('a space behind each comma',
         'film_id, title, year, genres\n12, "Cold, cold Ponds", 1995, "Crime, War"',
         '12 | Cold, cold Ponds | 1995 | Crime, War'),
    case('a line break in a name',
         'film_id,title,year,genres,"stars\n(1, 2 or 3)"\n12,Cold Ponds,1995,Crime,3', PONDS,
         notes=[COLUMN_READ.format('stars (1, 2 or 3)', 'cast'),
                NO_USABLE.format('1 film', 'cast', 3)]),
    case('spaces on both sides', OWN + '12 , Cold Ponds , 1995 , Crime , PG , Ann Lee ,', (
        PONDS + ' | PG | Ann Lee')),
    case('zero bytes', SHORT + '12,Cold\0 Ponds,1995,Crime', '12 | Cold? Ponds | 1995 | Crime'),
    case('the same column twice', SHORT.strip() + ',title\n12,Cold Ponds,1995,Crime,Mer', PONDS,
         notes=[COLUMN_TWICE.format('title', 'title', 'title')]),
]

WHOSE_FILES = [
    case('a site to rate films', '''\
Const,Your Rating,Date Rated,Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,\
Num Votes,Release Date,Directors
tt0000012,9,2020-01-01,Cold Ponds,https://a.test,movie,7.1,99,1995,"Crime, Film-noir",\
1200,1996-05-05,"Ann Lee, Bo Fox"
''', '12 | Cold Ponds | 1995 | Crime, Film-noir | Ann Lee, Bo Fox | 99 | 100',
         notes=[COLUMN_READ.format('Const', 'film_id'), COLUMN_READ.format('Num Votes', 'fame'),
                COLUMN_TWICE.format('Release Date', 'Year', 'year'),
                COLUMN_LEFT.format('IMDb Rating')]),
    case('a list made on that site', '''\
Position,Const,Title,Year,Genres
1,tt0000012,Cold Ponds,1995,Crime
''', PONDS, notes=[COLUMN_TWICE.format('Position', 'Const', 'film_id')]),
    case('a streaming service, with series', '''\
show_id,type,title,director,cast,country,date_added,release_year,rating,duration,listed_in,\
description
s1,Movie,Cold Ponds,,"A B, C D, E F, G H, I J",,,1995,PG-13,99 min,"Dramas, Crime",Wet.
s2,TV Show,Wet Dogs,,,,,2001,TV-MA,2 Seasons,Kids' TV,Dry.
''', '1 | Cold Ponds | 1995 | Dramas, Crime | PG-13 | A B, C D, E F, G H | 99 | Wet.',
         "2 | Wet Dogs | 2001 | Kids' Tv | TV-MA | Dry.",
         notes=[NO_USABLE.format('1 film', 'minutes', 3),
                COLUMN_TWICE.format('type', 'listed_in', 'genres')]),
    case('a ranking with scores', '''\
Rank,Title,Genre,Description,Director,Actors,Year,Runtime (Minutes),Rating,Votes,\
Revenue (Millions),Metascore
1,Cold Ponds,"Crime,Drama",Wet.,Ann Lee,"Bo Fox, Cy Day",1995,99,8.1,500,3.1,70
2,Wet Dogs,Comedy,Dry.,Bo Fox,Cy Day,2001,88,7,"1,000",,
''', '1 | Cold Ponds | 1995 | Crime, Drama | Ann Lee | Bo Fox, Cy Day | 99 | 50 | Wet.',
         '2 | Wet Dogs | 2001 | Comedy | Bo Fox | Cy Day | 88 | 100 | Dry.',
         notes=["a film's number is that of its rank: never move a line",
                COLUMN_READ.format('Genre', 'genres'),
                NO_USABLE.format('2 films', 'rating', 2)]),
    case('four columns of stars, and no numbers', '''\
Poster_Link,Series_Title,Released_Year,Certificate,Runtime,Genre,IMDB_Rating,Overview,\
Meta_score,Director,Star1,Star2,Star3,Star4,No_of_Votes,Gross
https://a.test,Cold Ponds,1995,UA,142 min,"Crime, Drama",9.3,Wet.,80,Ann Lee,\
A B,C D,,G H,2343110,"28,341,469"
https://b.test,Wet Dogs,PG,U,1h 30,Comedy,9,Dry.,,Bo Fox,A B,C D,E F,G H,7,
''', '2 | Cold Ponds | 1995 | Crime, Drama | UA | Ann Lee | A B, C D, G H | 142 | 100 | Wet.',
         '3 | Wet Dogs | Comedy | U | Bo Fox | A B, C D, E F, G H | 90 | 50 | Dry.',
         notes=[LINE_NUMBERS, NO_YEAR.format(3)]),
    case('years and articles in titles', '''\
movieId,title,genres
12,"Ponds, The (1995)",Crime|Drama
13,Wet Dogs,Comedy
14,"Chiens, Les (Dogs, The) (2001)",War
15,2001 (1968),SCI-FI
''', '12 | The Ponds | 1995 | Crime, Drama', '13 | Wet Dogs | Comedy',
         '14 | Les Chiens (Dogs, The) | 2001 | War', '15 | 2001 | 1968 | Sci-Fi',
         notes=[NO_YEAR.format(3)]),
    case('genres in JSON', '''\
id,title,genres,release_date,overview,runtime,vote_count
12,Cold Ponds,"[{""id"": 80, ""name"": ""Crime""}, {""id"": 8, ""name"": ""Science Fiction""}]",\
1995-12-15,Wet.,99.0,5
13,Wet Dogs,"[{'id': 35, 'name': 'Comedy'}]",15/12/2001,Dry.,0,0
14,Dry Cats,"[""War"", ""Comedy""]",2002,,,
''', '12 | Cold Ponds | 1995 | Crime, Sci-Fi | 99 | 100 | Wet.',
         '13 | Wet Dogs | 2001 | Comedy | Dry.', '14 | Dry Cats | 2002 | War, Comedy'),
    case('plots of several paragraphs', '''\
Release Year,Title,Director,Cast,Genre,Plot\r
1995,Cold Ponds,Ann Lee,Bo Fox,crime,"Bo is wet.\r
\r
2001,Wet Dogs,Ann Lee,Bo Fox,comedy,So is Cy."\r
2002,Dry Cats,Ann Lee,Bo Fox,war,Dry.\r
''', '2 | Cold Ponds | 1995 | Crime | Ann Lee | Bo Fox | '
         'Bo is wet.  2001,Wet Dogs,Ann Lee,Bo Fox,comedy,So is Cy.',
         '5 | Dry Cats | 2002 | War | Ann Lee | Bo Fox | Dry.',
         notes=['1 film with line breaks in the synopsis (the first on line 2)', LINE_NUMBERS]),
    case("a pupil's own", '''\
Film Name,Genre,Age Rating,Year Released,"stars (1, 2 or 3)"
Cold Ponds,crime/drama,12a,1995,3
Wet Dogs,Comedy,pg,2001,2
''', '2 | Cold Ponds | 1995 | Crime, Drama | 12', '3 | Wet Dogs | 2001 | Comedy | PG',
         notes=[LINE_NUMBERS, COLUMN_READ.format('Film Name', 'title'),
                NO_USABLE.format('2 films', 'cast', 2)]),
    case("a pupil's own, stars not in quotes", '''\
Film Name,Genre,Age Rating,Year Released,stars (1, 2 or 3)
Cold Ponds,crime,15.0,1995,3
''', '2 | Cold Ponds | 1995 | Crime | 15', notes=[LINE_NUMBERS]),
    case('Film in front of every name', '''\
Film ID,Film,Film Genre,Film Year,Film Length
12,Cold Ponds,crime,1995,1 hour and 39 minutes
''', PONDS + ' | 99'),
    case('genres in two columns', '''\
Movie,Genre 1,Genre 2,Year
Cold Ponds,Crime,drama,1995
Wet Dogs,Comedy,,2001
''', '2 | Cold Ponds | 1995 | Crime, Drama', '3 | Wet Dogs | 2001 | Comedy'),
]

WHAT_STANDS_IN_CELLS = [
    case('a certificate and a rating',
         'id,name,genre,year,rating,certificate\n12,Cold Ponds,Crime,1995,8.1,15', PONDS + ' | 15',
         notes=[COLUMN_TWICE.format('rating', 'certificate', 'rating')]),
    case('decimal points, thousands and letters', '''\
film_id,title,year,genres,minutes
12.0,Cold Ponds,1995.0,Crime,
"2,001",Wet Dogs,"2,001",Comedy,88.0
tt0013,Dry Cats,2002,War,
''', PONDS, '2001 | Wet Dogs | 2001 | Comedy | 88', '13 | Dry Cats | 2002 | War'),
    case('numbers too long for the logs',
         SHORT + '5012345678901,Cold Ponds,1995,Crime\n12,Wet Dogs,2001,Comedy',
         '345678901 | Cold Ponds | 1995 | Crime', '12 | Wet Dogs | 2001 | Comedy',
         notes=[('1 film with too long a film_id, of which the last nine digits count (the first '
                 'on line 2)')]),
    case('numbers that are none',
         SHORT + 'cold-ponds,Cold Ponds,1995,Crime\nwet-dogs,Wet Dogs,2001,Comedy',
         '2 | Cold Ponds | 1995 | Crime', '3 | Wet Dogs | 2001 | Comedy',
         notes=[LINE_NUMBERS, COLUMN_LEFT.format('film_id')]),
    case('nonsense in columns that may be empty',
         OWN + '12,Cold Ponds,1995,Crime,8/10,12345,3,long,famous,,', PONDS,
         notes=[NO_USABLE.format('1 film', field, 2)
                for field in ('rating', 'director', 'cast', 'minutes', 'fame')]),
    case('genres in any case',
         SHORT + '12,Cold Ponds,1995,crime;CRIME\n13,Wet Dogs,2001,"Film Noir, film noir,sci-fi"\n'
         '14,Dry Cats,2002,FILM NOIR',
         PONDS, '13 | Wet Dogs | 2001 | Film Noir, Sci-Fi', '14 | Dry Cats | 2002 | Film Noir'),
    case('votes', '''\
id,title,year,genre,votes
1,A,2001,War,5
2,B,2001,War,50
3,C,2001,War,50
4,D,2001,War,"1,000"
5,E,2001,War,
''', '1 | A | 2001 | War | 25', '2 | B | 2001 | War | 75', '3 | C | 2001 | War | 75',
         '4 | D | 2001 | War | 100', '5 | E | 2001 | War'),
    case('fame that can only be votes',
         'id,title,year,genre,fame\n1,A,2001,War,5\n2,B,2001,War,500',
         '1 | A | 2001 | War | 50', '2 | B | 2001 | War | 100'),
    case('the title again as the original title',
         'id,title,original_title,year,genre\n12,Cold Ponds,Cold Ponds,1995,Crime', PONDS),
    case('a year that belongs to the title',
         SHORT + '12,Dry Run (2049),2017,War', '12 | Dry Run (2049) | 2017 | War'),
    case('a year that is none',
         SHORT + '12,Cold Ponds,old,Crime\n13,Wet Dogs,,Comedy',
         '12 | Cold Ponds | Crime', '13 | Wet Dogs | Comedy',
         notes=['2 films with no year (the first on line 2)']),
]


@pytest.mark.parametrize('text, films, notes',
                         HOW_FILES_ARE_WRITTEN + WHOSE_FILES + WHAT_STANDS_IN_CELLS)
def test_films_come_out_of_a_file_of_any_usual_shape(text, films, notes):
    catalogue = read(text)
    assert described(catalogue.films) == films
    assert catalogue.faults == []
    for note in notes:
        assert any(note in sentence for sentence in catalogue.notes), catalogue.notes


WHAT_FILES_LACK = {         # (the text of a file, parts of what is said)
    'all': ('', [
        IT_HAS + 'nothing in it', IT_NEEDS + 'the title (title, name, film ...) and one for the '
        'year (year,', 'save it again as "CSV UTF-8"']),
    'names of columns': ('7,Cold Ponds,1995,Crime\n', [
        IT_HAS + '7, Cold Ponds, 1995, Crime', IT_NEEDS + 'the title']),
    'genres, as in a diary': (
        'Date,Name,Year,Letterboxd URI,Rating\n2020-01-01,Cold Ponds,1995,https://a.test,4', [
            IT_HAS + 'Date, Name, Year, Letterboxd URI, Rating',
            IT_NEEDS + 'the genres (genres, genre, listed_in ...)']),
    'years, in titles too': ('Title,Genre\nCold Ponds,Crime', [
        IT_HAS + 'Title, Genre', IT_NEEDS + 'the year (year, release_year, released_year ...)']),
    'names of columns, under an empty line': ('\n7,Cold Ponds', [
        IT_HAS + '7, Cold Ponds']),
    'two things': ('\nTitle,Rating\nCold Ponds,15', [
        IT_HAS + 'Title, Rating', IT_NEEDS + 'the year (',
        ' and one for the genres']),
    'commas, being a spreadsheet': ('PK\x03\x04\x14rubbish\n\x01\x02', ['"CSV UTF-8"']),
    'commas, being a web page': ('<!DOCTYPE html>\n<html>', [IT_HAS + '<!DOCTYPE html>']),
}


@pytest.mark.parametrize('text, said', WHAT_FILES_LACK.values(), ids=WHAT_FILES_LACK)
def test_a_file_is_told_what_it_lacks_what_it_has_and_what_would_do(text, said):
    with pytest.raises(DataError) as refusal:
        read(text)
    for words in said:
        assert words in str(refusal.value)


def test_a_file_of_very_long_first_lines_is_told_so_in_a_few_lines():
    with pytest.raises(DataError) as refusal:
        read(','.join(['x' * 500] * 500) + '\n' + 'y' * 1_000_000)
    assert len(str(refusal.value)) < 1000


def test_check_says_of_each_column_how_it_is_read_and_nothing_of_those_with_our_names():
    catalogue = read('hue,Movie ID,name,Release_Date,year,genres,Age (years)\n'
                     'red,12,Cold Ponds,,1995,Crime,15')
    assert described(catalogue.films) == [PONDS + ' | 15']
    assert catalogue.notes == [
        COLUMN_LEFT.format('hue'), COLUMN_READ.format('name', 'title'),
        COLUMN_TWICE.format('Release_Date', 'year', 'year'),
        COLUMN_READ.format('Age (years)', 'rating')]


def test_an_empty_catalogue_is_no_fault_and_nothing_is_said_of_it():
    assert read(OWN) == ({}, [], [])


def test_a_zero_is_an_empty_cell_and_nothing_is_said_of_it():
    catalogue = read(OWN + '12,Cold Ponds,1995,Crime,0,0,0,0,0,,')
    assert described(catalogue.films) == [PONDS]
    assert catalogue.notes == []


def test_a_film_with_the_fewest_votes_of_many_still_has_some_fame():
    rows = [f'{number},Ponds {number},1995,Crime,{number}' for number in range(1, 301)]
    films = read('\n'.join(['id,title,year,genre,votes', *rows])).films
    assert (films[1].fame, films[150].fame, films[300].fame) == (1, 50, 100)


FAULTY_LINES = {            # (the line, why it is skipped)
    'letters for a number': ('x,Wet Dogs,2001,War,', "film_id 'x" + NO_NUMBER),
    'no number': (',Wet Dogs,2001,War,', "film_id '" + NO_NUMBER),
    'number 0': ('0,Wet Dogs,2001,War,', "film_id '0" + NO_NUMBER),
    'number below 0': ('-7,Wet Dogs,2001,War,', "film_id '-7" + NO_NUMBER),
    'number taken': ('7,Wet Dogs,2001,War,', 'film_id 7 is taken by a line above'),
    'no title': ('9, ,2001,War,', 'it has no title'),
    'no genres': ('9,Wet Dogs,2001,|,', 'it has no genres'),
    'torn': ('9,Wet Do', 'it has no genres'),
    'comma in a title': ('9,Wet, again,2001,War,88', 'it has 6 cells, but there are 5 columns'),
    'quote not closed': ('9,"Wet Dogs,2001,War,', 'a double quote (") is not closed'),
    'stray quote': ('9,"Wet" Dogs,2001,War,', 'a double quote (") is not closed'),
    'text too long': ('9,' + 'Wet ' * 40_000 + ',2001,War,', 'a text is too long'),
    'zero bytes': ('\0' * 200 + '9,Wet Dogs,2001,War,', 'the film_id'),
    'rubbish': ('\x01?"\x7f', 'the film_id'),
}


@pytest.mark.parametrize('line, reason', FAULTY_LINES.values(), ids=FAULTY_LINES)
def test_a_faulty_line_is_named_and_the_films_around_it_are_there(line, reason):
    catalogue = read('film_id,title,year,genres,minutes\n7,The Loud Sea,1979,Horror|Sci-Fi,\n'
                     f'{line}\n12,Cold Ponds,1995,Crime,')
    assert described(catalogue.films) == [SEA, PONDS]
    [(number, why)] = catalogue.faults
    assert number == 3
    assert reason in why
    assert len(why) < 200


@pytest.mark.parametrize('column, row', [
    ('title', '9,"Wet\nDogs",2001,War'), ('genres', '9,Wet Dogs,2001,"War\nComedy"')],
    ids=['title', 'genres'])
def test_a_line_break_in_a_short_text_is_named_as_that(column, row):
    catalogue = read(f'{SHORT}{row}\n12,Cold Ponds,1995,Crime\nx')
    assert described(catalogue.films) == [PONDS]
    assert [number for number, why in catalogue.faults] == [2, 5]
    assert f'a line break is in the {column}: ' in catalogue.faults[0][1]


def test_a_quote_that_swallows_lines_makes_no_film_of_them():
    catalogue = read(SHORT + '7,"The Loud Sea,1979,Horror\n9,Wet Dogs,2001,War\n'
                     '10,Under 12",2001,War\n12,Cold Ponds,1995,Crime')
    assert described(catalogue.films) == [PONDS]
    [(number, why)] = catalogue.faults
    assert number == 2
    assert 'double quote' in why


def test_a_row_may_leave_out_all_but_number_title_and_genres():
    row = {'film_id': '12', 'title': 'Cold Ponds', 'genres': 'Crime'}
    assert film_from_row(row) == Film(12, 'Cold Ponds', 0, ('Crime',), '', '', '', 0, 0, '', '')
    for field in row:
        with pytest.raises(Refused):
            film_from_row(row | {field: ''})


@pytest.mark.parametrize('text, rating', [
    ('u', 'U'), ('Pg', 'PG'), ('12A', '12'), ('15.0', '15'), ('18+', '18'), ('R', 'R'),
    ('PG-13', 'PG-13'), ('16', '16'), ('7+', '7+'), ('8.1', ''), ('7', ''), ('10', ''), ('84', ''),
    ('9/10', ''), ('85%', ''), ('***', ''), ('99 min', '')])
def test_an_age_rating_is_told_from_a_score(text, rating):
    film = film_from_row({'film_id': '1', 'title': 'A', 'genres': 'War', 'rating': text})
    assert film.rating == rating


@pytest.mark.parametrize('text, minutes', [
    ('142', 142), ('142 min', 142), ('142m', 142), ('142.0', 142), ('1h 30', 90), ('1h30m', 90),
    ('1 hr 5 mins', 65), ('2 hours', 120), ('1:05', 65), ('1 Hour, 5 Minutes', 65),
    ('2 Seasons', 0), ('-1', 0), ('long', 0), ('12345', 0)])
def test_minutes_are_read_as_people_write_them(text, minutes):
    film = film_from_row({'film_id': '1', 'title': 'A', 'genres': 'War', 'minutes': text})
    assert film.minutes == minutes


@pytest.mark.parametrize('text, year', [
    ('1999', 1999), ('1999.0', 1999), ('2,001', 2001), ('1999-03-31', 1999), ('31/03/1999', 1999),
    ('31 March, 1999', 1999), ('(1999)', 1999), ('1999-2003', 1999), ('', 0), ('99', 0),
    ('19990', 0), ('soon', 0)])
def test_a_year_is_found_in_a_date(text, year):
    film = film_from_row({'film_id': '1', 'title': 'A', 'genres': 'War', 'year': text})
    assert film.year == year


def test_our_own_films_come_out_as_they_stand_and_need_no_word():
    path = os.path.join(os.path.dirname(os.path.abspath(fakeflix.__file__)), 'films.csv')
    with open(path, encoding='utf-8', newline='') as file:
        lines = file.read().split('\n')
    catalogue = films_from_lines(lines)
    assert (catalogue.faults, catalogue.notes) == ([], [])
    for row in csv.DictReader(lines):
        film = catalogue.films[int(row['film_id'])]
        texts = film._replace(genres='|'.join(film.genres))
        assert {field: str(text or '') for field, text in texts._asdict().items()} == row


@pytest.mark.parametrize('seed', range(20))
def test_damage_anywhere_leaves_the_films_of_whole_lines(seed):
    rows = [f'{number},Ponds {number},1995,Crime,"Wet, {number}."' for number in range(2, 40)]
    chance = random.Random(seed)
    place = chance.randrange(len(rows))
    letters = list(rows[place])
    for _ in range(3):
        letters[chance.randrange(len(letters))] = chance.choice('",;\t\0\x85x\ufffd')
    damaged = rows[:place] + [''.join(letters)] + rows[place + 1:]
    catalogue = read('\n'.join(['film_id,title,year,genres,synopsis', *damaged]))
    whole = [film for film in catalogue.films.values() if film.film_id != place + 2]
    expected = read('\n'.join(['film_id,title,year,genres,synopsis', *rows])).films
    del expected[place + 2]
    assert [film for film in whole if film.film_id in expected] == list(expected.values())
    assert {number for number, why in catalogue.faults} <= {place + 2}
