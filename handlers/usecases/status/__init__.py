"""How KPIs and OKRs stand, loaded in a few set-based reads; what every other use case asks first."""
