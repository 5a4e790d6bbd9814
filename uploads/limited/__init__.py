"""What strangers' files are opened with, in a process of its own that may use little and then ends.

Nothing here knows of Django or of the database: it starts quickly and has nothing to give away.
"""
