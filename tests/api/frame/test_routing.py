from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import Resolver404, path

from odos.api.frame.routing import BySegment


def _view(request: object) -> HttpResponse:
    return HttpResponse()


ROUTES = [
    path("records/<slug:entity>", _view, name="list"),
    path("records", _view, name="all"),
    path("record-types", _view, name="types"),
    path("inbox", _view, name="inbox"),
    path("records/<slug:entity>/<int:number>", _view, name="one"),
]


def test_a_path_finds_the_route_of_its_first_segment():
    found = {
        address: BySegment(ROUTES).resolve(address) for address in ("records/deal/5", "records", "inbox")
    }
    assert [match.url_name for match in found.values()] == ["one", "all", "inbox"]
    assert found["records/deal/5"].kwargs == {"entity": "deal", "number": 5}


@pytest.mark.parametrize("address", ["", "record", "records/", "records/deal/x", "inbox/deal", "nowhere"])
def test_other_paths_have_no_route(address):
    with pytest.raises(Resolver404):
        BySegment(ROUTES).resolve(address)


def test_only_routes_of_the_first_segment_are_tried():
    with pytest.raises(Resolver404) as refusal:
        BySegment(ROUTES).resolve("inbox/deal")
    assert [str(tried[-1].pattern) for tried in refusal.value.args[0]["tried"]] == ["inbox"]


def test_routes_can_be_reversed():
    assert BySegment(ROUTES).reverse("one", entity="deal", number=5) == "records/deal/5"
