"""What a reader would notice is wrong in a translated sentence: pure, offline, per pair of languages.

`check` finds Problems; one that is blocking keeps a machine's sentence from readers, one that warns goes to the person who reviews.
"""

from coranto.translation.checks.checking import check
from coranto.translation.checks.lengths import Lengths, learn_lengths
from coranto.translation.checks.problem import CODES, Problem, SourceSentence
from coranto.translation.checks.terms import Term

__all__ = ["CODES", "Lengths", "Problem", "SourceSentence", "Term", "check", "learn_lengths"]
