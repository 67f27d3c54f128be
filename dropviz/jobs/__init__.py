"""Where training runs, and where finished runs are kept.

``service.Service`` is the face: submit, follow, cancel. Dask schedules; workers are processes of
their own (``worker``); SQLAlchemy keeps films (``store``).
"""
