"""Make a FakeFlix data folder of any size for the benchmarks; the same seed makes the same folder.

A few films take most of the views, a few users make most of them, and each user has two favourite
genres: so there is something to recommend. Titles have accents, commas and double quotes in them.
"""
import csv
import itertools
import os
import random
import time

import bcrypt

GENRES = [
    'Drama', 'Comedy', 'Thriller', 'Action', 'Romance', 'Crime', 'Horror', 'Adventure', 'Sci-Fi',
    'Fantasy', 'Family', 'Mystery', 'Animation', 'Documentary', 'History', 'War', 'Music',
    'Western', 'Musical', 'Sport']
SYLLABLES = [
    'ba', 'cé', 'di', 'fo', 'gu', 'há', 'jel', 'ki', 'lor', 'mi', 'nö', 'pan', 'qui', 'rê',
    'sol', 'tam', 'ur', 'vén', 'wy', 'xa', 'zi', 'ost', 'ell', 'ing']
COLUMNS = [
    'film_id', 'title', 'year', 'genres', 'rating', 'director', 'cast', 'minutes', 'fame',
    'alt_title', 'synopsis']
NAMES = ['ana', 'ben', 'cleo', 'dev', 'eva', 'finn', 'gita', 'hugo', 'ines', 'jack']
PASSWORD = 'nothing to hide in here'            # of every user
FAME = 8                                        # where the fame stands in a row
DAYS = 1000                                     # the views are spread evenly over so many days
CLOCK = [f'T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z'
         for second in range(0, 86400, 7)]


def zipf(count: int) -> list:
    """The cum_weights with which the first of count things are chosen often, the last seldom."""
    return list(itertools.accumulate(1 / (place + 4) for place in range(count)))


def film_row(film_id: int, words: list, weights: list, chance: random.Random) -> tuple:
    """A row of films.csv."""
    title = chance.choices(words, cum_weights=weights, k=chance.randint(1, 4))
    title = ' '.join(title).capitalize()
    if chance.random() < 0.06:
        title += f', {chance.choice(words)}'
    if chance.random() < 0.03:
        title = f'"{title}"'
    genres = dict.fromkeys(chance.choices(GENRES, range(20, 0, -1), k=chance.randint(1, 3)))
    director, *cast = (' '.join(chance.choices(words, cum_weights=weights, k=2)).title()
                       for _ in range(4))
    synopsis = ' '.join(chance.choices(words, cum_weights=weights, k=chance.randint(20, 40)))
    return (film_id, title, chance.randint(1930, 2025), '|'.join(genres),
            chance.choice(['U', 'PG', '12', '15', '18']), director, ', '.join(cast),
            chance.randint(70, 200), chance.randint(1, 100), '', synopsis.capitalize() + '.')


def make_films(folder: str, count: int, chance: random.Random) -> list:
    """Write films.csv; returns its rows."""
    words = [''.join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 2, 3, 3, 4))))
             for _ in range(5000)]
    weights = zipf(len(words))
    rows = [film_row(film_id, words, weights, chance) for film_id in range(1, count + 1)]
    with open(os.path.join(folder, 'films.csv'), 'w', newline='', encoding='utf-8') as file:
        writer = csv.writer(file, lineterminator='\n')
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return rows


def make_users(folder: str, count: int) -> list:
    """Write users.csv; returns the names. One hash serves all, of the lowest cost."""
    secret = bcrypt.hashpw(PASSWORD.encode(), b'$2b$04$' + b'.' * 22).decode()
    users = [f'{NAMES[number % len(NAMES)]}{number}' for number in range(count)]
    with open(os.path.join(folder, 'users.csv'), 'w', encoding='utf-8') as file:
        file.write('username,password_hash,registered_at\n')
        file.writelines(f'{user},{secret},2021-01-01T00:00:00.000000Z\n' for user in users)
    return users


def tastes_of(films: list, users: list, chance: random.Random) -> list:
    """For each user four lists of film_ids to choose from: two genres of theirs, twice all films.
    A film stands in them as often as its fame, or luck, makes it."""
    famous = sorted(films, key=lambda film: chance.gauss(-film[FAME], 20))
    pools = {'': chance.choices([film[0] for film in famous], cum_weights=zipf(len(famous)),
                                k=200_003)}
    for genre in GENRES:
        own = [film[0] for film in famous if genre in film[3].split('|')] or [1]
        pools[genre] = chance.choices(own, cum_weights=zipf(len(own)), k=20_011)
    return [[pools[genre] for genre in (*chance.choices(GENRES, k=2), '', '')] for _ in users]


def day_rows(date: str, choices: list, users: list, liked: set, chance: random.Random) -> tuple:
    """(rows of views.csv, rows of likes.csv) of a day from (number of a user, film_ids): one view
    in fifty is taken back at once; one film in ten is liked, or if it is already, no longer."""
    views, likes = [], []
    for place, (number, films) in enumerate(choices):
        film = films[int(chance.random() * len(films))]
        row = f'{users[number]},{film},{date}{CLOCK[place * len(CLOCK) // len(choices)]},'
        luck = chance.random()
        views.append(row + '1\n')
        if luck < 0.02:
            views.append(row + '-1\n')
        elif luck < 0.12:
            likes.append(row + ('-1\n' if (number, film) in liked else '1\n'))
            liked ^= {(number, film)}
    return views, likes


def make_folder(folder: str, films: int, users: int, views: int, seed: int = 1) -> None:
    """Write the four files. The first user, ana0, is as active as the median of all is."""
    chance = random.Random(seed)
    os.makedirs(folder, exist_ok=True)
    names = make_users(folder, users)
    tastes = tastes_of(make_films(folder, films, chance), names, chance)
    active = [1] + [chance.lognormvariate(0, 1.25) for _ in names[1:]]
    active, liked = list(itertools.accumulate(active)), set()
    with open(os.path.join(folder, 'views.csv'), 'w', encoding='utf-8') as view_file, \
            open(os.path.join(folder, 'likes.csv'), 'w', encoding='utf-8') as like_file:
        for file in view_file, like_file:
            file.write('username,film_id,at,change\n')
        for day in range(DAYS):
            count = views * (day + 1) // DAYS - views * day // DAYS
            numbers = chance.choices(range(users), cum_weights=active, k=count)
            choices = [(number, tastes[number][int(chance.random() * 4)]) for number in numbers]
            date = time.strftime('%Y-%m-%d', time.gmtime(1_640_000_000 + 86400 * day))
            for file, rows in zip((view_file, like_file),
                                  day_rows(date, choices, names, liked, chance)):
                file.writelines(rows)
