"""Handbooks: what is true of a project, as pages for those who execute its tasks and those who write them."""
