"""The shipped catalogue, films.csv: is it tidy, is it in plain British English, and are films
found by what they are about?"""
import csv
import os
import re
from collections import Counter, defaultdict

import pytest

import fakeflix

with open(os.path.join(fakeflix.PROGRAM_FOLDER, 'films.csv'), encoding='utf-8') as file:
    LINES = file.read().split('\n')
ROWS = list(csv.DictReader(LINES))      # each {column: text}
CATALOGUE = fakeflix.films_from_lines(LINES)
FILMS = list(CATALOGUE.films.values())
FOLDED = [fakeflix.folded_from_film(film) for film in FILMS]
BATCHES = (1, 2128)         # the first film_ids of two batches: each is in title order
NO_CAST = {'Flow', 'Koyaanisqatsi', 'Robot Dreams', 'The Snowman', 'They Shall Not Grow Old'}

DIRECTORS_WHO_LEAD = [
    11, 104, 117, 263, 272, 299, 365, 384, 385, 387, 466, 514, 623, 716, 718, 750, 769, 776,
    781, 803, 840, 841, 857, 874, 906, 936, 1023, 1055, 1120, 1168, 1194, 1211, 1212, 1282,
    1284, 1322, 1428, 1434, 1474, 1502, 1509, 1546, 1575, 1619, 1673, 1701, 1708, 1735, 1771,
    1774, 1822, 1873, 1942, 1961, 1967, 1986, 2019, 2046, 2108, 2119, 2124, 2221, 2227, 2230,
    2264, 2303, 2323, 2515, 2517, 2518, 2607]

GENRES = {
    'Action', 'Adventure', 'Animation', 'Comedy', 'Crime', 'Documentary', 'Drama', 'Family',
    'Fantasy', 'History', 'Horror', 'Music', 'Musical', 'Mystery', 'Romance', 'Sci-Fi', 'Sport',
    'Thriller', 'War', 'Western'}
PRAISE = re.compile(r'''\b(acclaimed|awards?|award-winning|bafta|blockbuster|breathtaking|classic|
dazzling|gripping|groundbreaking|heart-?warming|hilarious|iconic|legendary|masterpiece|
must-see|nominat\w+|oscars|oscar-winning|stunning|superb|thrilling|unforgettable)\b''', re.IGNORECASE | re.VERBOSE)
AMERICAN = re.compile(r"""\b((armor|behavior|center|color|favor|gray|harbor|honor|humor|labor|
neighbor|odor|parlor|rumor|theater)(e?d|ing|s|ful|ite|hood|ers?)?|
(anal|apolog|organ|paral|real|recogn)[iy]z\w+|travel(ed|ing|ers?)|
defense|jewelry|kidnap(ed|er)|mom|offense|pajamas|skeptical)\b""", re.VERBOSE)    # but Pearl Harbor
SENTENCE_END = re.compile(r'(?<!\b[A-Z])(?<!\bDr)[.?!]"?(?= [^a-z]|$)')      # initials are no end

