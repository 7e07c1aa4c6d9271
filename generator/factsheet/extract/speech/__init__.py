"""Extraction, speech: who says what, inside quotation marks and without them.

Data flows from `board` (cues, possible speakers, segments) on two ways to `quotes`:

- `candidates` and `relations`, then `speakers`: who speaks each segment, and whether it is speech at all;
- `contents` and `report_features`, then `reports`, then `reported`: what is told without marks.

`forms`, `splits` and `turns` tell fragments from utterances, unite split quotations and read interviews.
"""
