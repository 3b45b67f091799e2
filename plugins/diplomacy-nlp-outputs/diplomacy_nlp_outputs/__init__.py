"""What people use of an Analysis: tables, event data, annotation files, networks, pages, plots, and a command."""

from .brat import read_brat, write_brat
from .events import cameo_rows, plover_records, write_cameo, write_plover
from .extras import MissingExtraError
from .files import read_analyses, write_analyses, write_csv, write_jsonl, write_parquet, write_tables
from .label_studio import label_studio_config, read_label_studio, write_label_studio
from .networks import (
    actor_issue_network,
    actor_network,
    reaction_network,
    statements,
    write_network,
    write_statements,
)
from .page import positions_page, show, to_html, write_html
from .parses import to_conllu, to_spacy, write_docbin
from .plots import plot_reactions, plot_stances, plot_timeline
from .reading import InputError, read_articles
from .schema import json_schema
from .stands import stands
from .tables import arrow_schema, rows, to_arrow, to_frame

__all__ = [
    "InputError",
    "MissingExtraError",
    "actor_issue_network",
    "actor_network",
    "arrow_schema",
    "cameo_rows",
    "json_schema",
    "label_studio_config",
    "plot_reactions",
    "plot_stances",
    "plot_timeline",
    "plover_records",
    "positions_page",
    "reaction_network",
    "read_analyses",
    "read_articles",
    "read_brat",
    "read_label_studio",
    "rows",
    "show",
    "stands",
    "statements",
    "to_arrow",
    "to_conllu",
    "to_frame",
    "to_html",
    "to_spacy",
    "write_analyses",
    "write_brat",
    "write_cameo",
    "write_csv",
    "write_docbin",
    "write_html",
    "write_jsonl",
    "write_label_studio",
    "write_network",
    "write_parquet",
    "write_plover",
    "write_statements",
    "write_tables",
]
