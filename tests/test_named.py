"""Nothing is saved that the user did not name: what v, l, u and questions save, and show."""
import re

import pytest
from conftest import (
    ALL_FILMS,
    ALREADY,
    ANN,
    FILM,
    GOES_BACK,
    HELLO,
    HISTORY,
    IN,
    LIKED,
    MISSING,
    NO_LONGER,
    NOT_LIKED,
    NOT_SAVED,
    NOT_VIEWED,
    OTHER,
    PASSWORD,
    SEVERAL,
    TAKEN_BACK,
    UNDO,
    VIEWED,
    WHICH_LIKE,
    WHICH_VIEW,
    YOU_LIKE,
    YOU_VIEWED,
    YOUR_LAST,
    film_lines,
    flat,
)

CLASH = '''film_id,title,year,genres,rating,alt_title
1,Kill Bill: Vol. 2,2004,Action,18,
2,Monsters vs. Aliens,2009,Animation,PG,
3,The Silence of the Lambs,1991,Thriller,18,
4,Us,2019,Horror,15,
5,Mickey 17,2025,Sci-Fi,15,
6,Exit Through the Gift Shop,2010,Documentary,15,
7,Alien,1979,Horror,18,Star Beast
8,Aliens,1986,Action,18,
9,Alien 3,1992,Horror,18,
17,Home Alone,1990,Family,PG,
19,Love & Friendship,2016,Romance,U,
20,The Good the Bad and the Ugly,1966,Western,15,
21,Léon,1994,Crime,18,Léon: The Professional
22,M,1931,Crime,PG,
23,300,2006,War,15,
24,V Alone,2000,Drama,U,
25,Alone,2000,Drama,U,
26,L Word,2000,Drama,U,
27,2001: A Space Odyssey,1968,Sci-Fi,U,
28,Blade Runner 2049,2017,Sci-Fi,15,
29,Blade Runner,1982,Sci-Fi,15,
30,King Kong,1933,Horror,PG,
31,King Kong,2005,Adventure,12,
32,King Kong,2005,Comedy,12,
33,The,2000,Drama,U,
34,And,2000,Drama,U,
35,!!!,2000,Drama,U,
36,Q,2000,Drama,U,
37,Back,2000,Drama,U,
38,The Matrix,1999,Sci-Fi,15,Matrix 1
39,1984,1956,Sci-Fi,PG,
300,Gladiator,2000,Action,15,
1956,Psycho,1960,Horror,15,
'''


@pytest.fixture
def clash(few, ann):
    """As ann, with films that have much of their titles in common."""
    (few / 'films.csv').write_text(CLASH, encoding='utf-8')
    return ann


@pytest.fixture
def saved(rows):
    """saved() is what was saved, in order: v for a view, l for a like, - for one taken back."""
    def read():
        found = []
        for name, letter in ('views.csv', 'v'), ('likes.csv', 'l'):
            for row in rows(name):
                _, film_id, _, change = row.split(',')
                found.append(f"{letter}{'-' if change == '-1' else ''}{film_id}")
        return ' '.join(found)
    return read


def line_ids(value):
    return ','.join(value) if isinstance(value, (list, tuple)) else value or 'nothing'


# What saves

