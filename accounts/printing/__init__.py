"""Sign-in cards and letters on paper."""

from accounts.printing.issued import Issued
from accounts.printing.pdf import make_pdf

__all__ = ["Issued", "make_pdf"]
