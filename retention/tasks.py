from core.background import sweeper
from retention.actions.erase import erase_due

sweeper(erase_due)
