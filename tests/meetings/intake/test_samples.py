"""Records as other offices write them: what is read is right, or blank, or warned of, and nothing is lost."""

from collections import Counter

import pytest

from meetings.intake.reading import read
from tests.meetings.intake import scoring

# Two hours without 午前・午後, a date without its era, an end told inside a speech: left to a person.
MOST_BLANK = 4


def test_there_are_samples_of_many_ways():
    assert len(scoring.samples()) >= 25


@pytest.mark.parametrize("name", scoring.samples())
def test_sample_holds_no_wrong_value_without_a_warning(name):
    silent = [each for each in scoring.judged(name) if each.verdict == "wrong" and not each.is_warned]
    assert silent == []


@pytest.mark.parametrize("name", scoring.samples())
def test_sample_says_why_a_printed_value_is_blank(name):
    silent = [each for each in scoring.judged(name) if each.verdict == "blank" and not each.is_warned]
    assert silent == []


@pytest.mark.parametrize("name", scoring.samples())
def test_sample_loses_no_character(name):
    text = scoring.source(name)
    assert list(scoring.lost(text, read(text).as_json())) == []


def test_values_are_counted(capsys):
    verdicts = Counter(each.verdict for name in scoring.samples() for each in scoring.judged(name))
    with capsys.disabled():
        print(f"\nintake: {len(scoring.samples())} samples, {dict(verdicts)}")
    assert verdicts["wrong"] == 0
    assert verdicts["blank"] <= MOST_BLANK
