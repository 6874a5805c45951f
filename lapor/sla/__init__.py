"""Deadlines as arithmetic: the calendar of working days, the rules as data, the country's time zones.

No tables and no screens: who keeps a clock gives its start, its pauses and its rule, and gets the due time.
"""
