"""The dashboard: what KPIs there are, how they stand and why, their targets and limits, and whether anyone must hear.

May import `company`, `calendar` and `values`. `model` is what there is; `targets`, `target_parser` and
`target_changes` read a target as people write it; `seasons`, `control_limits` and `limits` say what is normal and
propose limits, `limit_reviews` try them; `status` builds a `status_model.KpiStatus`; `alert_episode` and `alerts`
decide what is told.
"""
