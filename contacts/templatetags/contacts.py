from django import template

from contacts.freezing import in_words

register = template.Library()
register.filter("in_words", in_words)
