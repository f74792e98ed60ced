"""The door to what is live: the user's browser, a server of one page on loopback, files that change."""
