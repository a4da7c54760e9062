"""The tables, one module per room of the domain.

A column has the name of the field whose value it holds. A person's id is Slack's, and `people` is only what Tiller
knows about them so far: so no foreign key points there, and what a person did outlives what is known of them.

Example:
    `domain.kpis.Reading` lies in `kpis.ReadingRow`, field by field; a field without a column
    is refused by `storage/mapping.py` when the process starts.
"""
