"""Whatever is sent gets an answer, and no error: files cut off, changed and mixed."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.uploads import samples
from uploads.limited.__main__ import answer
from uploads.limited.kinds import KINDS
from uploads.limited.refusals import Why

WHOLE = st.sampled_from(list(samples.WHOLE.values()))
CALM = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def cut_off(draw: st.DrawFn) -> bytes:
    content = draw(WHOLE)
    return content[: draw(st.integers(1, len(content)))]


@st.composite
def changed(draw: st.DrawFn) -> bytes:
    content = bytearray(draw(WHOLE))
    places = st.integers(0, min(len(content), 2000) - 1)
    for place, value in draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=12)):
        content[place] = value
    return bytes(content)


@st.composite
def mixed(draw: st.DrawFn) -> bytes:
    one, other = draw(WHOLE), draw(WHOLE)
    return one[: draw(st.integers(0, len(one)))] + other[draw(st.integers(0, len(other))) :]


def is_an_answer(content: bytes) -> bool:
    with TemporaryDirectory() as folder:
        (Path(folder) / "sent").write_bytes(content)
        told = answer(Path(folder), 1600)
    return told.get("content_type") in KINDS or told.get("refused") in set(Why)


@CALM
@given(cut_off() | changed() | mixed() | st.binary(max_size=200))
def test_everything_gets_an_answer(content: bytes) -> None:
    assert is_an_answer(content)
