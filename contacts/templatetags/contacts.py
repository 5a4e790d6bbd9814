from django import template

from contacts.freezing import in_words
from contacts.wording import ends, limit

register = template.Library()
register.filter("in_words", in_words)
register.filter("ends", ends)
register.filter("limit", limit)
