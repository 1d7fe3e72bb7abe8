"""How good are the recommendations? Views are hidden, and it is counted how many are recommended.

    python tests/benchmarks/recommender.py [FOLDER] [--users N]

FOLDER is any FakeFlix data folder with films.csv, views.csv and likes.csv; without it, data are
made for the purpose: they show that the program works, but only real people show how well.
Four recommenders are compared: films at random, the most viewed, a plain genre counter (for each
film the sum, over its genres, of how many films of the genre the user viewed), and the program's.

    newest    the newest fifth of each user's views is hidden
    first 5   a user's first 5 views are known, the next 10 hidden; the others in the files are the
              users of the other four fifths
    first 1   the same, with one view known
    alone     the newest fifth is hidden, and nobody else is in the files
    class     the same, among 30 others
    moment    the others' views end at one moment; the user's go on, and the newest fifth is hidden

NDCG@10 is the figure to quote: 1 when the hidden films fill the list from the top, less the lower
they stand. hits: users with a hidden film among their ten. shown: films that anybody is shown. ms:
milliseconds for a call. --users N asks for a sample of N users: quick, but less sure.

On half a year of what 4,513 real people told of their viewing (MovieTweetings, 2013; not shipped),
by a program like this one, NDCG@10 over all its test users:

                                            FakeFlix    most viewed
    the newest fifth hidden                    0.105          0.083
    three views known                          0.111          0.086
    three views known, 30 others               0.072          0.057
    one view known                             0.074          0.092
    the newest fifth hidden, nobody else       0.047              -

Doubts: a third of the rows are films of one year; and who has one film among thousands is still
served better by the most viewed.
"""
import argparse
import csv
import math
import os
import random
import sys
import tempfile
import time
from collections import Counter, namedtuple

from made import make_folder

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
import fakeflix

TOP = 10                        # films in a list
Case = namedtuple('Case', 'user others known hidden')   # a name, and Events, oldest first


def at_random(user: str, films: list, views: list, likes: list, count: int) -> list:
    """[Film]: unseen films, blindly, but the same each time."""
    seen = {event.film_id for event in views if event.username == user}
    unseen = [film for film in films if film.film_id not in seen]
    return random.Random(user).sample(unseen, min(count, len(unseen)))


def most_viewed(user: str, films: list, views: list, likes: list, count: int) -> list:
    """[Film]: the unseen films that were viewed most."""
    seen = {event.film_id for event in views if event.username == user}
    viewed = Counter(event.film_id for event in views)
    unseen = [film for film in films if film.film_id not in seen]
    return sorted(unseen, key=lambda film: -viewed[film.film_id])[:count]


def genre_counter(user: str, films: list, views: list, likes: list, count: int) -> list:
    """[Film]: the unseen films whose genres, taken together, the user has viewed most."""
    seen = {event.film_id for event in views if event.username == user}
    counts = Counter(genre for film in films if film.film_id in seen for genre in film.genres)
    unseen = [film for film in films if film.film_id not in seen]
    return sorted(unseen, key=lambda film: -sum(counts[genre] for genre in film.genres))[:count]


def the_program(user: str, films: list, views: list, likes: list, count: int) -> list:
    """[Film]: what the program recommends."""
    return [film for film, reason in fakeflix.recommendations(user, films, views, likes, count)]


METHODS = {'random': at_random, 'most viewed': most_viewed, 'genre counter': genre_counter,
           'FakeFlix': the_program}


def read_folder(folder: str) -> tuple:
    """([Film], views and likes still standing as [Event]). The films are shuffled, the same way
    each time, and numbered anew, so that neither order nor number gives anything away."""
    lines = fakeflix.film_lines_of(fakeflix.films_path(folder))
    films = list(fakeflix.films_from_lines(lines).films.values())
    random.Random(7).shuffle(films)
    number = {film.film_id: place for place, film in enumerate(films, 1)}
    logs = []
    for name in 'views.csv', 'likes.csv':
        events, _ = fakeflix.events_from_lines(fakeflix.lines_of(os.path.join(folder, name)))
        logs.append([event._replace(film_id=number[event.film_id])
                     for event in fakeflix.standing(events) if event.film_id in number])
    return [film._replace(film_id=number[film.film_id]) for film in films], *logs


def sampled(users, limit: int) -> list:
    """At most so many of the users, all if it is 0, in a fixed order without a meaning."""
    users = sorted(users)
    random.Random(7).shuffle(users)
    return users[:limit or None]


def histories(views: list) -> dict:
    """{username: [Event]} of views, each user's oldest first."""
    found = {}
    for view in views:
        found.setdefault(view.username, []).append(view)
    return found


def newest(views: list, limit: int, alone: bool = False):
    """Yield the Cases of users with 5 views or more whose newest fifth is hidden, as is
    everybody else's; or nobody else is there."""
    own = histories(views)
    kept = {user: len(events) - (round(len(events) / 5) if len(events) > 4 else 0)
            for user, events in own.items()}
    place, others = Counter(), []
    for view in views:
        place[view.username] += 1
        others += [view] if place[view.username] <= kept[view.username] and not alone else []
    for user in sampled([user for user in own if len(own[user]) > 4], limit):
        yield Case(user, others, own[user][:kept[user]], own[user][kept[user]:])


