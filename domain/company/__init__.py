"""The company: its tree of teams, its people, and what being owner, lead or coordinator allows.

May import `values` and `calendar`. What is allowed with a KPI or a key result stands beside them, in their `access`.
"""
