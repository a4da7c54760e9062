"""What Tiller remembers: domain values in SQLite or PostgreSQL, read and written through one `Store`.

May import `domain` and SQLAlchemy, nothing above. `store` opens a database and gives transactions; a transaction
carries one repository per aggregate (`tx.kpis`, `tx.outbox`, …) with named questions. Domain values go in and come
out, never a row or a select, and no repository commits: the edge that opened the transaction does, by leaving it.

How it is built, and why:

* `engine` holds what differs between the two databases and `locks` who may write, `types` and `codecs` how a value
  lies in a column, `rows` the tables, `mapping` the way between a table and a frozen value, `migrations` the steps of
  the schema and `schema` the way up.
* One module per aggregate: `teams`, `okrs`, `checkins`, `adjustments` (what was changed after a cycle began, and what
  was dismissed), `prompts`, `kpis`, `alerts`; `occurrences` (the ledger of what was due), `outbox` with `outbox_order`
  and `channel_gates` (what is said, in which order, and when), `audit` (who did what), `idempotency` (what was
  answered already).
* `dump` writes all of it into one file, `loading` reads it back.
* **One writer at a time, on both databases.** On SQLite a process-wide first-in-first-out lock stands before
  `BEGIN IMMEDIATE` (its own busy handler is unfair and lets a writer starve for seconds); on PostgreSQL a write
  transaction begins with one advisory lock under READ COMMITTED. So a value that was read in a write transaction is
  still true when it is written back, numbers of the outbox are handed out in the order of the commits, and both
  databases tell the same story. Transactions hold no Slack call, so they last a few milliseconds.
* **Claims do not lean on that.** They are conditional updates with a row count of 1, or inserts that do nothing when
  the named unique key is there already.
* Statements run on the connection itself, without SQLAlchemy's session: nothing is remembered between two questions
  but what the database holds.

Example:
    >>> from storage.store import open_store
    >>> store = open_store("sqlite:///tiller.db")
    >>> store.migrate()
    True
    >>> with store.transaction() as tx:
    ...     tx.meta.set("greeting", "hello")
    >>> with store.reading() as tx:
    ...     tx.meta.get("greeting")
    'hello'
    >>> store.close()
"""
