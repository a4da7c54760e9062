"""The coach, tested on texts made up for it and on real key results that were labelled by hand."""
