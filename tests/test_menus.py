"""What a user meets after typing something: letters, words, help, Enter and the prompt."""
import os
import re

import pytest
from conftest import (
    A_NUMBER,
    ALL_FILMS,
    BACK_A_PAGE,
    FILM,
    GOES_BACK,
    GOODBYE,
    GUEST,
    GUEST_REFUSED,
    HELLO,
    HISTORY,
    IN,
    LIKED,
    MISSING,
    NO_TASTE,
    NOT_ON_MENU,
    OTHER,
    PASSWORD,
    SEARCH_FOR,
    SEVERAL,
    THIS_MENU,
    TO_BEGIN,
    TO_LIST,
    TO_MENU,
    TO_NEXT,
    UNDO,
    UNLIKE,
    VIEW_AGAIN,
    VIEWED,
    WHICH_LIKE,
    WHICH_VIEW,
    film_lines,
    flat,
)

import fakeflix

ALIEN = 'Alien (1979)'
LIST = ('b', '')                # leads to the second page of a list
LAST_PAGE = ('b', *[''] * 6)
PLACES = {                      # where a user may be, and the lines that lead there
    'menu': (), 'list': ('b',), 'second page': LIST, 'last page': LAST_PAGE, 'film': ('1',),
    'film from a list': ('b', '1'), 'film that is viewed': ('v 1',), 'film that is liked': ('l 1',),
    'history': ('v 1', 'h'), 'recommended': ('v 1', 'r'), 'view question': ('v',),
    'like question': ('l',), 'question on a list': (*LIST, 'v'), 'after a refusal': ('qq qq',),
}
HOSTILE = ('\x00', '\x07\x1b[31mred\x1b[0m\x7f\x9b', '\ud800 lone \udfff', '\u202eleft\u200f',
           'x' * 5000, '字' * 5000, 'a' + '字' * 99, '9' * 5000, '²', '1_0', '١٢', '🎬🎞️', '-1', 'ｖ',
           'v \x00', 'l \u202e', 's \x1b[2J', 's g \ud800', 'b \x07', 'b ١٢', 'v ²', 'l 1_0',
           '{0} %s', '" ,', "'; drop", '=1+1', 'e\u0301\u0301')
ANYTHING = ['', ' ', '\t', '0', '1', 'v 2', 'l 2', 'v robot', 's t', 'b m', *HOSTILE]


def at_every_place(*left_out):
    """A parametrised test's places, by name, without these."""
    kept = {name: lines for name, lines in PLACES.items() if name not in left_out}
    return pytest.mark.parametrize('place', kept.values(), ids=kept.keys())


def assert_plain(screen, width):
    """Nothing but printable characters, in lines of at most so many."""
    for line in screen.split('\n'):
        assert line.isprintable()
        assert len(line) <= width


# Letters, words and labels

@pytest.mark.parametrize('before, letter, word, label, shown', [
    ((), 'r', 'register', 'Register', 'Choose a username'),
    ((), 'l', 'login', 'Log in', 'Your username?'),
    ((), 'q', 'quit', 'Quit', GOODBYE),
    (IN, 'b', 'browse', 'Browse all films', ALL_FILMS + '1 to 10 of 70'),
    (IN, 's', 'search', 'Search', SEARCH_FOR),
    (IN, 'v', 'view', 'View a film', WHICH_VIEW),
    (IN, 'l', 'like', 'Like a film', WHICH_LIKE),
    (IN, 'r', 'recommend', 'Recommend films for me', TO_BEGIN),
    (IN, 'h', 'history', 'History', HISTORY),
    (IN, 't', 'taste', 'My taste', NO_TASTE),
    (IN, 'c', 'password', 'Change password', 'Your current password?'),
    (IN, 'o', 'logout', 'Log out', GUEST),
    (IN, 'q', 'quit', 'Quit', GOODBYE),
], ids=['guest register', 'guest login', 'guest quit', 'browse', 'search', 'view', 'like',
        'recommend', 'history', 'taste', 'password', 'logout', 'quit'])
def test_a_menu_line_is_chosen_by_its_letter_its_word_or_its_label(
        ann, answer, before, letter, word, label, shown):
    assert re.search(rf'^  {letter}  {label}( \(.*\))?$', answer(*before), re.MULTILINE)
    chosen = answer(*before, letter)
    assert shown in chosen
    for form in letter.upper(), word, word.title(), label, label.upper().replace(' ', '   '):
        assert answer(*before, f' {form} ') == chosen


