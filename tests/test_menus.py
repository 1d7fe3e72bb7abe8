"""What a user meets after typing something: every screen, letter, word and label, and Enter."""
import os
import re
import unicodedata

import pytest

import fakeflix
from conftest import ANN, PASSWORD

REAL_WIDTH = fakeflix.window_width          # conftest puts 80 in its place for every test
NEW = 'eleven purple kettles dance'
IN = ('l ann', PASSWORD)
FILMS = '''film_id,title,year,genres,rating,director,minutes,alt_title,synopsis
1,Alien,1979,Horror|Sci-Fi,18,Ridley Scott,117,Star Beast,A crew answers a call.
2,Aliens,1986,Action|Sci-Fi,18,James Cameron,137,,Ripley goes back.
3,The Matrix,1999,Action|Sci-Fi,15,Lana Wachowski,136,,A hacker wakes.
4,1917,2019,War|Drama,PG,Sam Mendes,119,,Two soldiers carry a message.
5,Amélie,2001,Comedy|Romance,12,Jean-Pierre Jeunet,122,,A waitress in Paris.
9,2,2007,Drama,,,,,
''' + ''.join(f'{162 - n},Robot {n:02},19{n:02},War,U,,,,Metal.\n' for n in range(1, 62))
MENU, ALIEN, PAGE_2 = 'FAKEFLIX MENU', 'Alien (1979)', '11 to 20 of 67'
TO_MENU, TO_LIST, NEXT = 'Enter[^.]* menu', 'Enter[^.]* list', 'Enter[^.]* next page'
BACK, LIST = 'Enter goes back', ('b', '')    # LIST leads to the second page of a list
HOSTILE = ('\x00', '\x07\x1b[31mred\x1b[0m\x7f\x9b', '\ud800 lone \udfff', '\u202eleft\u200f',
           'x' * 5000, '字' * 5000, 'a' + '字' * 99, '9' * 5000, '²', '1_0', '١٢', '🎬🎞️', '-1', 'ｖ',
           'v \x00', 'l \u202e', 's \x1b[2J', 's g \ud800', 'b \x07', 'b ١٢', 'v ²', 'l 1_0',
           '{0} %s', '" ,', "'; drop", '=1+1', 'e\u0301\u0301')
ANYTHING = [*'abcdefghijklmnopqrstuvwxyz', 'browse', 'search', 'view', 'like', 'logout', 'undo', '',
            ' ', '\t', '1', '2', '0', '1917', 'v 2', 'l 2', 'v robot', 's t', 'b m', *HOSTILE]


@pytest.fixture
def answer(play):
    """answer('r', 'bob') is what the bob brings when a guest types an r and a bob."""
    (play.folder / 'films.csv').write_text(FILMS, encoding='utf-8')
    return lambda *lines: play(*lines).split('> \n')[len(lines)]


@pytest.fixture
def ann(answer):
    """ann('v', '1') is what the 1 brings when ann, who has just logged in, types a v and a 1."""
    answer(*ANN)
    return lambda *lines: answer(*IN, *lines)


@pytest.fixture
def window(monkeypatch):
    """window(40) makes the window 40 columns wide."""
    def resize(width):
        monkeypatch.setattr(os, 'get_terminal_size', lambda *_: os.terminal_size((width, 24)))
        monkeypatch.setattr(fakeflix, 'window_width', REAL_WIDTH)
    return resize


def flat(screen):
    """The screen as if it had not been wrapped."""
    return ' '.join(screen.split())


def film_lines(screen):
    return [line for line in screen.splitlines() if re.match(r' *\d+ ', line)]


def assert_plain(screen, width):
    """Nothing but printable characters, in lines of at most so many columns."""
    for line in screen.split('\n'):
        assert line.isprintable()
        assert sum(1 + (unicodedata.east_asian_width(each) in 'WF') for each in line) <= width


@pytest.mark.parametrize('before, letter, word, label, shown', [
    ((), 'r', 'register', 'Register', 'Choose a username'),
    ((), 'l', 'login', 'Log in', 'Your username?'),
    (IN, 'b', 'browse', 'Browse all films', '1 to 10 of 67'),
    (IN, 's', 'search', 'Search', 'Search for?'),
    (IN, 'v', 'view', 'View a film', 'View which film?'),
    (IN, 'l', 'like', 'Like a film', 'Like which film?'),
    (IN, 'r', 'recommend', 'Recommend films for me', '1 to 10'),
    (IN, 'h', 'history', 'History (my views and likes)', 'Your views and likes'),
    (IN, 'c', 'password', 'Change password', 'Your current password?'),
    (IN, 'o', 'logout', 'Log out', 'Register'),
    (IN, 'q', 'quit', 'Quit', 'Goodbye.')])
