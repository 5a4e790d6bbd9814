from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import navigation


class NewsfeedConfig(AppConfig):
    name = "newsfeed"

    def ready(self) -> None:
        navigation.register(
            navigation.Item(label=_("Feed"), url_name="newsfeed:feed", icon="book-open", order=10)
        )