@pytest.mark.parametrize('example', [
    example.partition(':')[0] for choice in fakeflix.FILMS_MENU if choice.letter in 'bsvl'
    for example in choice.label.partition('(')[2].rstrip(')').split(', ')])
def test_the_examples_of_the_menu_work_with_the_shipped_films(play, example):
    account = fakeflix.User('ann', fakeflix.hash_password(PASSWORD), fakeflix.now())
    fakeflix.append_row(str(play.folder / 'users.csv'), account)
    brought = play(*IN, example).split('> \n')[3]
    for refused in MISSING, NOT_ON_MENU, GUEST_REFUSED, SEVERAL:
        assert refused not in brought
    expected = {'v': VIEWED, 'l': LIKED, 'b': ALL_FILMS, 's': 'ilm'}
    assert expected[example[0]] in brought


@at_every_place('film that is viewed', 'film that is liked', 'history', 'recommended')
def test_a_menu_line_works_at_every_place(ann, place):
    for line in 'b', 'b m', 's', 's robot', 's g', 'h', 'c', 'o', 'q', '?':
        assert ann(*place, line) == ann(line)
    assert NO_TASTE in ann(*place, 't')


@at_every_place()
def test_help_shows_the_menu_everywhere(ann, place):
    for line in 'help', 'menu', 'HELP':
        assert ann(*place, line) == ann(*place, '?')
        assert HELLO + 'ann' in ann(*place, line)


def test_help_says_what_may_be_typed_and_the_menu_that_there_is_help(ann):
    said = flat(ann('?'))
    for words in 'letter', 'number', 'title', 'back is Enter':
        assert words in said.split(HELLO)[0]
    assert '?: help' in ann()


def test_a_guest_has_help_too(answer):
    for line in '?', 'help', 'menu':
        assert GUEST in answer(line)
        assert 'number' not in answer(line)


@at_every_place()
def test_a_user_can_quit_everywhere(ann, place):
    for line in 'exit', 'bye', 'Exit', 'q', 'quit':
        assert ann(*place, line) == GOODBYE


@pytest.mark.parametrize('line', ['exit', 'bye', 'q', 'quit'])
def test_a_guest_can_quit(answer, line):
    assert answer(line) == GOODBYE


@at_every_place()
def test_back_is_enter(ann, place):
    assert ann(*place, 'back') == ann(*place, 'BACK') == ann(*place, '')


# What can be typed besides

@pytest.mark.parametrize('line, where', [
    ('p', 'on a list'), ('previous', 'on a list'), ('next', 'on a list'),
    ('u', 'on the page of a film that you viewed'),
    ('undo', 'on the page of a film that you viewed'),
    ('Unlike', 'on the page of a film that you like')])
def test_the_words_of_pages_say_where_they_work(ann, rows, line, where):
    for place in (), ('1',):
        said = flat(ann(*place, line))
        assert where in said
        assert said.startswith(line.lower()) or line == 'next'
        assert MISSING not in said
    assert rows('views.csv') == rows('likes.csv') == []


def test_on_a_list_the_words_of_a_film_do_nothing(ann):
    for line in 'u', 'undo', 'unlike':
        assert 'on the page of a film' in flat(ann('v 1', 'b', line))


@pytest.mark.parametrize('line', ['x', 'X', '0', '&', '字'])
def test_one_character_that_is_nothing_is_not_on_the_menu(ann, line):
    for place in (), ('b',), ('1',), ('v',):
        assert f"'{line}{NOT_ON_MENU}" in ann(*place, line)


@at_every_place()
def test_any_other_line_is_looked_for(ann, place):
    for line in 'robot', 'h 2', 'q 1', 't rex', '77777':
        assert ann(*place, line) == ann(*place, f's {line}')


@at_every_place('view question', 'like question', 'question on a list')
def test_a_number_or_a_title_opens_the_page_of_the_film(ann, place):
    for line in '3', 'the matrix', 'Matrix (1999)', 'MATRIX 1999', '"Matrix!"', '03':
        assert FILM + '3  The Matrix (1999)' in ann(*place, line)


def test_a_title_comes_before_the_letters_of_the_menu(ann, rows):
    assert 'V for Vendetta (2005)' in ann('v for vendetta')
    assert rows('views.csv') == []