SEARCHES = [            # as people type them: what a film is about, without a word of its title
    # the 1920s to the 1940s
    ('fairground sleepwalker murders', 'The Cabinet of Dr. Caligari'),
    ('sailors mutiny odessa', 'Battleship Potemkin'), ('robot city workers', 'Metropolis'),
    ('german schoolboys trenches', 'All Quiet on the Western Front'),
    ('child murderer berlin', 'M'), ('runaway heiress reporter', 'It Happened One Night'),
    ('outlaw sherwood', 'The Adventures of Robin Hood'), ('tornado kansas', 'The Wizard of Oz'),
    ('jewish barber', 'The Great Dictator'), ('newspaper tycoon', 'Citizen Kane'),
    ('flying elephant', 'Dumbo'), ('nightclub owner wartime', 'Casablanca'),
    ('wyatt earp', 'My Darling Clementine'), ('nun himalayas', 'Black Narcissus'),
    # the 1950s and 1960s
    ('invisible rabbit', 'Harvey'), ('gunfighter homestead', 'Shane'),
    ('farmers hire bandits', 'Seven Samurai'), ('bengal village', 'Pather Panchali'),
    ('preacher tattooed knuckles', 'The Night of the Hunter'), ('niece comanche', 'The Searchers'),
    ('jury murder trial', '12 Angry Men'), ('knight plague', 'The Seventh Seal'),
    ('prisoners build railway', 'The Bridge on the River Kwai'), ('chariot race', 'Ben-Hur'),
    ('motel mother', 'Psycho'), ('governess ghosts', 'The Innocents'),
    ('puerto rican gangs', 'West Side Story'), ('nanny umbrella', 'Mary Poppins'),
    ("rorke's drift", 'Zulu'), ('governess austria', 'The Sound of Music'),
    ('black monolith', '2001: A Space Odyssey'), ('orphan more gruel', 'Oliver!'),
    ('bank robbers bolivia', 'Butch Cassidy and the Sundance Kid'), ('kestrel boy', 'Kes'),
    # the 1970s and 1980s
    ('gangster newcastle', 'Get Carter'), ('jamaican reggae singer', 'The Harder They Come'),
    ('nazi berlin nightclub', 'Cabaret'), ('assassin de gaulle', 'The Day of the Jackal'),
    ('policeman scottish island', 'The Wicker Man'), ('black sheriff', 'Blazing Saddles'),
    ('shark beach', 'Jaws'), ('knights coconuts', 'Monty Python and the Holy Grail'),
    ('watergate reporters', "All the President's Men"), ('boxer philadelphia', 'Rocky'),
    ('masked killer babysitter', 'Halloween'), ('rabbits warren', 'Watership Down'),
    ('hotel winter caretaker', 'The Shining'), ('runners olympics 1924', 'Chariots of Fire'),
    ('submarine crew', 'Das Boot'), ('antarctica shape shifting', 'The Thing'),
    ('time travel delorean', 'Back to the Future'), ('noodle shop', 'Tampopo'),
    ('teenagers saturday detention', 'The Breakfast Club'), ('navy pilots school', 'Top Gun'),
    ('angels berlin', 'Wings of Desire'), ('motorbike gang tokyo', 'Akira'),
    ('skyscraper hostages', 'Die Hard'), ('forest spirit sisters', 'My Neighbour Totoro'),
    # the 1990s and 2000s
    ('burglars house christmas', 'Home Alone'), ('dublin soul band', 'The Commitments'),
    ('cannibal fbi trainee', 'The Silence of the Lambs'), ('genie lamp', 'Aladdin'),
    ("women's baseball", 'A League of Their Own'), ('bobsleigh jamaica', 'Cool Runnings'),
    ('penguin lodger', 'The Wrong Trousers'), ('bus bomb', 'Speed'),
    ('talking pig sheepdog', 'Babe'), ('ali foreman zaire', 'When We Were Kings'),
    ('heroin edinburgh', 'Trainspotting'), ('ship sinks iceberg', 'Titanic'),
    ('steelworkers strip', 'The Full Monty'), ('cuban musicians', 'Buena Vista Social Club'),
    ('bookshop actress', 'Notting Hill'), ('ogre swamp donkey', 'Shrek'),
    ('shy waitress paris', 'Amélie'), ('football girl indian', 'Bend It Like Beckham'),
    ('zombies pub london', 'Shaun of the Dead'), ('cowboys sheep love', 'Brokeback Mountain'),
    ('bears alaska', 'Grizzly Man'), ('stasi spy playwright', 'The Lives of Others'),
    ('joker gotham', 'The Dark Knight'), ('robot rubbish earth', 'WALL·E'),
    ('abba greek island', 'Mamma Mia!'), ('mandela rugby', 'Invictus'),
    # since 2010
    ('facebook harvard', 'The Social Network'), ('arm trapped canyon', '127 Hours'),
    ('brazilian racing driver', 'Senna'), ('iran divorce', 'A Separation'),
    ('saudi girl bicycle', 'Wadjda'), ('snow queen sisters', 'Frozen'),
    ('marmalade bear', 'Paddington'), ('codebreaker turing', 'The Imitation Game'),
    ('votes for women', 'Suffragette'), ('astronaut potatoes mars', 'The Martian'),
    ('wrestling daughters india', 'Dangal'), ('mute cleaner', 'The Shape of Water'),
    ('poor family basement', 'Parasite'), ('deaf family singing', 'CODA'),
    ('atomic bomb physicist', 'Oppenheimer'), ('pope election cardinals', 'Conclave'),
]


def titles_where(wrong) -> list:
    """The titles of the films of which the synopsis is wrong."""
    return [film.title for film in FILMS if wrong(film.synopsis)]


def test_every_line_of_films_csv_is_a_film():
    assert LINES[0] == ','.join(fakeflix.Film._fields)
    assert CATALOGUE.faults == CATALOGUE.notes == []
    assert len(FILMS) >= 2550
    assert len(FILMS) == len(ROWS) == len(LINES) - 2        # a header, and nothing behind the last


def by_title(film) -> tuple:
    """The key that put the catalogue in its order: as Browse, but an 's is a word of its own, and
    the ½ of 8½ is none."""
    title = re.sub("['’]", ' ', film.title).replace('½', '1 2')
    return fakeflix.sort_title(title), film.year


def test_the_numbers_count_from_1_and_follow_the_titles():
    assert [row['film_id'] for row in ROWS] == [str(place + 1) for place in range(len(ROWS))]
    for first, end in zip(BATCHES, (*BATCHES[1:], len(FILMS) + 1)):
        batch = FILMS[first - 1:end - 1]
        assert len(batch) == end - first and batch == sorted(batch, key=by_title)


