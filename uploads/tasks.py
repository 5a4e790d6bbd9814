from core.background import sweeper
from uploads.unsettled import remove_files_left_behind

sweeper(remove_files_left_behind)