def test_a_number_is_a_number_even_if_a_film_is_called_that(ann):
    shown = flat(ann('2'))
    assert 'The film called 2 is number 9.' in shown
    assert FILM + '2 Aliens (1986)' in shown


def test_digits_that_are_no_number_are_a_title(ann):
    assert FILM + '4  1917 (2019)' in ann('1917')


def test_a_title_of_several_films_lists_them(ann):
    listed = film_lines(ann('king kong'))
    assert [line.split()[0] for line in listed] == ['6', '7']
    assert FILM + '7  King Kong' in ann('king kong 2005')


@pytest.mark.parametrize('ways', [
    [('s robot',), ('s', 'robot'), ('search robot',), ('S   robot  ',), ('robot',)],
    [('s g war',), ('s g', 'war'), ('s', 'g', 'war'), ('s', 'G war'), ('search', 'g', 'war')],
    [('s t robot',), ('s t', 'robot'), ('s', 't', 'robot')],
    [('s k metal',), ('s', 'k', 'metal')],
], ids=['anything', 'genre', 'title', 'keyword'])
def test_a_search_is_the_same_in_one_line_or_in_several(ann, ways):
    answers = {ann(*lines) for lines in ways}
    assert len(answers) == 1
    assert '1 to 10 of 6' in answers.pop()


@pytest.mark.parametrize('line', ['h', 'back', '1', '?', 'exit', 'v 1'])
def test_after_the_search_question_every_line_is_looked_for(ann, rows, line):
    for screen in ann('s', line), ann('b', 's', line):
        assert GOODBYE not in screen
        assert HISTORY not in screen
    assert rows('views.csv') == []


@pytest.mark.parametrize('line, title', [
    ('b', '1917'), ('b m', 'The Matrix'), ('b zz', 'V for Vendetta'), ('b the m', 'The Matrix'),
    ('browse robot 3', 'Robot 30'), ('B  K ', 'King Kong')])
def test_browse_is_in_title_order_from_the_letters_given(ann, line, title):
    first = film_lines(ann(line))[0]
    assert re.fullmatch(rf' *\d+  {title} \(\d+\).*', first)


# Enter, and what the prompt says of it

@pytest.mark.parametrize('lines, promised, shown', [
    ((), THIS_MENU, HELLO), (('qq qq',), THIS_MENU, HELLO), (LAST_PAGE, TO_MENU, HELLO),
    (('1',), TO_MENU, HELLO), (('alien',), TO_MENU, HELLO), (('b', '', 'matrix'), TO_MENU, HELLO),
    (('v', '1'), TO_MENU, HELLO), ((*LAST_PAGE, '', '1'), TO_MENU, HELLO),
    (('v',), GOES_BACK, HELLO), (('l',), GOES_BACK, HELLO), (('s',), GOES_BACK, HELLO),
    (('b',), TO_NEXT, '11 to 20 of 70'), (('b', 'qq qq'), TO_NEXT, '11 to 20 of 70'),
    (('b', '', 'p'), TO_NEXT, '11 to 20 of 70'),
    (('b', '', '1', '', 'previous'), TO_NEXT, '11 to 20 of 70'),
    ((*LIST, '1'), TO_LIST, '11 to 20 of 70'), ((*LIST, '1', '2'), TO_LIST, '11 to 20 of 70'),
    ((*LIST, '1', *'vllu'), TO_LIST, '11 to 20 of 70'),
    ((*LIST, '1', 'qq qq'), TO_LIST, '11 to 20 of 70'),
    ((*LIST, 'v alien'), TO_LIST, '11 to 20 of 70'),
    ((*LIST, '1', 's'), GOES_BACK, ALIEN), (('1', 's g'), GOES_BACK, ALIEN),
    (('1', 'c'), GOES_BACK, ALIEN), ((*LIST, 'v'), GOES_BACK, '11 to 20 of 70'),
    ((*LIST, 'l'), GOES_BACK, '11 to 20 of 70'),
    ((*LIST, 'c', PASSWORD), GOES_BACK, '11 to 20 of 70'),
    ((*LIST, 'c', PASSWORD, OTHER), GOES_BACK, '11 to 20 of 70'),
], ids=lambda value: ','.join(value) if isinstance(value, tuple) else value)
def test_enter_does_what_the_prompt_says(ann, lines, promised, shown):
    assert promised in flat(ann(*lines))
    assert shown in ann(*lines, '')


