"""Who may do what to what stands on this floor; each module tells its permissions to the library `rules`."""

from sponsors.rules import go_aheads, interactions, pairings, signals, tensions

__all__ = ["go_aheads", "interactions", "pairings", "signals", "tensions"]
