from moderation.people import Handlers
from moderation.routing import CHAINS, About, Desk, Track, desk_of


def desk_for(about: str, able: Handlers) -> Desk:
    """Where a concern lies, as child protection of every kind does, of those who can look after it;
    `Desk.OPERATOR` where the school has nobody.
    """
    return desk_of(CHAINS[Track.PROTECTION][About(about)], able)
