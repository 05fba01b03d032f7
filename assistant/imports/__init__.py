"""CSV files in: what docs/import.md promises."""

from assistant.imports.mapping import ImportMapping, read_mapping
from assistant.imports.report import ImportReport, Kept, Refusal, Sample
from assistant.imports.request import ImportOptions
from assistant.imports.run import import_csv

__all__ = [
    "ImportMapping",
    "ImportOptions",
    "ImportReport",
    "Kept",
    "Refusal",
    "Sample",
    "import_csv",
    "read_mapping",
]
