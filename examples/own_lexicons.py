"""Reads a text with the words of the package, and again with words of one's own.

    python examples/own_lexicons.py

The words stand in examples/lexicons; docs/lexicons.md says how such files are written.
"""

from __future__ import annotations

from pathlib import Path

from diplomacy_nlp import Analysis, Analyzer, Article

LEXICONS = Path(__file__).parent / "lexicons"
ARTICLE = Article(
    text="Norway coaxed the rebels to return to the talks. Algeria circulated a prospectus for a neutral port. "
    "Morocco was livid about the prospectus. Mali welcomed the ceasefire. Qatar pressed for an inquiry."
)


def main() -> None:
    """Prints what is found, before and after."""
    own = {name: {"lexicon": LEXICONS / f"{name}.tsv"} for name in ("proposals", "reactions")}
    for what, options in (("Words of the package", {}), ("Words of our own", own)):
        print(f"{what}:")
        show(Analyzer.discover(options=options).analyze(ARTICLE))


def show(analysis: Analysis) -> None:
    """Prints the proposals and reactions of an analysis, a line each."""
    for proposal in analysis.proposals:
        content = ", ".join(analysis.words(span) for span in proposal.content)
        print(f"  {proposal.kind}: {analysis.words(proposal.cue)} | {content}")
    for reaction in analysis.reactions:
        print(f"  {reaction.stance}: {analysis.words(reaction.cue)} | {analysis.words(reaction.target)}")


if __name__ == "__main__":
    main()
