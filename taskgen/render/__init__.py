"""Example tasks into files, in memory."""
