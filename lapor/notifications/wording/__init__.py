"""What messages say. Indonesian is the source; the language is the caller's `translation.override`."""
