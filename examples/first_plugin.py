"""A plugin in one screen: it labels every deadline that an article speaks of."""

from collections.abc import Iterator

from diplomacy_nlp_stanza import Stanza

from diplomacy_nlp import Analyzer, Annotation, Finding, hookimpl


class Deadlines:
    @hookimpl
    def diplomacy_find_more(self, annotation: Annotation) -> Iterator[Finding]:
        for word in annotation.words:
            if word.lemma in ("deadline", "ultimatum"):
                yield Finding(label="deadline", spans=[annotation.phrase(word)])


analysis = Analyzer([Stanza(), Deadlines()]).analyze("Ankara set a deadline of two weeks.")
for finding in analysis.findings:
    print(finding.id, finding.label, analysis.words(finding), *finding.spans)
