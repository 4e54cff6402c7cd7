"""Polish text to lemmas and statements, as plain functions and as spaCy components."""
