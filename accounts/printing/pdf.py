"""Codes on paper. The PDF is made on demand and kept nowhere: it holds what only its reader may know."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from accounts.choices import Layout, Profile
from accounts.models import School
from accounts.printing.cards import sheets_of
from accounts.printing.issued import Issued
from accounts.printing.letters import letters_to

TEMPLATE = Path(__file__).parent / "sheets.typ"


def make_pdf(school: School, issued: Sequence[Issued], *, layout: Layout, site: str) -> bytes:
    # Names reach the template as data: as part of its source, one could be a command.
    paper = json.dumps(paper_of(school, issued, layout=layout, site=site))
    pdf: bytes = typst.compile(
        TEMPLATE, root=TEMPLATE.parent, format="pdf", sys_inputs={"paper": paper}
    )
    return pdf


def paper_of(
    school: School, issued: Sequence[Issued], *, layout: Layout, site: str
) -> dict[str, Any]:
    """What stands on the sheets. Whoever no letter speaks of gets a card."""
    letters = [] if layout == Layout.CARDS else letters_to(issued, site)
    told = {member["login"] for letter in letters for member in letter["members"]}
    on_cards = [
        each
        for each in issued
        if each.membership.user.username not in told
        or (layout == Layout.BOTH and each.membership.profile != Profile.PARENT)
    ]
    return {"school": school.name, "sheets": sheets_of(on_cards, site), "letters": letters}
