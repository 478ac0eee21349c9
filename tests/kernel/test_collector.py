"""The collector rests while anybody wants it to."""

from __future__ import annotations

import gc

from odos.kernel.collector import collector_at_rest


def test_it_works_again_when_the_last_block_has_ended():
    first, second = collector_at_rest(), collector_at_rest()
    assert gc.isenabled()
    first.__enter__()
    second.__enter__()
    assert not gc.isenabled()
    first.__exit__(None, None, None)
    assert not gc.isenabled()  # the blocks overlap, as in two threads
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_whoever_switched_it_off_before_finds_it_off():
    gc.disable()
    try:
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