@pytest.mark.parametrize('question', [
    ('r',), ('r bob',), ('r bob', OTHER), ('l',), ('l bob',)], ids=' '.join)
def test_enter_takes_a_guest_back_to_the_menu_and_saves_nothing(answer, folder, question):
    assert GOES_BACK in flat(answer(*question))
    assert GUEST in answer(*question, '')
    assert not (folder / 'users.csv').exists()


OFFERS = (TO_NEXT, THIS_MENU, TO_MENU, TO_LIST, BACK_A_PAGE, A_NUMBER, 'v: view', VIEW_AGAIN,
          'l: like', UNLIKE, UNDO, '?: menu', '?: help')


@pytest.mark.parametrize('lines, offered', [
    ((), {THIS_MENU, A_NUMBER, '?: help'}),
    (('b',), {TO_NEXT, A_NUMBER, '?: menu'}),
    (LIST, {TO_NEXT, BACK_A_PAGE, A_NUMBER, '?: menu'}),
    (('b m',), {TO_NEXT, BACK_A_PAGE, A_NUMBER, '?: menu'}),
    (LAST_PAGE, {TO_MENU, BACK_A_PAGE, A_NUMBER, '?: menu'}),
    (('1',), {TO_MENU, 'v: view', 'l: like', '?: menu'}),
    (('b', '1'), {TO_LIST, 'v: view', 'l: like', '?: menu'}),
    (('1', 'v'), {TO_MENU, VIEW_AGAIN, 'l: like', UNDO, '?: menu'}),
    (('1', 'v', 'u'), {TO_MENU, 'v: view', 'l: like', '?: menu'}),
    (('1', 'v', 'v', 'u'), {TO_MENU, VIEW_AGAIN, 'l: like', UNDO, '?: menu'}),
    (('1', 'l'), {TO_MENU, 'v: view', UNLIKE, '?: menu'}),
    (('1', 'l', 'l'), {TO_MENU, 'v: view', 'l: like', '?: menu'}),
    (('b', '1', 'v', 'l'), {TO_LIST, VIEW_AGAIN, UNLIKE, UNDO, '?: menu'}),
], ids=lambda value: ','.join(value) if isinstance(value, tuple) else None)
def test_the_prompt_is_one_line_that_offers_only_what_does_something_there(ann, lines, offered):
    prompt = ann(*lines).splitlines()[-1]
    parts = set(prompt.split('  '))
    assert parts == offered
    assert parts <= set(OFFERS)


def test_p_is_the_page_before(ann):
    assert ann(*LIST, 'p') == ann('b')
    assert ann(*LIST, 'Previous') == ann('b')
    assert film_lines(ann('b k', 'p'))[0] in ann('b')


def test_next_is_enter_on_a_list_that_has_a_next_page(ann):
    assert ann('b', 'next') == ann('b', '')


@pytest.mark.parametrize('line', ['v', 'l', 'u', 'undo', 'like', 'view again'])
def test_a_films_page_is_printed_once_and_then_only_what_changed_is_said(ann, line):
    said = ann('v 1', line)
    assert FILM not in said
    assert len(said.splitlines()) == 2      # a sentence, and what can be typed now


@pytest.mark.parametrize('line', ['x', 'qq qq', 'unlike', 't', 's qq qq'])
def test_a_page_is_not_printed_again_after_a_line_that_led_nowhere(ann, line):
    assert ALL_FILMS not in ann('v 1', 'b', line)
    assert TO_NEXT in ann('v 1', 'b', line)


def test_a_number_is_a_film_also_on_a_list_and_the_film_called_so_is_named(ann):
    for place in (), ('b',), ('s aliens',):
        brought = flat(ann(*place, '2'))
        assert FILM + '2 Aliens' in brought and 'The film called 2 is number 9.' in brought


def test_above_a_page_that_a_search_opens_stands_what_was_searched(ann):
    assert flat(ann('s hacker')).startswith("One film for 'hacker':")


def test_a_line_of_200_letters_is_looked_for_and_a_longer_one_is_too_long(ann):
    assert 'too long' not in ann('x' * 200) and 'too long' in ann('x' * 201)


def test_l_with_a_film_that_i_like_already_opens_its_page(ann):
    assert FILM + '1 Alien' in flat(ann('l 1', '', 'l 1'))


