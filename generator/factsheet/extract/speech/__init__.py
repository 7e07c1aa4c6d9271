"""Extraction, speech: who says what, inside quotation marks and without them.

text -> board (cues, possible speakers, segments)
-> candidates, relations -> speakers   (who speaks each segment, and whether it is speech)
-> contents, report_features -> reports -> reported   (what is told without marks)
-> forms, splits, turns -> quotes
"""
