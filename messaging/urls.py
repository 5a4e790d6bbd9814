from django.urls import path

from messaging.views import (
    composing,
    confirming,
    conversation,
    drafts,
    files,
    inbox,
    inside,
    picking,
)

CONVERSATION = "messages/<int:conversation_id>"
MESSAGE = f"{CONVERSATION}/<int:message_id>"
DRAFT = "messages/drafts/<int:message_id>"

app_name = "messaging"
urlpatterns = [
    path("messages/", inbox.inbox, name="inbox"),
    path("messages/archived/", inbox.inbox, {"archived": True}, name="archived"),
    path("messages/search/", inbox.search, name="search"),
    path("messages/new/", picking.new, name="new"),
    path("messages/drafts/", drafts.drafts, name="drafts"),
    path(f"{DRAFT}/", composing.draft, name="draft"),
    path(f"{DRAFT}/waiting/", composing.scheduled, name="scheduled"),
    path(f"{DRAFT}/files/", files.attach, name="attach"),
    path(f"{DRAFT}/to/", picking.draft_to, name="draft_to"),
    path(f"{DRAFT}/delete/", drafts.delete, name="delete_draft"),
    path("schools/<int:school_id>/people/<int:pk>/write/", picking.write_to, name="write_to"),
    path(f"{CONVERSATION}/", conversation.conversation, name="conversation"),
    path(f"{CONVERSATION}/files/", files.attach_to_answer, name="attach_to_answer"),
    path(f"{CONVERSATION}/files/<int:attachment_id>/", files.attachment, name="attachment"),
    path(f"{CONVERSATION}/people/", inside.people, name="people"),
    path(f"{CONVERSATION}/lay/<slug:how>/", inside.lay, name="lay"),
    path(f"{CONVERSATION}/<int:message_id>/recall/", inside.recall, name="recall"),
    path(f"{MESSAGE}/confirm/", confirming.confirm, name="confirm"),
    path(f"{MESSAGE}/confirmations/", confirming.confirmations_of, name="confirmations"),
    path(
        f"{MESSAGE}/confirmations/others/",
        confirming.confirmations_of,
        {"others": True},
        name="other_confirmations",
    ),
    path(f"{MESSAGE}/remind/", confirming.remind, name="remind"),
    path(f"{MESSAGE}/correct/", confirming.correct, name="correct"),
    path(f"{MESSAGE}/forward/", drafts.forward, name="forward"),
]