@pytest.mark.parametrize('lines, expected', [
    (['1', 'v'], 'v1'), (['1', 'v', 'v'], 'v1 v1'), (['1', 'view'], 'v1'), (['v 1'], 'v1'),
    (['1', 'v', 'view again'], 'v1 v1'), (['1', 'View a film'], 'v1'), (['view alien'], 'v1'),
    (['v', '1'], 'v1'), (['v', 'alien'], 'v1'), (['v', 'v 1'], 'v1'), (['v star beast'], 'v1'),
    (['1', 'v 3'], 'v3'), (['b', 'v 1', 'v'], 'v1 v1'), (['v', 'v', '1'], 'v1'),
    (['v', 'V for Vendetta'], 'v8'), (['v v for vendetta'], 'v8'), (['l', 'l 1'], 'l1'),
    (['1', 'v', 'u'], 'v1 v-1'), (['v 1', 'v 1', 'u', 'undo', 'u'], 'v1 v1 v-1 v-1'),
    (['1', 'v', 'undo view'], 'v1 v-1'), (['v 1', 'b', 'u'], 'v1'), (['1', 'u'], ''),
    (['1', 'l'], 'l1'), (['1', 'l', 'l'], 'l1 l-1'), (['1', *'lll'], 'l1 l-1 l1'),
    (['1', 'l 3'], 'l3'), (['1', 'like', 'unlike'], 'l1 l-1'), (['l 1', 'unlike'], 'l1 l-1'),
    (['l 1', 'l 1'], 'l1'), (['l 1', 'like alien'], 'l1'), (['l 1', 'like'], 'l1'),
    (['l 1', 'Like a film'], 'l1'), (['l 1', 'b', 'l', '1'], 'l1'), (['unlike'], ''),
    (['l 1', '', 'l'], 'l1'), (['v 1', '', 'v', ''], 'v1'), (['l 1', 'b', 'unlike'], 'l1'),
    (['v', 'l 3'], 'l3'), (['v', 'b', '1'], ''), (['v', 's', '1'], ''), (['l', 'h', '1'], ''),
    (['s star beast', '1', 'v'], 'v1'), (['s', 'v 1'], ''), (['s', '1'], ''),
], ids=line_ids)
def test_v_l_and_u_save_just_what_they_say(ann, saved, lines, expected):
    ann(*lines)
    assert saved() == expected


@pytest.mark.parametrize('title, film_id', [
    ('alien', 7), ('ALIEN', 7), ('The Alien', 7), ('an alien', 7), ('a-l.i e n!', 7),
    ('Alien (1979)', 7), ('alien 1979', 7), ('star beast', 7), ('Star Beast (1979)', 7),
    ('alien 3', 9), ('alien3', 9), ('alien 3 1992', 9), ('love and friendship', 19),
    ('Love & Friendship', 19), ('love friendship', 19), ('good the bad the ugly', 20),
    ('leon', 21), ('le\u0301on', 21), ('LÉON: the professional', 21), ('M', 22), ('m 1931', 22),
    ('300 2006', 23), ('300 (2006)', 23), ('king kong 1933', 30), ('King Kong (1933)', 30),
    ('2001: a space odyssey', 27), ('2001 a space odyssey 1968', 27), ('blade runner 2049', 28),
    ('blade runner 2049 2017', 28), ('blade runner', 29), ('Q', 36), ('back', 37),
    ('the matrix', 38), ('matrix', 38), ('A Matrix', 38), ('matrix 1', 38), ('v alone', 24),
    ('1984', 39), ('exit through the gift shop', 6), ('us', 4)])
@pytest.mark.parametrize('letter', ['v', 'l'])
def test_a_whole_title_names_its_film(clash, saved, letter, title, film_id):
    clash(f'{letter} {title}')
    assert saved() == f'{letter}{film_id}'


@pytest.mark.parametrize('number, film_id', [('7', 7), ('007', 7), ('17', 17), ('1956', 1956)])
def test_a_number_names_its_film(clash, saved, number, film_id):
    clash(f'v {number}')
    clash('l', number)
    assert saved() == f'v{film_id} l{film_id}'


# What only shows

NOT_NAMED = [
    '99999', 'lamb', 'lambs', 'aladdin', 'film 7', 'film', 'alie', 'aliens vs', 'monsters', 'vol 2',
    'vol. 2', 'exit', 'gift shop', 'kill bill', 'mickey', '2004', '1979', '1991', 'alien 1980',
    'Alien (1986)', 'blade runner 2017', 'king kong', 'king kong 2005', '300', 'the', 'an', 'and',
    '&', '!!!', 'the and', 'horror', '18', 'u', '12', '+8', '7 alien', 'no 7', '０８', '٨', '⁸',
    '0', '00', '7,8', '7 8', 'alien aliens', 'v', 'l', 'h', 'help', 'menu',
    'alone alone', 'runner', 'odyssey', 'space odyssey', '2001', '2049', 'star', 'beast', 'bad',
    'the good', 'love', 'sandy', 'professional', '1956 1984x']


@pytest.mark.parametrize('line', NOT_NAMED)
def test_what_names_no_film_in_full_saves_nothing_and_its_question_is_over(clash, saved, line):
    typed = [f'v {line}', '2', '?', f'l {line}', 'alien', 'b', f'view {line}', '300', '?']
    if line not in ('v', 'l', 'exit'):
        typed += ['v', line, '2', 'b', 'l', line, 'alien']
    clash(*typed)
    assert saved() == ''