def test_no_two_films_have_the_same_title_and_year():
    names = Counter((fakeflix.sort_title(film.title), film.year) for film in FILMS)
    assert [name for name, count in names.items() if count > 1] == []


def test_every_genre_is_one_of_the_20_and_every_rating_one_of_the_5():
    assert {genre for film in FILMS for genre in film.genres} == GENRES
    assert fakeflix.GENRES == tuple(sorted(GENRES))
    assert {film.rating for film in FILMS} == {'U', 'PG', '12', '15', '18'}
    assert [row['title'] for row, film in zip(ROWS, FILMS)
            if row['genres'] != '|'.join(film.genres)] == []      # none is named twice


def test_every_year_and_running_time_is_a_sensible_whole_number():
    assert [row['title'] for row in ROWS if not re.fullmatch('(19|20)[0-9]{2}', row['year'])
            or not re.fullmatch('[1-9][0-9]{1,2}', row['minutes'])] == []
    assert [film.title for film in FILMS if film.year > 2030 or not 20 <= film.minutes <= 400] == []


def test_only_the_other_title_may_be_empty_and_five_casts():
    assert [row['title'] for row in ROWS for column, text in row.items()
            if not text and column not in ('alt_title', 'cast')] == []
    assert {film.title for film in FILMS if not film.cast} == NO_CAST


def test_the_fame_of_a_film_is_from_1_to_100():
    assert [film.title for film in FILMS if not 1 <= film.fame <= 100] == []
    assert len({film.fame for film in FILMS}) > 50          # and is not the same for all


def names_in(text) -> list:
    """The names in a cell for directors or a cast."""
    return text.split(', ') if text else []


def test_a_cast_has_at_most_four_names_and_no_cell_has_a_name_twice():
    for film in FILMS:
        assert len(names_in(film.cast)) <= 4, film.title
        for cell in (film.cast, film.director):
            assert len(set(names_in(cell))) == len(names_in(cell)), film.title


def test_every_name_is_a_name():
    name = re.compile(r"[A-Za-zÀ-ÖØ-öø-ſ][A-Za-zÀ-ÖØ-öø-ſ' .-]+")
    for film in FILMS:
        for cell in (film.cast, film.director):
            assert [each for each in names_in(cell) if not name.fullmatch(each)] == [], film.title


def test_a_person_is_spelt_in_one_way_only():
    spellings = defaultdict(set)
    for film in FILMS:
        for name in names_in(film.cast) + names_in(film.director):
            spellings[fakeflix.fold(name).replace(' ', '')].add(name)
    assert [names for names in spellings.values() if len(names) > 1] == []


def test_a_director_leads_the_cast_only_where_it_is_so():
    """Where the first name of a cast is the director's it may be a slip: all of these are not."""
    doubles = [film.film_id for film in FILMS
               if names_in(film.cast)[:1] and names_in(film.cast)[0] in names_in(film.director)]
    assert doubles == DIRECTORS_WHO_LEAD


def test_no_field_has_a_space_too_many():
    assert [row['title'] for row in ROWS for text in row.values()
            if text != ' '.join(text.split())] == []


def test_a_synopsis_has_15_to_35_words():
    assert titles_where(lambda text: not 15 <= len(text.split()) <= 35) == []


def test_a_synopsis_is_one_or_two_sentences():
    assert titles_where(lambda text: not re.search('[.?!]"?$', text)
                        or len(SENTENCE_END.findall(text)) > 2) == []


def test_a_synopsis_has_plain_quotes_and_hyphens_and_no_odd_characters():
    plain = re.compile(r'''[A-Za-zÀ-ÖØ-öø-ſ0-9 .,;:?!'"()/-]+''')
    assert titles_where(lambda text: not plain.fullmatch(text)) == []


def test_no_six_words_in_a_row_stand_in_two_synopses():
    found = {}
    for film in FILMS:
        words = fakeflix.fold(film.synopsis).split()
        for phrase in {' '.join(words[place:place + 6]) for place in range(len(words) - 5)}:
            found.setdefault(phrase, []).append(film.title)
    assert {phrase: titles for phrase, titles in found.items() if len(titles) > 1} == {}


def test_a_synopsis_tells_and_does_not_praise():
    assert titles_where(PRAISE.search) == []


def test_a_synopsis_is_in_british_spelling():
    assert titles_where(AMERICAN.search) == []


@pytest.mark.parametrize('words, title', SEARCHES)
def test_a_film_is_found_by_what_it_is_about(words, title):
    assert not set(fakeflix.fold(words).split()) & set(fakeflix.fold(title).split())
    found = fakeflix.find_films(FOLDED, words, Counter())
    assert title in [film.title for film in found.films[:10]]
