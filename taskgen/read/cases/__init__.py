"""Cases files: where cases are in the data of a file, and what each says."""
