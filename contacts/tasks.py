from contacts.actions.freezes import end_freezes
from core.background import sweeper

sweeper(end_freezes)
