"""Linear models over rows that are never multiplied out equal those of scikit-learn."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from slmo_match.subwords import Factors
from slmo_match.training.linear import Rows, fit_multinomial


@pytest.fixture(scope="module")
def parts():
    chance = np.random.default_rng(1)

    def some(rows: int, columns: int) -> sparse.csr_matrix:
        return sparse.random(rows, columns, 0.4, format="csr", random_state=chance)

    return some(60, 8), Factors(some(60, 12), some(12, 5)), some(60, 3)


@pytest.fixture(scope="module")
def rows(parts) -> Rows:
    return Rows(*parts)


@pytest.fixture(scope="module")
def whole(parts) -> np.ndarray:
    features, factors, more = parts
    product = (factors.lemmas @ factors.pieces).toarray()
    return np.hstack([features.toarray(), product, more.toarray()])


def test_products_are_those_of_the_whole_matrix(rows, whole):
    chance = np.random.default_rng(2)
    weights, values = chance.normal(size=(16, 4)), chance.normal(size=60)
    assert rows.shape == whole.shape
    assert rows.dot(weights) == pytest.approx(whole @ weights, rel=1e-4, abs=1e-5)
    assert rows.transposed_dot(values) == pytest.approx(whole.T @ values, rel=1e-4, abs=1e-5)


def test_squares_of_columns_are_known_without_the_whole_matrix(rows, parts, whole):
    counts = np.arange(60.0)
    wanted = counts @ whole**2
    found = rows.squares(counts)
    plain = [*range(8), *range(13, 16)]  # the others are products
    assert found[plain] == pytest.approx(wanted[plain], rel=1e-4)
    lemmas, pieces = (part.toarray() for part in parts[1])
    assert found[8:13] == pytest.approx(counts @ (lemmas**2 @ pieces**2), rel=1e-4)
    assert np.all(found[8:13] <= wanted[8:13])  # all entries are positive here


def test_vectors_are_rows_like_any_others(parts, whole):
    features, _, more = parts
    vectors = features.toarray().astype(np.float32)
    vectors[:, 2] = 0
    dense, thin = Rows(vectors, None, more), Rows(sparse.csr_matrix(vectors), None, more)
    labels = np.random.default_rng(6).integers(0, 3, 60)
    for one, other in zip(
        fit_multinomial(dense, labels, 3, C=1.0, iterations=50),
        fit_multinomial(thin, labels, 3, C=1.0, iterations=50),
        strict=True,
    ):
        assert one == pytest.approx(other, abs=1e-4)


def test_the_multinomial_model_is_that_of_scikit_learn(rows, whole):
    labels = np.random.default_rng(4).integers(0, 3, 60)
    weights, intercepts = fit_multinomial(rows, labels, 3, C=1.0, iterations=500)
    wanted = LogisticRegression(C=1.0, max_iter=1000, tol=1e-8).fit(whole, labels)
    found = whole @ weights + intercepts
    probabilities = np.exp(found) / np.exp(found).sum(axis=1, keepdims=True)
    assert probabilities == pytest.approx(wanted.predict_proba(whole), abs=5e-3)


def test_a_class_without_examples_is_never_likely(rows):
    labels = np.random.default_rng(5).integers(0, 2, 60)
    weights, intercepts = fit_multinomial(rows, labels, 3, C=1.0, iterations=300)
    assert (rows.dot(weights) + intercepts).argmax(axis=1).max() < 2
