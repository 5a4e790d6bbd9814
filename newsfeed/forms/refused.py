"""What a form says where an entry was neither kept nor published."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from contacts.forms import kept_while_held
from core.keeping import KeptForm, kept_if_newer
from newsfeed.forms.entries import ChangeForm, EntryForm
from newsfeed.policies import (
    AlreadyPublished,
    MayNotPublish,
    NobodyToAsk,
    NothingWritten,
    NotThen,
    ProjectEnded,
)
from uploads.attaching import FilesRefused


@contextmanager
def kept_if_refused(form: EntryForm | ChangeForm) -> Iterator[None]:
    """Around what keeps or publishes: refused, the form says why and keeps what was typed."""
    try:
        with kept_while_held(form):
            if isinstance(form, KeptForm):
                with kept_if_newer(form):
                    yield
            else:
                yield
    except FilesRefused as refusal:
        refusal.say_on(form)
    except NothingWritten:
        form.add_error("title", _("Give it a title."))
    except MayNotPublish:
        form.add_error("groups", _("Choose at least one group, of those you may write to."))
    except NobodyToAsk:
        form.add_error("wants_confirmation", _("No parent is among those who will see it."))
    except NotThen:
        form.add_error(None, NOT_THEN)
    except AlreadyPublished:
        form.add_error(None, _("This was published already. What stands here did not go with it."))
    except ProjectEnded:
        form.add_error(None, _("The project is over: nothing is written there any more."))


NOT_THEN = _("Choose moments to come, within a year. Nothing may be over before it is published.")