def test_letter_word_and_label_do_the_same(ann, answer, before, letter, word, label, shown):
    assert re.search(rf'^ +{letter}  {re.escape(label)}$', answer(*before), re.MULTILINE)
    assert shown in answer(*before, letter)
    for form in letter.upper(), word, word.title(), label, label.upper().replace(' ', ''):
        assert answer(*before, f' {form} ') == answer(*before, letter)


@pytest.mark.parametrize('line, said', [
    ('like it', 'you like'), ('LIKE IT, or take my like back', 'you like'),
    ('view it', 'you viewed')])
def test_the_labels_of_a_films_page_mean_that_film(ann, line, said):
    title = re.search('Film: 1  (.*) ', ann('1'))[1]
    assert f'Saved: {said} {title} (' in ann('1', line)


@pytest.mark.parametrize('page', [('b',), ('1',), ('b', '', '1'), ('h',), ('s robot', '', '')])
@pytest.mark.parametrize('line', ['b', 'b m', 's', 's robot', 's g', 'r', 'h', 'c', 'o', 'q'])
def test_the_menu_letters_work_everywhere(ann, page, line):
    assert ann(*page, line) == ann(line)


@pytest.mark.parametrize('page, letters', [((), 'pu'), (('b',), 'u'), (('1',), 'p'),
                                           (('b', '1'), 'p'), (('1', ''), 'pu'), (('h', ''), 'p')])
def test_what_is_not_on_the_menu_can_be_looked_for(ann, page, letters):
    for text in [*letters, 'alien', 'c now', 'h 2', 'o o', 'q 1', 'bb', '?', '²']:
        said = f"'{text}' is not on the menu. To look for it: s {text} "
        assert flat(ann(*page, text)).startswith(said)
    said = "'R up' is not on the menu. To look for it: s up "      # s r would look for a rating
    assert flat(ann(*page, 'R up')).startswith(said)


@pytest.mark.parametrize('text', ['alien', '1', 'b', 'q now', 'v 1'])
def test_a_guest_can_only_register_log_in_and_quit(answer, text):
    assert f"'{text}' is not on the menu" in answer(text)
    assert 'film' not in answer()           # so typing the number of one is not offered


@pytest.mark.parametrize('lines, promised, shown', [
    ((), TO_MENU, MENU), (('b', *[''] * 6), TO_MENU, MENU), (('1',), TO_MENU, MENU),
    (('b', *[''] * 7, '1'), TO_MENU, MENU), (('v', 'qq'), BACK, MENU), (('l qq',), BACK, MENU),
    (('b',), NEXT, PAGE_2), (('b', 'nonsense'), NEXT, PAGE_2), (('b', 'p'), NEXT, PAGE_2),
    (('b', '', 'p'), NEXT, PAGE_2), (('b', '', '1', '', 'Previous Page'), NEXT, PAGE_2),
    ((*LIST, '1'), TO_LIST, PAGE_2), ((*LIST, '1', 'v 2', 'l 3', 's paris'), TO_LIST, PAGE_2),
    ((*LIST, '1', *'vllu'), TO_LIST, PAGE_2), ((*LIST, '1', 'nonsense', '1917'), TO_LIST, PAGE_2),
    ((*LIST, '1', 's'), BACK, ALIEN), (('1', 's g'), BACK, ALIEN), (('1', 'c'), BACK, ALIEN),
    ((*LIST, 'v'), BACK, PAGE_2), ((*LIST, 'l robot'), BACK, PAGE_2),
    ((*LIST, 'c', PASSWORD), BACK, PAGE_2), ((*LIST, 'c', PASSWORD, NEW), BACK, PAGE_2)])
def test_enter_does_what_the_prompt_says(ann, lines, promised, shown):
    assert re.search(promised, flat(ann(*lines))) and shown in ann(*lines, '')


@pytest.mark.parametrize('question', [('r',), ('r bob',), ('r bob', NEW), ('l',), ('l bob',)])
def test_enter_takes_a_guest_back_to_the_menu_and_saves_nothing(answer, folder, question):
    assert BACK in flat(answer(*question)) and 'Register' in answer(*question, '')
    assert not (folder / 'users.csv').exists()


@pytest.mark.parametrize('lines', [
    ('1',), ('v 1',), ('v', '1'), ('l 1',), ('like', 'ALIEN'), ('view alien',), ('s crew',),
    ('b', '1'), ('v star beast',), ('l', 'alie', 'alien'), ('s', 't', 'star'), ('s k beast',)])
def test_all_ways_to_a_film_end_on_its_page(ann, lines):
    page = flat(ann(*lines))
    for fact in ALIEN, 'Star Beast', 'Horror, Sci-Fi', '18', 'Scott', '117', 'Likes: ', 'A crew':
        assert fact in page


