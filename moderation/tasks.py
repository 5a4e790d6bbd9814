from core.background import sweeper
from moderation.actions.block import end_blocks

sweeper(end_blocks)
