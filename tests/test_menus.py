"""What a user meets after typing something: every screen, letter, word, label and Enter."""
import csv
import io
import os
import re
import unicodedata

import pytest

import fakeflix
from conftest import ANN, PASSWORD

REAL_WIDTH = fakeflix.window_width          # conftest puts 80 in its place for every test
NEW = 'eleven purple kettles dance'
FILMS = '''film_id,title,year,genres,rating,director,minutes,alt_title,synopsis
1,Alien,1979,Horror|Sci-Fi,18,Ridley Scott,117,Star Beast,A crew answers a call.
2,Aliens,1986,Action|Sci-Fi,18,James Cameron,137,,Ripley goes back.
3,The Matrix,1999,Action|Sci-Fi,15,Lana Wachowski,136,,A hacker wakes.
4,1917,2019,War|Drama,PG,Sam Mendes,119,,Two soldiers carry a message.
5,Amélie,2001,Comedy|Romance,12,Jean-Pierre Jeunet,122,,A waitress in Paris.
9,2,2007,Drama,U,,,,
''' + ''.join(f'{162 - n},Robot {n:02},19{n:02},War,U,,,,Metal.\n' for n in range(1, 62))
MENU, ALIEN, PAGE_2 = 'FAKEFLIX MENU', 'Alien (1979)', '11 to 20 of 67'
HOSTILE = ('\x00', '\x07\x1b[31mred\x1b[0m\x7f\x9b', '\ud800 lone \udfff', '\u202eright\u200f\u2066',
           'x' * 5000, '字' * 5000, 'a' + '字' * 99, '²', '1_0', '١٢', '🎬🎞️', '-1', '0', '9' * 5000,
           'v \x00', 'l \u202e', 's \x1b[2J', 's g \ud800', 'b \x07', 'b ١٢', 'v ²', 'l 1_0', '{0} %s',
           '" ,', "'; drop", '=1+1', 'e\u0301\u0301', 'ｖ', '…')


@pytest.fixture
def ann(play):
    """ann('v', '1') is what the 1 brings when ann, newly logged in, types a v and a 1."""
    (play.folder / 'films.csv').write_text(FILMS, encoding='utf-8')
    play(*ANN)

    def visit(*lines):
        return play('l ann', PASSWORD, *lines).split('> \n')[len(lines) + 2]
    visit.folder = play.folder
    return visit


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


def assert_shown_plainly(screen, width):
    """Nothing but printable characters, in lines of at most so many columns."""
    for line in screen.splitlines():
        assert line.isprintable()
        assert sum(1 + (unicodedata.east_asian_width(each) in 'WF') for each in line) <= width


# -- The menus: letters, words and labels ---------------------------------------------------------

GUEST = [('r', 'register', 'Register', 'Choose a username'), ('q', 'quit', 'Quit', 'Goodbye.'),
         ('l', 'login', 'Log in', 'Your username?')]
USER = [('b', 'browse', 'Browse all films', '1 to 10 of 67'), ('s', 'search', 'Search', 'Search for?'),
        ('v', 'view', 'View a film', 'View which film?'), ('q', 'quit', 'Quit', 'Goodbye.'),
        ('l', 'like', 'Like a film', 'Like which film?'), ('o', 'logout', 'Log out', 'Register'),
        ('r', 'recommend', 'Recommend films for me', '1 to 10 of 10'),
        ('h', 'history', 'History (my views and likes)', 'Your views and likes'),
        ('c', 'password', 'Change password', 'password until now?')]


@pytest.mark.parametrize('letter, word, label, shown', USER)
def test_letter_word_and_label_of_the_films_menu_do_the_same(ann, letter, word, label, shown):
    assert re.search(rf'^ +{letter}  {re.escape(label)}$', ann(), re.MULTILINE)
    answer = ann(letter)
    assert shown in answer
    for form in letter.upper(), word, word.title(), label, label.upper().replace(' ', ''):
        assert ann(form) == answer


@pytest.mark.parametrize('letter, word, label, shown', GUEST)
def test_letter_word_and_label_of_the_guest_menu_do_the_same(play, letter, word, label, shown):
    menu, answer = play().split('> \n')[0], play(letter).split('> \n')[1]
    assert re.search(rf'^ +{letter}  {label}$', menu, re.MULTILINE) and shown in answer
    for form in letter.upper(), word, word.upper(), label, f'  {label.upper()} ':
        assert play(form).split('> \n')[1] == answer


