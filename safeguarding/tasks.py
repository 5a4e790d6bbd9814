from core.background import sweeper
from safeguarding.actions.watch import watch_concerns

sweeper(watch_concerns)
