"""KPI and key result together: from an alert to a key result and back to the dashboard, guardrails, the weekly digest.

May import `okrs`, `kpis` and what lies below; `coach` does not know it, nor it the coach.
"""
