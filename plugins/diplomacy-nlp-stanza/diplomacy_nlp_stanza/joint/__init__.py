"""The joint model: one encoder pass for tags, lemmas, trees and entities, as variants of Stanza's processors."""
