"""The page of a film and the pages of a list: what is on them, how high and wide they are."""
import os
import re

import pytest
from conftest import (
    A_NUMBER,
    ALL_FILMS,
    FEW,
    FILM,
    HELLO,
    IN,
    LIKES,
    MORE_LIKE_THIS,
    NOT_LIKED,
    NOT_VIEWED,
    RECOMMENDED,
    TO_BEGIN,
    TO_NEXT,
    YOU_LIKE,
    YOU_VIEWED,
    film_lines,
    flat,
)
from test_menus import HOSTILE, assert_plain

import fakeflix
from fakeflix import Film

HEAD = 'film_id,title,year,genres,rating,director,cast,minutes,fame,alt_title,synopsis\n'


@pytest.fixture
def films(few):
    """films('1,Alien,1979,Horror', ...) makes these lines the films of the data folder."""
    def write(*lines):
        (few / 'films.csv').write_text(HEAD + '\n'.join(lines) + '\n', encoding='utf-8')
    return write


@pytest.fixture
def advice(monkeypatch):
    """advice([(Film, 'why'), ...]) is what r and the tip offer from now on."""
    def offer(items):
        def recommendations(username, films, views, likes, count):
            return items[:count]
        monkeypatch.setattr(fakeflix, 'recommendations', recommendations)
    return offer


def film(film_id, title='Alien', **fields):
    """A Film of which only the number, the title and these fields are known."""
    nothing = Film(film_id, title, 0, (), '', '', '', 0, 0, '', '')
    return nothing._replace(**fields)


def like_rows(film_id, count):
    """So many rows of likes.csv, each of somebody else."""
    return ''.join(f'fan{number},{film_id},2026-01-15T12:00:00Z,1\n' for number in range(count))


# A film's page

def test_a_films_page_has_all_that_is_known_of_it(ann):
    page = flat(ann('1'))
    for fact in (FILM + '1 Alien (1979)', 'Star Beast', 'Horror, Sci-Fi', '18', 'Ridley Scott',
                 'Sigourney Weaver, Ian Holm', '117', 'A call.', NOT_VIEWED, NOT_LIKED):
        assert fact in page


def test_of_a_long_rating_a_list_shows_the_beginning(few, ann):
    row = '200,Zebra,2020,War,Approved by nobody,,,90,9,,\n'
    (few / 'films.csv').write_text(FEW + row, encoding='utf-8')
    assert re.search(r'Zebra \(2020\) +Appro\.\.\.\n', ann('b zebra'))


def test_each_fact_of_a_films_page_is_called_what_it_is(ann):
    page = ann('1', 'l')
    facts = dict(re.findall(r'(?m)^([A-Z][a-z ]+): (.+)$', page + ann('1')))
    assert facts['Also called'] == 'Star Beast' and facts['Rated'] == '18'
    assert facts['Minutes'] == '117' and facts['Genres'] == 'Horror, Sci-Fi'
    assert facts['Director'] == 'Ridley Scott' and facts['Likes'] == '1'
    assert facts['Cast'] == 'Sigourney Weaver, Ian Holm'


@pytest.mark.parametrize('lines', [
    ('1',), ('v 1',), ('v', '1'), ('l 1',), ('like', 'ALIEN'), ('view alien',), ('b', '1'),
    ('star beast',), ('l', 'alien 1979'), ('s', 'star beast')], ids=' '.join)
def test_all_ways_to_a_film_end_on_its_page(ann, lines):
    page = flat(ann(*lines))
    assert FILM + '1 Alien (1979)' in page
    assert 'A call.' in page


def test_of_what_is_not_known_a_page_says_nothing(ann):
    page = ann('9')
    for name in 'Rated', 'Minutes', 'Director', 'Cast', 'Also called', LIKES:
        assert name not in page
    assert '\n\n' not in page.lstrip('\n')


def test_a_page_says_whether_and_when_i_viewed_the_film_and_whether_i_like_it(ann):
    ann('v 1', 'v', 'l')
    page = flat(ann('1'))
    assert re.search(YOU_VIEWED + r'2 times, last on \d+ \w+ 20\d\d, \d\d:\d\d\.', page)
    assert YOU_LIKE in page
    assert NOT_VIEWED not in page
    assert NOT_LIKED not in page


def test_a_page_counts_the_likes_of_all_and_shows_them_only_if_there_are_any(few, ann):
    assert LIKES not in ann('1')
    (few / 'likes.csv').write_text(like_rows(1, 3))
    assert LIKES + '3\n' in ann('1')
    assert LIKES + '4\n' in ann('l 1')


def test_more_like_this_offers_three_films_with_their_numbers(ann):
    offered = flat(ann('1')).partition(MORE_LIKE_THIS)[2].partition(' Enter')[0]
    known = dict(re.findall(r'(?m)^(\d+),([^,]*)', FEW))
    numbers = [each.split(' ', 1) for each in offered.split(', ')]
    assert len(numbers) == 3
    for number, title in numbers:
        assert known[number] == title
        assert number != '1'