def test_the_films_menu_greets_the_user_by_name(play):
    assert 'FAKEFLIX MENU: hello, ann' in play(*ANN)


@pytest.mark.parametrize('page', [('b',), ('1',), ('b', '', '1'), ('h',), ('s robot', '', '')])
@pytest.mark.parametrize('line', ['b', 'b m', 's', 's robot', 's g', 'r', 'h', 'c', 'o', 'q'])
def test_the_menu_letters_work_everywhere(ann, page, line):
    assert ann(*page, line) == ann(line)


@pytest.mark.parametrize('page', [(), ('b',), ('1',), ('b', '1')])
@pytest.mark.parametrize('text', ['alien', 'c now', 'r 1', 'h 2', 'o o', 'q 1', 'bb', '?', '1 2', '²'])
def test_what_is_not_on_the_menu_can_be_looked_for(ann, rows, page, text):
    assert flat(ann(*page, text)).startswith(
        f"'{text}' is not on the menu. To look for it: s {text} ")
    assert rows('views.csv') == rows('likes.csv') == []


@pytest.mark.parametrize('page, letter', [
    ((), 'p'), ((), 'u'), (('b',), 'u'), (('1',), 'p'), (('b', '1'), 'p'), (('1', ''), 'u')])
def test_the_letters_of_a_page_mean_nothing_elsewhere(ann, page, letter):
    assert f"'{letter}' is not on the menu" in ann(*page, letter)


@pytest.mark.parametrize('text', ['alien', '1', 'b', 'q now', 'v 1', 'о'])
def test_a_guest_can_only_register_log_in_and_quit(play, text):
    assert f"'{text}' is not on the menu" in play(text)


def test_a_guest_is_not_invited_to_type_the_number_of_a_film(play):
    assert 'film' not in play().lower().replace('fakeflix', '')


# -- Enter ----------------------------------------------------------------------------------------

BACK, LIST = 'Enter goes back', ('b', '')


@pytest.mark.parametrize('lines, promised, shown', [
    ((), 'Enter shows this menu again', MENU),
    (('b',), 'Enter: next page', PAGE_2),
    (('b', '', 'p'), 'Enter: next page', PAGE_2),
    (('b', 'p'), 'Enter: next page', PAGE_2),
    (('b', *[''] * 6), 'Enter: the menu', MENU),
    (('b', 'nonsense'), 'Enter: next page', PAGE_2),
    (('1',), 'Enter: the menu', MENU),
    (('b', *[''] * 7, '1'), 'Enter: the menu', MENU),
    (LIST + ('1',), 'Enter: back to the list', PAGE_2),
    (LIST + ('1', 'v 2', 'l 3', 's paris'), 'Enter: back to the list', PAGE_2),
    (LIST + ('1', 'v', 'l', 'l', 'u'), 'Enter: back to the list', PAGE_2),
    (LIST + ('1', 'nonsense', '1917'), 'Enter: back to the list', PAGE_2),
    (LIST + ('1', 's'), BACK, ALIEN), (('1', 's g'), BACK, ALIEN), (('1', 'c'), BACK, ALIEN),
    (LIST + ('v',), BACK, PAGE_2), (LIST + ('l robot',), BACK, PAGE_2),
    (LIST + ('c', PASSWORD), BACK, PAGE_2), (LIST + ('c', PASSWORD, NEW), BACK, PAGE_2),
    (('v', 'no such film'), BACK, MENU), (('l 1917',), BACK, MENU)])
def test_enter_does_what_the_prompt_says(ann, lines, promised, shown):
    assert promised in flat(ann(*lines))
    assert shown in ann(*lines, '')


@pytest.mark.parametrize('question', [
    ('r',), ('r bob',), ('r bob', NEW), ('l',), ('l bob',)])
def test_a_guest_who_presses_enter_at_a_question_is_back_at_the_menu(play, rows, question):
    before, after = play(*question, '').split('> \n')[len(question):-1]
    assert BACK in before and 'Register' in after
    assert not (play.folder / 'users.csv').exists()