def test_two_letters_that_are_no_title_are_looked_for_and_one_is_refused(ann):
    assert 'Robot 01' in ann('v ro') and 'Robot' not in ann('v o')


@pytest.mark.parametrize('line', ['v 1', 'v alien', 'l 1', 'l'])
def test_a_page_is_not_printed_again_after_a_line_that_saved_something_on_it(ann, line):
    assert FILM not in ann('1', line)


def test_a_mistake_in_the_program_is_not_hidden(ann, monkeypatch):
    def mistaken(session):
        return int('three')

    menu = [choice._replace(action=mistaken) if choice.letter == 't' else choice
            for choice in fakeflix.FILMS_MENU]
    monkeypatch.setattr(fakeflix, 'FILMS_MENU', menu)
    with pytest.raises(ValueError, match='three'):
        ann('t')


# Guests

@pytest.mark.parametrize('text', ['alien', '1', 'b', 'q now', 'v 1', 'v', OTHER, 'rr', 'r2'])
def test_a_guest_can_only_register_log_in_and_quit_and_reads_nothing_of_what_was_typed(
        answer, text):
    said = answer(text)
    assert GUEST_REFUSED in said
    assert f"'{text}'" not in said
    assert len(text) < 3 or text not in said


def test_a_refused_username_is_not_repeated(answer):
    for lines in ('r', OTHER), (f'r {OTHER}',), ('r', 'x!'), ('r', '_secret'):
        said = answer(*lines)
        assert 'username' in said
        assert lines[-1].removeprefix('r ') not in said


def test_a_guest_is_not_offered_the_number_of_a_film(answer):
    assert A_NUMBER not in answer()
    assert THIS_MENU in answer()


@pytest.mark.parametrize('lines', [('r', 'Bob.B'), ('r Bob.B',), ('register Bob.B',)],
                         ids=' '.join)
@pytest.mark.parametrize('again', [('l', 'BOB.B'), ('l bob.b',), ('login Bob.B',)], ids=' '.join)
def test_a_guest_may_type_the_name_behind_the_letter(answer, lines, again):
    assert TO_BEGIN in answer(*lines, PASSWORD, PASSWORD)
    assert HELLO + 'Bob.B' in answer(*again, PASSWORD)


def test_an_answer_never_outlives_its_letter_nor_answers_a_password(ann, answer):
    assert ann('s robot', 's') == ann('s')
    assert ann('b m', 'b') == ann('b')
    assert ann('v 77777', 'v') == ann('v')
    assert 'Your password?' in answer(f'l {PASSWORD}')
    assert HELLO not in answer('l ann', 'ann')


# Lines that nobody expects

@pytest.mark.parametrize('place', [
    (), ('r',), ('r bob',), ('r bob', OTHER), ('l',), ('l ann',), *((*IN, *lines) for lines in (
        (), ('b zz',), ('1',), ('s',), ('s g',), ('v',), ('l robot',), ('c',), ('c', PASSWORD)))
], ids=' '.join)
def test_any_line_can_be_typed_anywhere(ann, play, rows, window, place):
    window(20)
    accounts = rows('users.csv')
    for line in ANYTHING:
        screen = play(*place, line)
        assert screen.endswith(GOODBYE)
        assert play.status == 0
        assert_plain(screen, 20)
    assert rows('users.csv') == accounts


def test_a_line_without_an_end_does_not_keep_the_search_busy(monkeypatch, ann):
    lengths = []
    monkeypatch.setattr(fakeflix, 'find_films', lambda films, text, likes, part='': (
        lengths.append(len(text)) or fakeflix.Found('nothing', [], False)))
    ann('s', 'x' * 9999)
    ann('y' * 9999)
    assert all(length <= 201 for length in lengths)
    assert lengths


def test_what_is_too_long_to_be_read_whole_names_no_film(ann, rows):
    hidden = ' ' * 300 + 'resurrection'
    for line in 'v alien' + hidden, 'l alien' + hidden, 'v 1' + hidden:
        ann(line)
        ann('v', line.partition(' ')[2])
    assert rows('views.csv') == rows('likes.csv') == []


@pytest.mark.skipif(os.name == 'nt', reason='the console of Windows takes its own column')
def test_the_menu_loses_no_word_in_a_narrow_window(ann, window):
    wide = ann()
    window(20)
    assert flat(ann()) == flat(wide)
