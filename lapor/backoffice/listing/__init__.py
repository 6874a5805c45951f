"""The list at the left of the desk: one queue, narrowed by words and filters, page by page."""

from lapor.backoffice.listing.asking import asked_words, context_of, number_in
from lapor.backoffice.listing.page import Listing, listing, next_of

__all__ = ["Listing", "asked_words", "context_of", "listing", "next_of", "number_in"]
