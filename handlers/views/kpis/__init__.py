"""KPIs as people read them: lists, lines, reasons, forms, limits, alerts."""
