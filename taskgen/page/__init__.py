"""Pages of HTML that stand alone: the shell round a body, and code in colours."""