def test_more_like_this_leaves_out_what_i_viewed_or_liked(ann):
    offered = flat(ann('1')).partition(MORE_LIKE_THIS)[2]
    first, second = re.findall(r'(\d+) [^,]+,', offered)[:2]
    ann(first, 'v', second, 'l')
    offered = re.findall(r'(\d+) [^,]+', flat(ann('1')).partition(MORE_LIKE_THIS)[2])
    assert first not in offered
    assert second not in offered


def test_where_nothing_is_like_it_a_page_does_not_say_so(films, ann):
    films('1,Alien,1979,Horror')
    assert MORE_LIKE_THIS not in ann('1')


# A line of a list

def test_a_film_line_is_number_title_and_year_with_the_rating_at_the_right(ann):
    line = film_lines(ann('b 1917'))[0]
    assert re.fullmatch(r'    4  1917 \(2019\) +PG', line)


def test_likes_and_viewed_are_only_where_there_are_any(few, ann):
    listed = ann('b')
    assert 'like' not in listed
    assert 'viewed' not in listed
    (few / 'likes.csv').write_text(like_rows(5, 1) + like_rows(2, 2))
    ann('v 1')
    alien, aliens, amelie = film_lines(ann('b alien'))[:3]
    assert re.search(r'18 +viewed$', alien)
    assert re.search(r'18  2 likes$', aliens)
    assert re.search(r'12  1 like$', amelie)


def test_nobody_has_less_than_0_likes_nor_less_than_1_where_i_like(few, ann):
    (few / 'likes.csv').write_text('bob,1,2026-01-15T12:00:00Z,-1\n'
                                   'bob,2,2026-01-15T12:00:00Z,-1\n'
                                   'ann,2,2026-01-15T12:00:00Z,1\n')
    listed = film_lines(ann('b alien'))
    assert listed[0].endswith(' 18')
    assert listed[1].endswith(' 1 like')
    assert LIKES not in ann('1')
    assert LIKES + '1\n' in ann('2')


def test_columns_stay_in_line_for_long_numbers_and_many_likes(films, few, ann):
    films('7,Short,2000,Drama,PG', '12345,Five Digits,2001,Drama,18', '99,Other,2002,War,U',
          '5,None,2003,War')
    (few / 'likes.csv').write_text(like_rows(7, 1000) + like_rows(99, 1))
    (few / 'views.csv').write_text('ann,12345,2026-01-15T12:00:00Z,1\n'
                                   'ann,7,2026-01-15T12:00:00Z,1\n')
    listed = {line.split()[1]: line for line in film_lines(ann('b'))}
    assert '1,000 likes' in listed['Short']
    assert listed['Short'].index('Short') == listed['Five'].index('Five')
    assert listed['Short'].index('  PG') == listed['Five'].index('  18')
    assert listed['Short'].index('1,000') == listed['Other'].index('1 like')
    assert listed['Short'].index('viewed') == listed['Five'].index('viewed')


def test_a_long_title_is_cut_only_after_the_rest_was_left_out(films, ann):
    films('1,' + 'x' * 50 + ' end,2000,War,PG', '2,' + 'y' * 70 + ' end,2000,War,PG',
          '3,' + 'z' * 75 + ' end,2000,War,PG')
    first, second, third = film_lines(ann('b'))
    assert first.endswith('x end (2000)' + 'PG'.rjust(12))
    assert second.startswith('    2  yyy')
    assert third.endswith('z...')
    assert len(third) == 80


def test_a_list_keeps_its_films_while_its_counts_stay_fresh(ann):
    before = film_lines(ann('v 1', 'b'))
    number = before[2].split()[0]
    after = film_lines(ann('b', f'l {number}', 'b'))
    assert '1 like' in after[2]
    assert [line.split()[0] for line in after] == [line.split()[0] for line in before]


# Pages