def test_the_page_says_whether_and_when_i_viewed_it_and_whether_i_like_it(ann):
    assert 'Not viewed yet: v to view it.' in ann('1') and 'Likes: 0' in ann('1')
    page = flat(ann('1', 'v', 'v', 'l 1', 'l 1'))
    assert re.search(r'viewed it 2 times, last on \d+ \w+ 20\d\d, \d\d:\d\d\.', page)
    for words in 'You like it.', 'Likes: 1', 'You like Alien already. On this page, l takes your':
        assert words in page


@pytest.mark.parametrize('lines, views, likes', [
    (['1', 'v'], '+1', ''), (['1', 'v', 'v'], '+1 +1', ''), (['1', 'view it'], '+1', ''),
    (['1', 'v', 'u'], '+1 -1', ''), (['v 1', 'v 1', 'u', 'undo', 'u'], '+1 +1 -1 -1', ''),
    (['1', 'take my last view back'], '', ''), (['1', 'v 2'], '+2', ''), (['1', 'l 2'], '', '+2'),
    (['1', 'l'], '', '+1'), (['1', 'l', 'l'], '', '+1 -1'), (['1', *'lll'], '', '+1 -1 +1'),
    (['l 1', 'l 1'], '', '+1'), (['l 1', 'like alien'], '', '+1'), (['l 1', '', 'l'], '', '+1'),
    (['l 1', 'like'], '', '+1 -1'), (['v 1', 'b', 'u'], '+1', ''), (['b', 'l', '2'], '', '+2'),
    (['v 1', '', 'v', ''], '+1', ''), (['v robot', 'robot 61'], '+101', ''), (['v 2'], '+2', ''),
    (['v 1917', '4'], '+4', ''), (['v', '1917'], '', ''), (['1', 'v robot', ''], '', ''),
    (['s crew', 'v'], '+1', ''), (['1', 's matrix', 'l'], '', '+3'), (['v 00000000012'], '', '')])
def test_v_l_and_u_save_just_what_they_say(ann, rows, lines, views, likes):
    ann(*lines)
    for name, saved in ('views.csv', views), ('likes.csv', likes):
        events = [row.split(',') for row in rows(name)]
        assert saved == ' '.join(
            change.rjust(2, '+')[0] + film_id for _, film_id, _, change in events)


@pytest.mark.parametrize('before', [[], ['v'], ['b', 'l']])
def test_digits_are_a_number_even_if_a_film_is_called_that(ann, before):
    there = flat(ann(*before, '2'))
    assert 'The film called 2 is number 9.' in there and 'Aliens (1986)' in there
    missing = flat(ann(*before, '1917'))
    assert 'The film called 1917 is number 4.' in missing and 's 1917' in missing
    assert re.search('No film has [^.]*number', missing) and 'or title' not in missing.split('?')[0]


def test_many_matches_are_shown_up_to_a_page_and_the_rest_counted(ann):
    question = ann('v robot')
    assert len(film_lines(question)) == 10 and 'View which film?' in question
    assert 'and 51 more: type more of it' in question and 'more:' not in ann('v robot', 'robot 6')


@pytest.mark.parametrize('ways', [
    [('s robot',), ('s', 'robot'), ('search robot',), ('S   robot  ',)],
    [('s g war',), ('s g', 'war'), ('s', 'g', 'war'), ('s', 'G war'), ('search', 'g', 'war')],
    [('s t robot',), ('s t', 'robot'), ('s', 't', 'robot')],
    [('s r u',), ('s r', 'u'), ('s', 'r', 'u')], [('s k metal',), ('s', 'k', 'metal')]])
def test_a_search_is_the_same_in_one_line_or_in_several(ann, ways):
    answers = {ann(*lines) for lines in ways}
    assert len(answers) == 1 and re.search('1 to 10 of 6[12]', *answers)


@pytest.mark.parametrize('lines', [('r', 'Bob.B'), ('r Bob.B',), ('register Bob.B',)])
@pytest.mark.parametrize('again', [('l', 'BOB.B'), ('l bob.b',), ('login Bob.B',)])
def test_a_guest_may_type_the_name_behind_the_letter(answer, lines, again):
    assert 'hello, Bob.B' in answer(*lines, NEW, NEW) and 'hello, Bob.B' in answer(*again, NEW)


def test_an_answer_never_outlives_its_letter_nor_answers_a_password(ann, answer):
    assert ann('s robot', 's') == ann('s') and ann('b m', 'b') == ann('b')
    assert 'View which film?' in ann('v 1917', '', 'v')
    assert 'Your password?' in answer(f'l {PASSWORD}') and 'hello' not in answer('l ann', 'ann')


