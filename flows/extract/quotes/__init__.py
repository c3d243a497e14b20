"""Attribution: who said, wrote, thought or wanted what (table `QUOTES`).

`marks` finds quotation marks, `parse` lays the annotation out as lists, `cues` is the lexicon, `complements` and `indirect` read
attributions off the syntax, `direct` gives quotations their cue, `speakers` finds who speaks, `rows` writes rows.
"""

from flows.extract.quotes.rows import count_marks, extract

__all__ = ["count_marks", "extract"]
