"""taskgen: compiles conceptual task lists into example-driven tasks, each proven before it is handed over."""

__version__ = "0.1.0"
