"""The core's readme as a page outside the repository, say on PyPI, where relative links lead nowhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

RELATIVE = re.compile(r"\[(?P<label>[^\]]+)\]\((?P<path>(?!\w+:|#)[^)\s]+)\)")
PLUGIN = re.compile(r"plugins/(diplomacy-nlp-\w+)/README\.md")


class Readme(MetadataHookInterface):
    """Gives the readme to the metadata. The project has no public address yet that links could begin with."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Sets `readme` to README.md with its links rewritten."""
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": RELATIVE.sub(_rewritten, text)}


def _rewritten(link: re.Match[str]) -> str:
    """A plugin's readme is its own page; any other file is named by its path in the sources."""
    label, path = link["label"], link["path"]
    if plugin := PLUGIN.fullmatch(path):
        return f"[{label}](https://pypi.org/project/{plugin[1]}/)"
    return f"`{path}`" if label == path else f"{label} (`{path}`)"