@pytest.mark.parametrize('lines', [('b', 'p'), ('b', '', 'p'), ('b', '', '1', '', 'previous'),
                                   ('b', '', '', 'p', 'Previous Page'), ('b r', 'p')])
def test_p_is_the_previous_page_and_the_first_has_none(ann, lines):
    assert '1 to 10 of 67' in ann(*lines)


# -- Films: their pages, their letters, their numbers ---------------------------------------------

@pytest.mark.parametrize('lines', [
    ('1',), ('v 1',), ('v', '1'), ('l 1',), ('like', 'ALIEN'), ('view alien',), ('s crew',),
    ('b', '1'), ('v star beast',), ('v', 'alien', '1'), ('l', 'alie', 'alien'), ('0001',)])
def test_all_ways_to_a_film_end_on_its_page(ann, lines):
    page = flat(ann(*lines))
    for fact in (ALIEN, 'Star Beast', 'Horror, Sci-Fi', '18', 'Ridley Scott', '117', 'Likes: ',
                 'A crew answers a call.'):
        assert fact in page


def test_the_page_says_whether_and_when_i_viewed_it_and_whether_i_like_it(ann):
    assert 'Not viewed yet: v to view it.' in ann('1') and 'Likes: 0' in ann('1')
    page = ann('1', 'v', 'v', 'l')
    assert re.search(r'viewed it 2 times, last on \d+ \w+ 20\d\d, \d\d:\d\d\.', page)
    assert 'You like it.' in page and 'Likes: 1' in page


@pytest.mark.parametrize('lines, views, likes', [
    (['1', 'v'], '+1', ''), (['1', 'v', 'v'], '+1 +1', ''), (['1', 'view it'], '+1', ''),
    (['1', 'v', 'u'], '+1 -1', ''), (['v 1', 'v 1', 'u', 'undo', 'u'], '+1 +1 -1 -1', ''),
    (['1', 'take my last view back'], '', ''), (['1', 'v 2'], '+2', ''), (['1', 'l 2'], '', '+2'),
    (['1', 'l'], '', '+1'), (['1', 'l', 'l'], '', '+1 -1'), (['1', 'l', 'l', 'l'], '', '+1 -1 +1'),
    (['l 1', 'l 1'], '', '+1'), (['l 1', 'like alien'], '', '+1'), (['l 1', '', 'l', '1'], '', '+1'),
    (['l 1', 'like'], '', '+1 -1'), (['v 1', 'b', 'u'], '+1', ''), (['b', 'l', '2'], '', '+2'),
    (['v 1', '', 'v', ''], '+1', ''), (['v robot', 'robot 61'], '+101', ''), (['v 2'], '+2', ''),
    (['v 1917', '4'], '+4', ''), (['v', '1917'], '', ''), (['1', 'v robot', ''], '', ''),
    (['s crew', 'v'], '+1', ''), (['1', 's matrix', 'l'], '', '+3'), (['v 99999999991'], '', '')])
def test_v_l_and_u_save_just_what_they_say(ann, rows, lines, views, likes):
    ann(*lines)
    for name, saved in ('views.csv', views), ('likes.csv', likes):
        fields = [row.split(',') for row in rows(name)]
        assert ' '.join(change.replace('1', '+', 1).replace('-+', '-') + film_id
                        for _, film_id, _, change in fields) == saved


def test_liking_twice_changes_nothing_and_says_how_to_undo_it(ann):
    page = flat(ann('l 1', 'l 1'))
    assert 'You like Alien already. On this page, l takes your like back.' in page
    assert 'Likes: 1' in page and 'Likes: 0' in ann('1', 'l')


def test_digits_are_a_number_even_if_a_film_is_called_that(ann):
    for lines in ('2',), ('v 2',), ('l', '2'):
        answer = ann(*lines)
        assert 'The film called 2 is number 9.' in answer and 'Aliens (1986)' in answer


def test_a_number_too_long_to_be_one_is_not_cut_to_another_films(ann):
    assert 'No film has the number' in ann('00000000012')


@pytest.mark.parametrize('lines', [('1917',), ('v 1917',), ('l', '1917')])
def test_no_such_number_says_so_and_offers_the_search(ann, lines):
    answer = flat(ann(*lines))
    assert 'The film called 1917 is number 4.' in answer
    assert "No film has the number '1917'." in answer and 's 1917' in answer


