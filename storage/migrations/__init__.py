"""The steps of the schema, in Alembic's form: `env.py` runs them, `versions/` holds them.

Steps only add; one release's code runs on the next one's schema, so that replicas can be replaced one by one. Tables
are written out here rather than taken from `storage/rows`: what a step did must not change when the rows do. A test
holds both against each other.

A new step: `alembic -x url=sqlite:///fresh.db revision --autogenerate -m "what it does"`, read what came out, raise
`HEAD` in `storage/schema.py`.
"""
