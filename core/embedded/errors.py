class CannotStart(Exception):
    """What keeps the program from starting, in a sentence that tells a person what to do."""


DISK_FULL = "The disk is full. Make room on it and start again."
