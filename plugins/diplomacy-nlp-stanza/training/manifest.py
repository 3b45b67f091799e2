"""Writes the manifest of a model folder: `python training/manifest.py ../diplomacy_nlp_stanza/models/en`."""

from diplomacy_nlp_stanza.make_manifest import main

if __name__ == "__main__":
    main()
