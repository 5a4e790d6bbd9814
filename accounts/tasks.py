from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from accounts import notices
from accounts.actions import finish_roll_import as finishing
from accounts.actions import send_mails as mails
from accounts.actions import wake_devices as waking
from accounts.entrance import tries
from accounts.models import Device
from core import wall
from core.background import sweeper


@shared_task(name="accounts.finish_roll_import")
def finish_roll_import(school_id: int, roll_import_id: int) -> None:
    with wall.within(school_id):
        finishing.finish_roll_import(roll_import_id)


@shared_task(name="accounts.send_mail")
def send_mail(mail_id: int) -> None:
    mails.send_mail(mail_id)


@shared_task(name="accounts.read_roll_import")
def read_roll_import(school_id: int, roll_import_id: int) -> None:
    with wall.within(school_id):
        finishing.read_roll_import(roll_import_id)


finish_roll_imports = sweeper(finishing.finish_roll_imports)
forget_expired_sessions = sweeper(SessionStore.clear_expired)
forget_tries = sweeper(tries.forget_what_is_over)
post_notices = sweeper(notices.post_notices)
send_mails = sweeper(mails.send_mails)
wake_devices = sweeper(waking.wake_devices)
forget_devices = sweeper(Device.objects.forget_those_left)
