"""Plain Python without a home elsewhere: working time, documents, texts, safe HTML."""
