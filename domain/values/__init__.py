"""What everything else is made of: exact decimals, units, numbers as people write them, ids, errors with a sentence.

Knows nothing above it: no day, no team, no KPI. `numbers` reads and writes, `arithmetic` counts without floats,
`precision` says what can be stored exactly, `csv_injection` what a spreadsheet would run.
"""
