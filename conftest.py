"""For every test: what this machine lacks decides what can run (``tests/requirements_plugin.py``)."""

pytest_plugins = ["tests.requirements_plugin"]
