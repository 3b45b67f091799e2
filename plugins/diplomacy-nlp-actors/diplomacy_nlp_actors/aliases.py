"""Second names that a text gives at once: "NAME, better known as OTHER", "NAME (also called OTHER)"."""

from __future__ import annotations

import re

from diplomacy_nlp import Span

__all__ = ["alias_after"]

_ALIAS = re.compile(
    r"""(?:\s*[,(–—-]\s*|\s+(?=(?:\w+\s+){0,2}known\s+(?:as|by)\s))  # "called" without a comma may be a deed
    (?: (?:(?:which|who)\s+(?:is|was|are|were)\s+)?
        (?:(?:also|better|best|formerly|previously|now|widely|popularly|commonly|usually|locally|once|then|more|sometimes)
           \s+)*
        (?:known|called|dubbed|nicknamed|named|abbreviated)\s+
        (?:(?:as|by|to)\s+)?
      | whose\s+(?:real\s+name|nom\ de\ guerre|nickname|code\s?name|stage\s+name|pen\s+name)\s+(?:is|was)\s+
      | a\.?k\.?a\.?\s+ | alias\s+ | or\s+(?=[A-Z]{2,}\b) )
    (?:(?:the|its|his|her|their)\s+)?
    (?:(?:[A-Z]\w+\s+)?(?:\w+\s+)?
       (?:acronyms?|initials|nickname|alias|abbreviation|pseudonym|name|nom\ de\ (?:guerre|plume))(?:,|\s+of)?\s+)?
    (?:as\s+)?(?:the\s+)?[“"'‘]?
    (?P<alias>[A-Z]\w*(?:[-’'.]\w+)*(?:\s+(?:of\s+|al-|bin\s+|the\s+)?[A-Z]\w*(?:[-’'.]\w+)*){0,4})""",
    re.VERBOSE,
)


def alias_after(text: str, end: int) -> Span | None:
    """Where another name stands that the text gives for the name ending at an offset; None where it gives none."""
    match = _ALIAS.match(text, end)
    return Span(*match.span("alias")) if match is not None else None