def test_zeros_in_front_make_no_other_number(clash, saved):
    clash(*(f"v {'0' * zeros}{number}" for zeros in range(1, 30) for number in (7, 17)))
    assert set(saved().split()) <= {'v7', 'v17'}


@pytest.mark.parametrize('lines', [
    ['v 99999', '2'], ['v', 'alien vs', 'aliens'], ['v lamb', '3'], ['v aladdin', '1992'],
    ['v film 17', '17'], ['exit'], ['v', 'exit'], ['v', '', '7'], ['v', '?', '7'],
    ['v', 'back', '7'], ['l', 'qq qq', '7'], ['v', 'king kong', '30'], ['v 300', '23'],
    ['v', '300', '300'], ['v qq', '', '7'], ['7'], ['alien'], ['v alone'], ['l word'],
], ids=line_ids)
def test_a_question_lasts_one_line_and_a_page_that_is_opened_saves_nothing(clash, saved, lines):
    clash(*lines)
    assert saved() == ''


def test_of_several_films_of_a_title_none_is_saved_and_all_are_listed(clash, saved):
    for lines in ('v king kong 2005',), ('l', 'king kong 2005'), ('view KING KONG (2005)',):
        listed = clash(*lines)
        assert SEVERAL in flat(listed)
        assert [line.split()[0] for line in film_lines(listed)] == ['31', '32']
    assert saved() == ''


def test_digits_that_are_a_number_and_a_title_of_another_film_list_both(clash, saved):
    for lines in ('v 300',), ('l 300',), ('v', '300'), ('b', 'l', '300'):
        listed = clash(*lines)
        assert SEVERAL in flat(listed)
        assert {line.split()[0] for line in film_lines(listed)} == {'23', '300'}
    assert saved() == ''
    clash('v 300', '300', 'v')              # its number opens its page, and there v is enough
    assert saved() == 'v300'


def test_the_number_of_a_film_that_is_called_by_it_saves(few, ann, saved):
    (few / 'films.csv').write_text('film_id,title,year,genres\n7,7,2000,Drama\n8,Up,2009,Family\n')
    ann('v 7')
    assert saved() == 'v7'


def test_a_number_opens_its_page_even_if_it_and_another_film_are_called_so(few, ann, saved):
    (few / 'films.csv').write_text('film_id,title,year,genres\n5,7,1999,War\n7,7,2000,Drama\n')
    assert FILM + '7  7 (2000)' in ann('7')
    assert FILM not in ann('v 7')
    assert saved() == ''


def test_other_words_behind_v_show_what_they_mean(ann, saved):
    assert ann('v robot') == ann('s robot')
    assert ann('v', 'robot') == ann('s robot')
    assert ann('l qq qq') == ann('s qq qq')
    assert MISSING in ann('v qq qq')
    assert saved() == ''


# Questions

@pytest.mark.parametrize('place', [(), ('b',), ('b', ''), ('h',)], ids=line_ids)
@pytest.mark.parametrize('letter, question', [
    ('v', WHICH_VIEW), ('view', WHICH_VIEW), ('l', WHICH_LIKE), ('like', WHICH_LIKE)])
def test_v_or_l_alone_asks_and_enter_goes_back(ann, place, letter, question):
    asked = flat(ann(*place, letter))
    assert asked == f'{question} Its number or title. {GOES_BACK}'
    assert ann('h', *place, letter, '').splitlines()[1] in ann('h', *place)


@pytest.mark.parametrize('line, shown', [
    ('b', ALL_FILMS), ('h', HISTORY), ('?', HELLO), ('l', WHICH_LIKE), ('v', WHICH_VIEW),
    ('s robot', 'Robot 01'), ('b m', 'Matrix')])
def test_the_menu_works_at_a_question(ann, line, shown):
    assert shown in ann('v', line)


def test_page_words_work_at_a_question_on_a_list(ann):
    assert ann('b', '', 'v', 'p') == ann('b')


# What is said

@pytest.mark.parametrize('lines, said', [
    (('v 1',), VIEWED + 'Alien (1979).'), (('l 1',), LIKED + 'Alien (1979).'),
    (('l 1', 'l'), NO_LONGER + 'Alien (1979).'), (('l 1', 'unlike'), NO_LONGER + 'Alien (1979).'),
    (('l 1', 'l 1'), 'You like Alien (1979)' + ALREADY),
    (('l 1', 'like'), 'You like Alien (1979)' + ALREADY),
    (('l 1', '', 'l', 'alien'), 'You like Alien (1979)' + ALREADY)], ids=line_ids)
