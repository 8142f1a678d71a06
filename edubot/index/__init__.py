"""Leaflets → passages → unit vectors → a folder on disk, and back.

Reading order: passages, ledger, encoder, weights, quiet_runtime, onnx_encoder, sentence_encoder, onnx_export, vectors,
store_tables, store_writer, store_file, word_search, store, manifest, durable, layout, build_lock, library_note,
withdrawals, versions, progress, crew, reuse, survey, draft, build, search_index, history.
"""
