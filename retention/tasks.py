from core.background import sweeper
from retention.actions.erase import erase_due
from retention.actions.guests import follow_guests

sweeper(follow_guests)
sweeper(erase_due)
