"""Closing what a process holds of the database: before the server goes, and before a process forks.

A child of a fork would share the open connections and their pool: two processes would read each other's
answers from one socket.
"""

from __future__ import annotations

from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper


def let_go() -> None:
    """All connections of this thread, and the pool; both are opened anew when they are needed."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()
