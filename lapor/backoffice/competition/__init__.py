"""`/kelola/inovasi/`: competitions at the desk: running one, proposing to one, scoring one."""
