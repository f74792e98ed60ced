"""Links into example tasks: every field that a template may show."""
