"""Which task, which code and which pitfalls belong to which case, with the evidence."""
