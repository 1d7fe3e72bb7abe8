"""A starter: the same shape as fakeflix.py in the small, to grow from. Run it:

    python tests/starter.py

It forgets everything when it ends, takes no passwords, and knows six films. fakeflix.py is what
it becomes with files that no crash can spoil, passwords, 2,600 films, searching, and reasons.
"""
from collections import Counter

FILMS = {
    1: ('Alien', 'Horror'),
    2: ('Amélie', 'Romance'),
    3: ('Finding Nemo', 'Family'),
    4: ('Paddington', 'Family'),
    5: ('The Shining', 'Horror'),
    6: ('Toy Story', 'Family'),
}
likes = {}                  # {username: the numbers of the films that this user likes}
session = {'user': None}    # who is logged in


def register():
    """Make a user. The name must be new."""
    name = input('Choose a name: ')
    if name == '' or name in likes:
        print('That name is empty or taken.')
    else:
        likes[name] = []
        session['user'] = name


def log_in():
    """Log a user in. In the big program a password is asked for here."""
    name = input('Your name: ')
    if name in likes:
        session['user'] = name
    else:
        print('Nobody has that name.')


def browse():
    """Show all films."""
    for number, (title, genre) in FILMS.items():
        print(f'{number}  {title}  ({genre})')


def like():
    """Like a film, by its number."""
    number = input('Which number? ')
    if number.isdecimal() and int(number) in FILMS:
        likes[session['user']].append(int(number))
        print(f'You like {FILMS[int(number)][0]}.')
    else:
        print('There is no such number.')


def recommend():
    """Show the films that this user does not like yet, those of the favourite genres first."""
    mine = likes[session['user']]
    genres = Counter(FILMS[number][1] for number in mine)
    others = [number for number in FILMS if number not in mine]
    for number in sorted(others, key=lambda number: -genres[FILMS[number][1]]):
        title, genre = FILMS[number]
        print(f'{number}  {title}: you like {genres[genre]} of {genre}')


GUEST_MENU = {'r': register, 'l': log_in}
FILMS_MENU = {'b': browse, 'l': like, 'r': recommend}


def main_loop():
    """Ask for a letter and call its function, until the letter is q."""
    while True:
        menu = FILMS_MENU if session['user'] else GUEST_MENU
        for letter, function in menu.items():
            print(f'  {letter}  {function.__doc__}')
        letter = input('A letter, or q to quit: ')
        if letter == 'q':
            return
        if letter in menu:
            menu[letter]()
        else:
            print('That is not on the menu.')


if __name__ == '__main__':
    main_loop()
