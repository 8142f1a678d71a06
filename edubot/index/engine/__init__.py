"""An index whose vectors lie in a distributed engine, Milvus; loaded for those who name such an index."""
