"""The officers' door: what somebody said, wrote or sent is typed in for that person, who gets a receipt."""
