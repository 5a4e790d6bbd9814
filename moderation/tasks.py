from core.background import sweeper
from moderation.actions.block import end_blocks
from moderation.actions.reroute import reroute_cases

sweeper(end_blocks)
sweeper(reroute_cases)
