"""Which people of one name somebody could join; as plain data, for the page that asks."""

from collections.abc import Iterable, Iterator
from typing import Any

from accounts.roll.plan import Homonym, Namesake
from accounts.roll.records import Place, Who

Question = dict[str, Any]


def questions_about(homonyms: Iterable[Homonym]) -> Iterator[Question]:
    """Only new people are asked about: two accounts that exist are joined elsewhere."""
    for homonym in homonyms:
        people = homonym.people
        options = [_options(people, nth) for nth in range(len(people))]
        if any(options):
            yield {
                "name": str(homonym.name),
                "people": [
                    {
                        "part": person.part,
                        "place": person.place,
                        "known_id": person.known_id,
                        "details": person.details,
                        "options": same_as,
                    }
                    for person, same_as in zip(people, options, strict=True)
                ],
            }


def _options(people: tuple[Namesake, ...], asked: int) -> list[int]:
    """Whom of them the one asked about could be; of two lines the later is asked about."""
    one = people[asked]
    if one.place is None or one.known_id is not None:
        return []
    return [
        nth
        for nth, other in enumerate(people)
        if nth != asked and (other.known_id is not None or nth < asked)
    ]


def answer(question: Question, person: int, same_as: int | None) -> tuple[Place, Who]:
    """The line that was asked about and who it is: one of its options, or somebody else."""
    asked = question["people"][person]
    if same_as is None:
        return Place(*asked["place"]), Who()
    other = question["people"][same_as]
    if other["place"] is None:
        return Place(*asked["place"]), Who(membership=other["known_id"])
    return Place(*asked["place"]), Who(line=Place(*other["place"]))
