"""What people use of an Analysis: tables, event data, networks, pages, and the command `diplomacy-nlp`."""

from .events import cameo_rows, plover_records, write_cameo, write_plover
from .extras import MissingExtraError
from .files import read_analyses, write_analyses, write_csv, write_jsonl, write_parquet, write_tables
from .networks import (
    actor_issue_network,
    actor_network,
    reaction_network,
    statements,
    write_network,
    write_statements,
)
from .page import positions_page, show, to_html, write_html
from .reading import InputError, read_articles
from .stands import stands
from .tables import arrow_schema, rows, to_arrow, to_frame

__all__ = [
    "InputError",
    "MissingExtraError",
    "actor_issue_network",
    "actor_network",
    "arrow_schema",
    "cameo_rows",
    "plover_records",
    "positions_page",
    "reaction_network",
    "read_analyses",
    "read_articles",
    "rows",
    "show",
    "stands",
    "statements",
    "to_arrow",
    "to_frame",
    "to_html",
    "write_analyses",
    "write_cameo",
    "write_csv",
    "write_html",
    "write_jsonl",
    "write_network",
    "write_parquet",
    "write_plover",
    "write_statements",
    "write_tables",
]
