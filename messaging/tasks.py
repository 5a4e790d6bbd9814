from celery import shared_task

from core.background import sweeper
from messaging import delivery


@shared_task(name="messaging.deliver_message")
def deliver_message(school_id: int, message_id: int) -> None:
    delivery.deliver_message(school_id, message_id)


sweeper(delivery.deliver_messages)
