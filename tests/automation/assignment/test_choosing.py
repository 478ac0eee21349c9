"""Which of several people gets a record; pure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from odos.automation.assignment.choosing import People, Wish, choose


def test_people_take_turns_and_the_turn_goes_on_where_it_was():
    """LEAD-02: round robin."""
    people = People([3, 1, 2].copy(), {}, last=1)
    people.users = sorted(people.users)
    assert [choose(people, Wish(), "round robin") for _ in range(4)] == [2, 3, 1, 2]


def test_by_load_prefers_who_has_fewest():
    """LEAD-02, SALES-02: load balance; each choice counts for the next."""
    people = People([1, 2, 3], {1: 5, 2: 3, 3: 4})
    assert [choose(people, Wish(), "by load") for _ in range(4)] == [2, 3, 2, 3]


def test_limit_skill_territory_and_absence_leave_people_out():
    """LEAD-02, SALES-08: limit, skills, territories, absence."""
    people = People(
        [1, 2, 3], {1: 10}, absent={2}, skills={1: {"pumps"}, 3: {"valves"}}, territories={3: {7}, 1: {8}}
    )
    assert choose(people, Wish(limit=10), "round robin") == 3
    assert choose(people, Wish(skill="pumps"), "round robin") == 1
    assert choose(people, Wish(territories=[9, 7]), "round robin") == 3
    assert choose(people, Wish(skill="valves", territories=[8]), "round robin") is None


@given(st.lists(st.integers(1, 8), min_size=1, unique=True), st.integers(1, 40))
def test_turns_are_even(users, times):
    people = People(sorted(users), {})
    for _ in range(times):
        choose(people, Wish(), "round robin")
    counts = [people.load.get(user, 0) for user in users]
    assert max(counts) - min(counts) <= 1
