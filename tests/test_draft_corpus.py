"""The corpus of forms to draft: what is written in it must hold together, or the judge judges nothing."""

import drafts
import pytest


@pytest.mark.parametrize("name", drafts.names())
def test_every_value_of_a_form_has_a_place_and_every_place_a_value(name):
    form = drafts.load(name)
    own = {key for key, truth in form.fields.items() if not truth.listed} | set(form.lists)
    for values in form.values:
        assert set(values) == own
        there = [truth for truths in form.places(values).values() for truth in truths]
        assert len(there) == len(set(map(id, there))) == len(form.fields)
    assert set(form.blank or {}) <= own
    assert form.source.startswith("http") or form.source == "自拟"
