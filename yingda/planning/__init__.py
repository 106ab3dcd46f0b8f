"""Planning: Erlang, the twin and staffing. Uses routing's core, never its live state."""
