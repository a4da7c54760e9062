"""Days and hours: the periods that numbers belong to, time zones, working days, how often a team checks in.

May import `values`. `period_parser` and `effective_dates` read days as people write them; `local_time` is the only
place where a local hour becomes an instant.
"""
