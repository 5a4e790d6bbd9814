"""Whom PostgreSQL runs as. It refuses to run as root: started by root, it gets a system user."""

import os
import pwd
import stat
import subprocess
import sys
from pathlib import Path

from core.embedded.errors import CannotStart

SYSTEM_USER = "preau-postgres"


class Owner:
    """`user` and `group` are None where PostgreSQL simply runs as whoever started the program."""

    def __init__(self) -> None:
        self.user: int | None = None
        self.group: int | None = None
        if os.geteuid() == 0:
            account = _system_account()
            self.user, self.group = account.pw_uid, account.pw_gid

    def hold(self, folder: Path) -> None:
        """Makes the folder and keeps everybody else out of it."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.user is not None and self.group is not None:
            os.chown(folder, self.user, self.group)
            self.reach(folder)
        folder.chmod(0o700)

    def reach(self, folder: Path) -> None:
        """Lets the system user pass through (not read) the folders above, and says so."""
        if self.user is None:
            return
        for above in folder.resolve().parents:
            mode = above.stat().st_mode
            if not mode & stat.S_IXOTH:
                above.chmod(mode | stat.S_IXOTH)
                sys.stderr.write(
                    f"Préau lets other users pass through {above}: started by root, PostgreSQL"
                    " runs as a user of its own and must reach its files.\n"
                )


def _system_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    nowhere = ["--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
    try:
        subprocess.run(["useradd", "--system", *nowhere, SYSTEM_USER], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotStart(
            f"PostgreSQL may not run as root and no user {SYSTEM_USER} could be made for it."
            " Start Préau as an ordinary user."
        ) from error
    return pwd.getpwnam(SYSTEM_USER)