def test_many_matches_are_shown_up_to_a_page_and_the_rest_counted(ann):
    answer = ann('v robot')
    assert len(film_lines(answer)) == 10
    assert 'and 51 more: type more of it' in answer and 'View which film?' in answer
    assert 'more:' not in ann('v robot', 'robot 6')


# -- Answers on the same line, searching, lists ---------------------------------------------------

@pytest.mark.parametrize('ways', [
    [('s robot',), ('s', 'robot'), ('SEARCH Robot',), ('s   robot  ',)],
    [('s g war',), ('s g', 'war'), ('s', 'g', 'war'), ('s', 'G war'), ('search', 'g WAR')],
    [('s t robot',), ('s t', 'robot'), ('s', 't', 'robots')],
    [('s r u',), ('s r', 'U'), ('s', 'r', 'u')], [('s k metal',), ('s', 'k', 'metal')]])
def test_a_search_is_the_same_in_one_line_or_in_several(ann, ways):
    answers = {ann(*lines) for lines in ways}
    assert len(answers) == 1 and re.search('1 to 10 of 6[123]', *answers)


@pytest.mark.parametrize('lines, first, second', [(['r', 'bob'], ['l', 'BOB'], 'bob'),
                                                  (['r bob'], ['login bob'], 'bob'),
                                                  (['register Bob.B'], ['l bob.b'], 'Bob.B')])
def test_a_guest_may_give_the_name_with_the_letter(play, lines, first, second):
    assert f'hello, {second}' in play(*lines, NEW, NEW)
    assert f'hello, {second}' in play(*first, NEW)


def test_an_answer_never_outlives_its_letter_nor_answers_a_password(ann, play):
    assert ann('s robot', 's') == ann('s') and ann('b m', 'b') == ann('b')
    assert 'View which film?' in ann('v 1917', '', 'v')
    assert 'Your password?' in play(f'l {PASSWORD}') and 'hello' not in play('l ann', 'ann')
    assert 'is not on the menu' in ann(f'c {PASSWORD}')


def test_search_alone_shows_the_genres_and_the_ratings_there_are(ann):
    assert 'Action, Comedy, Drama, Horror, Romance, Sci-Fi, War' in flat(ann('s'))
    assert 'U, PG, 12, 15, 18' in flat(ann('s'))


def test_nothing_found_says_so_and_suggests_the_nearest_titles(ann):
    assert re.search("(?s)'matricks'.* The Matrix$", ann('s matricks'), re.MULTILINE)


@pytest.mark.parametrize('line', ['h', 's qqqq', 's g qqqq'])
def test_a_list_of_nothing_is_not_counted_from_1_to_0(ann, line):
    assert '1 to 0' not in ann(line)


@pytest.mark.parametrize('line, title', [('b', '1917'), ('b m', 'The Matrix'), ('b The m', 'The Matrix'),
                                         ('b robot 3', 'Robot 30'), ('b zz', 'Robot 61')])
def test_browse_is_in_title_order_from_the_letters_given(ann, line, title):
    assert film_lines(ann(line))[0].endswith(' ' + title)


def test_a_film_line_is_number_year_rating_likes_title(ann, window):
    assert film_lines(ann('l 4', 'b'))[0].split() == ['4', '2019', 'PG', '1', '1917']
    window(39)
    assert film_lines(ann('b'))[0].split() == ['4', '1917']


def test_a_list_keeps_its_films_while_its_counts_stay_fresh(ann):
    before = film_lines(ann('v 1', 'r'))
    after = film_lines(ann('r', f'l {before[0].split()[0]}', ''))
    assert after[0].split()[3] == '1' and after[1:] == before[1:]


def test_a_recommendation_is_a_film_line_with_its_reason_indented_below(ann, window):
    window(40)
    lines = ann('v 1', 'r').splitlines()
    below = [lines[place + 1] for place, line in enumerate(lines) if re.match(r' *\d+ ', line)]
    assert len(below) == 10 and all(re.match(' {6,}[A-Za-z]', line) for line in below)


