"""CSV files in: what is taken, and the sentence for what is not."""
