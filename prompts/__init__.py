"""The words: vocabulary, patterns, replies.  Data and one loader."""
