from core.background import sweeper
from moderation.actions.close import close_cases
from moderation.actions.erase import erase_cases
from moderation.actions.profile_blocks import follow_profile_blocks
from moderation.actions.remind import remind_of_overdue_cases
from moderation.actions.reroute import reroute_cases
from moderation.actions.sites import follow_sites
from moderation.actions.undo import end_measures

sweeper(end_measures)
sweeper(close_cases)
sweeper(erase_cases)
sweeper(follow_profile_blocks)
sweeper(follow_sites)
sweeper(reroute_cases)
sweeper(remind_of_overdue_cases)
