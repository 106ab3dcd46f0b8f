"""Routing 路由: who takes what next, in whose order, and why."""
