"""The steps that fill the cast stand in an order in which each finds what it looks up."""

from diplomacy_nlp_actors.find import STEPS


def test_each_step_comes_after_those_that_it_needs():
    done = []
    for step in STEPS:
        assert set(step.after) <= set(done), step.name
        done.append(step.name)
    assert len(done) == len(set(done)) == 10
