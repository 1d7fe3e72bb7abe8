"""The examples in the program's docstrings are true."""
import doctest

import fakeflix


def test_the_examples_in_the_docstrings_are_true():
    failed, tried = doctest.testmod(fakeflix)
    assert tried > 0
    assert failed == 0, ('An example in a docstring (the lines behind >>>) is not what the function '
                         'returns: the lines printed above say which. Mend one or the other.')
