"""Work that commits together with what caused it, runs at least once, and is seen when it fails for good.

Say `from django_tasks import task`, write `@task()` over a module-level function in your folder's `jobs.py`, and call
`.enqueue(...)` inside the verb's transaction. The function may run more than once: make the second time change nothing.
"""
