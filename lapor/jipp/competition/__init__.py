"""Competitions (KIPP): calls, proposals from profiles, blind scores, a ranking anybody can count again."""
