"""The twin's event kernel, compiled: callers are drawn, agents work, routing's own core decides.

A folder of its own, because its machine code is kept by the content of the folder.
"""
