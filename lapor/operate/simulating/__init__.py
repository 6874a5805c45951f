"""`lapor simulate`: invented reports, played through the real verbs or filled in by the thousand."""
