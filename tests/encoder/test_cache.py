"""The cache knows a sentence by its content and by the model."""

import numpy as np

from encoder.cache import VectorCache

VECTOR = np.ones(4, dtype=np.float32)


def test_what_was_unused_longest_is_forgotten_first() -> None:
    cache = VectorCache(fingerprint="a", entries=2)
    cache.put("eins", VECTOR)
    cache.put("zwei", VECTOR)
    assert cache.get("eins") is not None
    cache.put("drei", VECTOR)
    assert cache.get("zwei") is None
    assert cache.get("eins") is not None
    assert len(cache) == 2


def test_a_cache_of_no_entries_remembers_nothing() -> None:
    cache = VectorCache(fingerprint="a", entries=0)
    cache.put("eins", VECTOR)
    assert cache.get("eins") is None


def test_a_remembered_vector_does_not_keep_its_batch_in_memory() -> None:
    batch = np.ones((32, 4), dtype=np.float32)
    cache = VectorCache(fingerprint="a", entries=2)
    cache.put("eins", batch[0])
    found = cache.get("eins")
    assert found is not None
    assert found.base is None


def test_the_cache_holds_no_words() -> None:
    cache = VectorCache(fingerprint="a", entries=2)
    cache.put("Meine Rufnummer ist geheim", VECTOR)
    assert "geheim" not in repr(vars(cache))
