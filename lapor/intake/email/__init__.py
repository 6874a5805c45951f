"""Answers to our mails: they reach the report whose address they carry, or nobody."""
