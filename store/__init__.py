"""The memory: tables, scoped queries, proposals and the ledger."""