@pytest.mark.parametrize('count', [1, 9, 10, 11, 20, 21])
def test_every_film_is_on_some_page_and_enter_leads_there(films, ann, count):
    films(*(f'{number},Film {number},2000,Drama' for number in range(1, count + 1)))
    pages = [ann('b', *[''] * turned) for turned in range((count - 1) // 10 + 1)]
    shown = []
    for number, page in enumerate(pages):
        last = min(count, 10 * number + 10)
        assert f'{ALL_FILMS}{10 * number + 1} to {last} of {count}\n' in page
        assert (TO_NEXT in page) == (page is not pages[-1])
        shown += [int(line.split()[0]) for line in film_lines(page)]
    assert sorted(shown) == list(range(1, count + 1))
    assert HELLO in ann('b', *[''] * len(pages))


def test_the_length_of_a_page_can_be_set(ann, monkeypatch):
    monkeypatch.setattr(fakeflix, 'PAGE', 3)
    assert len(film_lines(ann('b'))) == 3
    assert f'{ALL_FILMS}4 to 6 of 70' in ann('b', '')


def test_an_empty_catalogue_is_said_and_no_film_invented(films, ann):
    films()
    for line in 'b', 'b m', 'r', 'h', 'alien', '1', 'v 1', 'l alien', 't', 's alien':
        assert not film_lines(ann(line))
    assert 'none' in ann('b')


# Heights and widths

REASONS = {
    'short': 'in a series with Toy Story', '74 letters': 'x' * 74, '74 signs': '字' * 74,
    'words': ('so many words ' * 9)[:74].strip(), 'words of signs': ('字字字 ' * 20)[:74].strip(),
}
TITLES = 'The Long Title ' * 9, '字' * 50, 'x' * 99, ' a   b ', 'a\nb\x1b[2J\tc\x85d\u2028e'


@pytest.mark.parametrize('reason', REASONS.values(), ids=REASONS)
@pytest.mark.parametrize('number', [1, 999_999_900], ids=['short number', 'long number'])
def test_a_page_of_ten_recommendations_fits_24_rows_of_80_columns(
        few, ann, advice, reason, number):
    (few / 'views.csv').write_text('ann,1,2026-01-15T12:00:00Z,1\n')
    (few / 'likes.csv').write_text(like_rows(2, 1000))
    for title in TITLES:
        advice([(film(number + each, title, rating='12 or over'), reason) for each in range(50)])
        for lines in ('r',), ('r', ''):
            page = ann(*lines).removeprefix('\n')
            assert RECOMMENDED in page
            assert_plain(page, 80)
            rows = (page + '> ').split('\n')
            assert len(rows) == 1 + 20 + 1 + 1      # heading, films, what Enter does, >


def test_the_list_to_begin_with_fits_24_rows_too(few, ann, advice):
    advice([(film(number, 'x' * 99), 'y' * 74) for number in range(1, 51)])
    page = ann('r').removeprefix('\n')
    assert TO_BEGIN in page
    assert len((page + '> ').split('\n')) == 23


def test_in_a_narrow_window_a_reason_keeps_all_its_words(ann, advice, window):
    window(20)
    advice([(film(1), 'with Tom Hanks, like Big and Cast Away')])
    assert 'with Tom Hanks, like Big and Cast Away' in flat(ann('r'))
    assert_plain(ann('r'), 20)


@pytest.mark.parametrize('place', [('1',), ('b',), ('b', ''), ('v 1', 'h'), ('t',), ('?',)],
                         ids=' '.join)
def test_in_a_narrow_window_nothing_that_is_needed_is_lost(ann, window, place):
    wide = flat(ann(*place))
    window(20)
    narrow = flat(ann(*place))
    facts = re.findall(r'Enter: \w+|[a-z?]: \w+|' + A_NUMBER, wide)
    facts += [line.split()[0] + ' ' for line in film_lines(ann(*place))]
    assert facts
    for fact in facts:
        assert fact in narrow


@pytest.mark.parametrize('width', [20, 21, 39, 40, 41, 79, 80, 81, 300])
@pytest.mark.parametrize('wide', ['w' * 60, 'a bc def ' * 7 + 'x'], ids=['one word', 'short words'])
def test_no_line_is_wider_than_the_window(few, play, ann, window, width, wide):
    row = f'200,{wide},2020,{wide}|War,{wide},{wide},"{wide}, {wide}",90,9,{wide},{wide}\n'
    (few / 'films.csv').write_text(FEW + row, encoding='utf-8')
    window(width)
    screen = play(*IN, 'b zzz', '200', 'v', 'l', 't', 'r', 'h', wide, 's ' + wide, 'v ' + wide, '1',
                  'c', 'x', 's', wide, '', 'v', '', '?')
    assert screen.count(wide[:3]) > 10
    assert_plain(screen, min(width, 80))
    used = max(len(line) for line in screen.split('\n'))
    assert used > min(width, 80) - 9        # the room that there is is used


@pytest.mark.parametrize('width', [20, 40, 80])
def test_films_with_hostile_texts_are_shown_plainly_and_can_be_viewed(
        few, play, ann, rows, window, width):
    window(width)
    table = HEAD
    lines = []
    for film_id, text in enumerate(HOSTILE, 1):
        field = '"' + text.replace('"', '""') + '"'
        row = [str(film_id), field[:-1] + 'x"', '2000', f'War|{field}', *[field] * 3, '', '']
        table += ','.join([*row, field, field]) + '\n'
        lines += [f'{film_id}', 'v', 'l']
    (few / 'films.csv').write_bytes(table.encode('utf-8', 'surrogatepass'))
    assert_plain(play(*IN, 'b', '', '', 's', '', 'r', *lines, 'h', '', '', 't'), width)
    assert len(rows('views.csv')) == len(rows('likes.csv')) == len(HOSTILE)


@pytest.mark.parametrize('columns, used', [(0, 80), (1, 20), (19, 20), (20, 20), (79, 79),
                                           (80, 80), (81, 80), (300, 80)])
@pytest.mark.skipif(os.name == 'nt', reason='the console of Windows takes its own column')
def test_a_window_has_20_to_80_columns_of_text(window, columns, used):
    window(columns)
    assert fakeflix.window_width() == used