def test_search_says_what_there_is_and_what_is_near(ann):
    assert {'Comedy', 'Sci-Fi', 'War', 'U', 'PG', '18'} <= set(re.findall(r'[\w-]+', ann('s')))
    assert ': ,' not in ann('s')            # a film without a rating adds none to the list
    assert "'matricks'" in ann('s matricks') and 'The Matrix' in ann('s matricks')
    assert not any('1 to 0' in ann(line) for line in ('s qqqq', 's g qqqq', 'h'))


@pytest.mark.parametrize('line, title', [('b', '1917'), ('b m', 'The Matrix'), ('b zz', 'Robot 61'),
                                         ('b the m', 'The Matrix'), ('b robot 3', 'Robot 30')])
def test_browse_is_in_title_order_from_the_letters_given(ann, line, title):
    assert film_lines(ann(line))[0].endswith(' ' + title)


def test_a_film_line_is_number_year_rating_likes_title_and_less_if_narrow(ann, window):
    assert re.fullmatch(r' *4 +2019 +PG +1\b.* 1917', film_lines(ann('l 4', 'b'))[0])
    window(39)
    assert film_lines(ann('b'))[0].split() == ['4', '1917']
    assert re.findall(r'(?m)^ *\d+ \S.*\n {6,}[a-z]', ann('r'))      # with a reason below


def test_a_list_keeps_its_films_while_its_counts_stay_fresh(ann):
    before = film_lines(ann('v 1', 'r'))
    after = film_lines(ann('r', f'l {before[0].split()[0]}', ''))
    assert after[0].split()[3] == '1' and after[1:] == before[1:]


def test_history_is_one_list_newest_first_with_films_that_are_gone(ann, folder):
    for name, film_id, day in ('views.csv', 1, 1), ('likes.csv', 2, 2), ('views.csv', 777, 3):
        with open(folder / name, 'a') as file:
            file.write(f'ann,{film_id},2026-01-0{day}T12:00:00Z,1\n')
    shown = ann('h')
    assert [line.split()[0] for line in film_lines(shown)] == ['777', '2', '1']
    assert 'film 777 (no longer in the catalogue)' in film_lines(shown)[0]
    assert re.findall(r'(\w+) \d Jan 2026, \d\d:\d\d', shown) == ['viewed', 'liked', 'viewed']


@pytest.mark.parametrize('place', [
    (), ('r',), ('r bob',), ('r bob', NEW), ('l',), ('l ann',), *((*IN, *lines) for lines in (
        (), ('b',), ('b zz',), ('1',), ('b', '1'), ('s',), ('s g',), ('s r',), ('s qqqq',), ('v',),
        ('v robot',), ('l',), ('h',), ('r',), ('c',), ('c', PASSWORD), ('c', PASSWORD, NEW)))])
def test_any_line_can_be_typed_anywhere(ann, play, rows, window, place):
    window(20)
    accounts = rows('users.csv')
    for line in ANYTHING:
        screen = play(*place, line)
        assert screen.endswith('\nGoodbye.\n') and play.status == 0 and 'literal' not in screen
        assert_plain(screen, 20)
    assert rows('users.csv') == accounts


@pytest.mark.parametrize('width', [20, 40, 80])
def test_films_with_hostile_texts_are_shown_plainly_and_can_be_viewed(play, rows, window, width):
    window(width)
    table, lines = 'film_id,title,year,genres,rating,director,alt_title,synopsis\n', []
    for film_id, text in enumerate(HOSTILE, 1):
        field = '"' + text.replace('"', '""') + '"'
        table += f'{film_id},{field},2000,{field},{field},{field},{field},{field}\n'
        lines += [f'v {film_id}', f'l {film_id}']
    (play.folder / 'films.csv').write_bytes(table.encode('utf-8', 'surrogatepass'))
    assert_plain(play(*ANN, 'b', '', '', 's', '', 'r', *lines, 'h', '', ''), width)
    assert len(rows('views.csv')) == len(rows('likes.csv')) == len(HOSTILE)


@pytest.mark.parametrize('width', [20, 21, 39, 40, 41, 79, 80, 81, 300])
@pytest.mark.parametrize('wide', ['字' * 60, 'a' + '字' * 60, '愛 と 誠' * 15], ids='012')
def test_no_line_is_wider_than_the_window(play, window, width, wide):
    film = f'7,{wide},2020,{wide}|War,{wide},{wide},90,{wide},{wide}\n'
    (play.folder / 'films.csv').write_text(FILMS + film, encoding='utf-8')
    window(width)
    screen = play(*ANN, 'b zzz', 'v 7', 'l 7', 'r', 'h', 's', wide, wide, 's ' + wide, 'c', 'x')
    assert screen.count(wide[:3]) > 10
    assert_plain(screen, min(width, 80))


def test_the_menu_greets_by_name_and_loses_no_word_in_a_narrow_window(ann, window):
    window(20)
    for words in 'FAKEFLIX MENU', 'hello, ann', 'Browse all films', 'History (my views and likes)':
        assert words in flat(ann())
