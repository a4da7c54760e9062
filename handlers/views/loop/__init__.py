"""KPI and OKR in one post: the digest, the Home tab, the way back to the dashboard."""