def test_history_is_one_list_newest_first_with_films_that_are_gone(ann):
    (ann.folder / 'views.csv').write_text('username,film_id,at,change\n' + ''.join(
        f'ann,{film_id},2026-01-0{day}T12:00:00Z,1\n' for film_id, day in ((1, 1), (777, 3))))
    (ann.folder / 'likes.csv').write_text(
        'username,film_id,at,change\nann,2,2026-01-02T12:00:00Z,1\n')
    answer = ann('h')
    assert 'film 777 (no longer in the catalogue)' in film_lines(answer)[0]
    assert [line.split()[0] for line in film_lines(answer)] == ['777', '2', '1']
    assert re.findall(r'(viewed|liked) \d (Jan) 2026, \d\d:\d\d', answer) == [
        ('viewed', 'Jan'), ('liked', 'Jan'), ('viewed', 'Jan')]


# -- Every width, every place, every line ---------------------------------------------------------

PLACES = [(), ('r',), ('r bob',), ('r bob', NEW), ('l',), ('l ann',), *(
    ('l ann', PASSWORD, *lines) for lines in (
        (), ('b',), ('b zz',), ('1',), ('b', '1'), ('s',), ('s g',), ('s r',), ('s qqqq',),
        ('v',), ('l',), ('v robot',), ('h',), ('r',), ('c',), ('c', PASSWORD), ('c', PASSWORD, NEW)))]
COMMANDS = [*'abcdefghijklmnopqrstuvwxyz', *(row[1] for row in USER + GUEST), 'previous', 'undo',
            '', ' ', '\t', '1', '2', '007', '1917', 'v 2', 'l 2', 'v robot', 's t', 's k', 'b m']


@pytest.mark.parametrize('place', PLACES, ids=' / '.join)
def test_any_line_can_be_typed_anywhere(ann, play, rows, window, place):
    window(20)
    accounts = rows('users.csv')
    for line in [*COMMANDS, *HOSTILE]:
        screen = play(*place, line)
        assert screen.endswith('\nGoodbye.\n') and play.status == 0
        assert_shown_plainly(screen, 20)
    assert rows('users.csv') == accounts


def test_hostile_films_are_shown_plainly_and_can_be_viewed(play, rows, window):
    table = io.StringIO()
    csv.writer(table, lineterminator='\n').writerows(
        [fakeflix.Film._fields] + [[number, text, 2000, f'{text}|Drama', text, text, 90, text, text]
                                   for number, text in enumerate(HOSTILE, 1) if text != '0'])
    (play.folder / 'films.csv').write_bytes(table.getvalue().encode('utf-8', 'surrogatepass'))
    play(*ANN)
    films = [str(number) for number, text in enumerate(HOSTILE, 1) if text != '0']
    for width in 20, 40, 80:
        window(width)
        assert_shown_plainly(play('l ann', PASSWORD, 'b', '', '', 's', '', *(
            f'{letter} {film_id}' for film_id in films for letter in 'vl'), 'r', 'h', '', ''), width)
    assert [row.split(',')[1] for row in rows('views.csv')] == films * 3


@pytest.mark.parametrize('width', [20, 21, 39, 40, 41, 79, 80, 81, 300])
@pytest.mark.parametrize('wide', ['字' * 60, 'a' + '字' * 60, '愛 と 誠' * 15])
def test_no_line_is_wider_than_the_window(play, window, width, wide):
    (play.folder / 'films.csv').write_text(FILMS + f'7,{wide},2020,{wide}|War,{wide},{wide},90,'
                                           f'{wide},{wide}\n', encoding='utf-8')
    window(width)
    screen = play(*ANN, 'b zzz', 'v 7', 'l 7', 'r', 'h', 's', wide, wide, 's ' + wide, 'c', 'x')
    assert screen.count(wide[:3]) > 10
    assert_shown_plainly(screen, min(width, 80))


def test_a_narrow_window_wraps_the_menu_and_loses_no_word_of_it(ann, window):
    window(20)
    for words in 'hello, ann', 'Browse all films', 'History (my views and likes)':
        assert words in flat(ann())


def test_a_wide_title_is_cut_no_earlier_than_it_must_be(ann, window):
    window(20)
    assert fakeflix.cut('字' * 10, 20) == '字' * 10
    assert fakeflix.cut('字' * 11, 20) == '字' * 8 + '...'
