"""How much there is on the pages of whoever begins to read."""

from accounts.choices import View
from tests.cast import Cast
from tests.client import signed_in

SIMPLE = 'class="simple"'


def test_whoever_signs_in_with_pictures_reads_little_unless_they_chose(cast: Cast) -> None:
    user = cast.student.user
    user.set_pictures_instead()
    assert user.reads_little
    user.view = View.FULL
    assert not user.reads_little


def test_a_student_chooses(cast: Cast) -> None:
    client = signed_in(cast.student)
    assert SIMPLE not in client.get("/").content.decode()
    for view, simple in (("simple", True), ("nonsense", True), ("full", False)):
        assert client.post("/me/view/", {"view": view}).status_code == 302
        assert (SIMPLE in client.get("/").content.decode()) is simple
