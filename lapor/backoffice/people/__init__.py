"""People of the desk: who sits where, invitations, deputies, units, and who opened which identity."""