def first_few(views: list, limit: int, known: int = 5):
    """Yield the Cases of users with 15 views or more of whom so many are known. They are not in the
    others: those are the users of the other four fifths, and who has fewer than 15 views."""
    own = histories(views)
    users = sampled([user for user in own if len(own[user]) >= 15], 0)
    fold = {user: place % 5 for place, user in enumerate(users)}
    crowds = [[view for view in views if fold.get(view.username) != part] for part in range(5)]
    for user in sampled(users, limit):
        yield Case(user, crowds[fold[user]], own[user][:known], own[user][known:known + 10])


def moment(views: list, limit: int):
    """Yield the Cases of users who viewed a fifth of their films, or more, after seven tenths of
    all views had been made; the others' views end there."""
    own = histories(views)
    cut = int(len(views) * 0.7)
    after = Counter(view.username for view in views[cut:])
    hidden = {user: max(1, round(len(events) / 5)) for user, events in own.items()}
    for user in sampled([user for user in after
                         if len(own[user]) > 4 and after[user] >= hidden[user]], limit):
        yield Case(user, views[:cut], own[user][:-hidden[user]], own[user][-hidden[user]:])


def in_class(views: list, limit: int, others: int = 30):
    """Yield the Cases of users with 5 views or more whose newest fifth is hidden, among so many of
    the others, chosen by chance."""
    own = histories(views)
    for user in sampled([user for user in own if len(own[user]) > 4], limit):
        people = sorted(own.keys() - {user})
        there = set(random.Random(user).sample(people, min(others, len(people))))
        cut = len(own[user]) - round(len(own[user]) / 5)
        yield Case(user, [view for view in views if view.username in there], own[user][:cut],
                   own[user][cut:])


PROTOCOLS = {'newest': newest, 'first 5': first_few,
             'first 1': lambda views, limit: first_few(views, limit, known=1), 'moment': moment,
             'class': in_class, 'alone': lambda views, limit: newest(views, limit, alone=True)}


def ndcg(films: list, hidden: set) -> float:
    """How well a list does: a hidden film counts less the lower it stands; the best list has 1."""
    gain = [1 / math.log2(place + 2) for place in range(TOP)]
    return sum(worth for film, worth in zip(films, gain) if film.film_id in hidden) / sum(
        gain[:len(hidden)])


def measure(protocol: str, films: list, views: list, likes: list, limit: int) -> None:
    """Print a line for each method."""
    liked = {(like.username, like.film_id): like for like in likes}
    totals, shown = {name: Counter() for name in METHODS}, {name: set() for name in METHODS}
    for case in PROTOCOLS[protocol](views, limit):
        given = [view for view in case.others if view.username != case.user] + case.known
        given_likes = [liked[key] for key in dict.fromkeys(view[:2] for view in given)
                       if key in liked]
        hidden = {view.film_id for view in case.hidden}
        for name, method in METHODS.items():
            started = time.perf_counter()
            answer = method(case.user, films, given, given_likes, TOP)
            totals[name] += Counter(ms=1000 * (time.perf_counter() - started), users=1)
            found = hidden.intersection(film.film_id for film in answer)
            totals[name] += Counter(ndcg=ndcg(answer, hidden), hits=bool(found))
            shown[name].update(film.film_id for film in answer)
    for name, total in totals.items():
        users = total['users'] or 1
        print(f'{protocol:8} {total["users"]:5} users  {name:13}  NDCG@10 '
              f'{total["ndcg"] / users:.4f}  hits {total["hits"] / users:.3f}  '
              f'shown {len(shown[name]) / len(films):.3f}  ms {total["ms"] / users:6.1f}',
              flush=True)


def measure_a_big_call(films: list, views: list, likes: list, folder: str) -> None:
    """Print how long a call takes with 100,000 views, against csv.reader reading these rows."""
    many = (views * (1 + 100_000 // len(views)))[-100_000:]
    path = os.path.join(folder, 'many.csv')
    with open(path, 'w', newline='', encoding='utf-8') as file:
        csv.writer(file).writerows(many)
    users = Counter(view.username for view in views).most_common()
    user, ratios = users[len(users) // 2][0], []
    for _ in range(9):
        started = time.perf_counter()
        fakeflix.recommendations(user, films, many, likes, TOP)
        between = time.perf_counter()
        with open(path, newline='', encoding='utf-8') as file:
            assert len(list(csv.reader(file))) == len(many)
        ratios.append((between - started) / (time.perf_counter() - between))
    ratio = sorted(ratios)[4]
    print(f'a call with {len(many):,} views takes {ratio:.2f} times as long as csv.reader takes to '
          f'read them (limit 4, {"met" if ratio <= 4 else "NOT met"})')


def main() -> None:
    """Read or make the data, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('folder', nargs='?', help='a data folder')
    parser.add_argument('--users', type=int, default=0, metavar='N', help='ask for N users only')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        if not options.folder:
            make_folder(temporary, 2000, 500, 50_000)
        films, views, likes = read_folder(options.folder or temporary)
        if not views:
            sys.exit('There are no views in this folder.')
        for protocol in PROTOCOLS:
            measure(protocol, films, views, likes, options.users)
        measure_a_big_call(films, views, likes, temporary)


if __name__ == '__main__':
    main()
