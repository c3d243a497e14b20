"""Document -> spaCy Doc -> rows of sentences, tokens, names, amounts."""
