"""KPIs: readings logged, KPIs written, targets and limits set, alerts opened and acted on, reasons given."""
