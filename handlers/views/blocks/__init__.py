"""What all views are built from: messages, forms, charts, numbers in the reader's locale, words for states."""
