"""Which requests a fault meets, and how often."""

import pytest
from pydantic import ValidationError

from snowball_core.sandbox.faults import Fault, FaultBook, FaultKind, Target

WRITE = Target("gemini", "write a section", "gemini-a", "A text about lamps.")


def taken(book, *targets):
    faults = [book.take(target) for target in targets]
    return [fault.kind if fault else None for fault in faults]


def test_a_fault_meets_one_request_unless_told_otherwise():
    book = FaultBook()
    book.add(Fault(FaultKind.DROP))
    assert taken(book, WRITE, WRITE) == ["drop", None]


def test_a_fault_without_a_number_of_times_lasts():
    book = FaultBook()
    book.add(Fault(FaultKind.DROP, times=None))
    assert taken(book, *[WRITE] * 5) == ["drop"] * 5


def test_a_fault_may_let_requests_pass_first():
    book = FaultBook()
    book.add(Fault(FaultKind.DROP, times=2, after=1))
    assert taken(book, *[WRITE] * 4) == [None, "drop", "drop", None]


@pytest.mark.parametrize(
    "narrowing",
    [{"service": "tavily"}, {"task": "plan the outline"}, {"model": "gemini-b"}, {"contains": "candles"}],
)
def test_a_fault_spares_requests_that_it_is_not_for(narrowing):
    book = FaultBook()
    book.add(Fault(FaultKind.DROP, **narrowing))
    assert taken(book, WRITE) == [None]


def test_a_fault_meets_a_request_that_fits_in_every_respect():
    book = FaultBook()
    book.add(Fault(FaultKind.DROP, service="gemini", task="write a section", model="gemini-a", contains="lamps"))
    assert taken(book, WRITE) == ["drop"]


def test_faults_act_in_the_order_in_which_they_were_added():
    book = FaultBook()
    book.add(Fault(FaultKind.DROP), Fault(FaultKind.EMPTY))
    assert taken(book, WRITE, WRITE, WRITE) == ["drop", "empty", None]


def test_a_spent_fault_is_not_pending():
    book = FaultBook()
    book.add(Fault(FaultKind.DROP), Fault(FaultKind.EMPTY, times=2))
    taken(book, WRITE, WRITE)
    assert [fault.kind for fault in book.pending()] == ["empty"]


def test_cleared_faults_are_gone():
    book = FaultBook()
    book.add(Fault(FaultKind.DROP))
    book.clear()
    assert taken(book, WRITE) == [None]


@pytest.mark.parametrize(
    "wrong", [{"kind": "explode"}, {"kind": "drop", "times": 0}, {"kind": "drop", "model_name": "gemini-a"}]
)
def test_a_fault_that_cannot_be_meant_is_refused(wrong):
    with pytest.raises(ValidationError):
        Fault(**wrong)
