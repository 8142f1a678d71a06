"""How well the words that answer are found, by whatever system shows them.

Reading order: lines, texts, gold, judged, collection (what is asked); reply, systems, trec, beir (what is said);
measures, judgements, ranking, figures (what that is worth); intervals, abstention, safety, slices, failures,
comparison, frugal, ablation (how sure, and where it fails); run, bench, as_json, report (all of it).
"""