def test_each_saving_says_what_it_saved(ann, lines, said):
    assert said in flat(ann(*lines))


def test_u_says_which_view_of_which_date_it_took_back(few, ann, saved):
    (few / 'views.csv').write_text('username,film_id,at,change\n'
                                   'ann,1,2026-01-15T12:00:00Z,1\nann,1,2026-03-16T12:00:00Z,1\n')
    first = flat(ann('1', 'u'))
    assert re.search(r'Alien \(1979\) on 16 Mar 2026, \d\d:\d\d' + TAKEN_BACK, first)
    assert '15 Jan 2026' in ann('1', 'u')
    assert NOT_VIEWED in ann('1')
    assert saved() == 'v1 v1 v-1 v-1'


def test_after_v_or_l_with_an_answer_the_films_page_is_shown(ann):
    assert YOU_VIEWED + 'on' in flat(ann('v 1'))
    assert YOU_LIKE in ann('l', 'alien')


@pytest.mark.parametrize('lines', [('v 1',), ('l 1',), ('v', '1'), ('b', 'l', 'alien')],
                         ids=line_ids)
def test_no_page_is_shown_of_what_was_not_saved(few, ann, lines):
    (few / 'views.csv').mkdir()
    (few / 'likes.csv').mkdir()
    said = ann(*lines)
    assert NOT_SAVED in said
    assert VIEWED not in said
    assert LIKED not in said
    assert FILM not in said


def test_what_could_not_be_saved_on_a_page_can_be_tried_again_there(few, ann, saved):
    (few / 'views.csv').mkdir()
    assert NOT_SAVED in ann('1', 'v')
    assert UNDO not in ann('1', 'v')
    (few / 'views.csv').rmdir()
    ann('1', 'v')
    assert saved() == 'v1'


# Other people

def test_what_others_viewed_and_liked_is_not_mine(few, ann, play, saved):
    (few / 'likes.csv').write_text('bob,1,2026-01-15T12:00:00Z,1\nbob,2,2026-01-15T12:00:00Z,1\n')
    (few / 'views.csv').write_text('bob,3,2026-01-15T12:00:00Z,1\n')
    for number in '1', '2', '3':
        page = ann(number)
        assert NOT_VIEWED in page
        assert YOU_LIKE not in page
        assert 'unlike' not in page
        assert 'undo' not in page
    listed = ann('b')
    assert 'viewed' not in listed
    assert HISTORY + 'none' in ann('h')


def test_a_like_is_no_view_and_a_view_is_no_like(ann):
    assert NOT_VIEWED in ann('l 1')
    assert 'viewed' not in ann('b a')
    assert NOT_LIKED in ann('v 3')
    assert '15  viewed' in re.sub(' +', '  ', ann('b matrix'))


def test_a_name_with_capitals_keeps_its_views_and_likes(few, play, rows):
    play('r Ann.B', PASSWORD, PASSWORD, 'v 1', 'l')
    for name in 'views.csv', 'likes.csv':
        assert rows(name)[0].startswith('Ann.B,1,')
    page = flat(play('l ANN.B', PASSWORD, '1', 'l', 'u'))
    assert YOU_VIEWED + 'on' in page
    assert YOU_LIKE in page
    assert [len(rows(name)) for name in ('views.csv', 'likes.csv')] == [2, 2]


def test_users_of_one_visit_do_not_share_anything(few, play, rows):
    screen = play(*ANN, 'v 1', 'l', 'h', 'o', 'r bob', OTHER, OTHER, '1', 'h', 'r')
    bob = screen.split('registered as bob')[1]
    assert NOT_VIEWED in bob
    assert HISTORY + 'none' in bob
    assert YOUR_LAST.format('Alien') not in bob


@pytest.mark.parametrize('line', ['like it', 'view it', 'l it', 'v It'])
def test_it_on_another_films_page_saves_nothing_but_lists_both(play, rows, line):
    screen = play(*ANN, '991', line).split('Jaws (1975)')[-2:]
    assert 'It (2017)' in ''.join(screen)
    assert rows('views.csv') == rows('likes.csv') == []
    play(*IN, line)                     # elsewhere it names that film
    assert len(rows('views.csv') + rows('likes.csv')) == 1
