"""A network looks at its own columns of the rows, and comes back from its state."""

import numpy as np
import pytest
from scipy import sparse

from slmo_match.network import Network


@pytest.fixture
def network() -> Network:
    """One unit that counts the second and the fourth column, one that never wakes."""
    hidden = np.array([[2, 0], [1, 0]], np.float32), np.array([-1, -5], np.float32)
    last = np.array([[0, 3], [9, 9]], np.float32), np.array([0.5, 0], np.float32)
    return Network(hidden, last, np.array([1, 3]), 5)


def test_only_its_columns_are_seen(network):
    rows = sparse.csr_matrix(np.array([[7, 0, 7, 0, 7], [0, 1, 0, 0, 0], [7, 1, 7, 1, 7.0]]))
    assert network.outputs(rows) == pytest.approx(np.array([[0.5, 0], [0.5, 3], [0.5, 6]]))


def test_no_rows_have_no_outputs(network):
    assert network.outputs(sparse.csr_matrix((0, 5))).shape == (0, 2)


def test_a_row_alone_has_the_outputs_that_it_has_among_others():
    chance = np.random.default_rng(4)
    hidden = chance.normal(size=(40, 64)).astype(np.float32), np.zeros(64, np.float32)
    last = chance.normal(size=(64, 23)).astype(np.float32), np.zeros(23, np.float32)
    network = Network(hidden, last, np.arange(40), 40)
    rows = sparse.random(50, 40, 0.2, format="csr", dtype=np.float32, random_state=chance)
    alone = np.vstack([network.outputs(rows[i]) for i in range(50)])
    assert np.array_equal(alone, network.outputs(rows))


def test_a_network_comes_back_from_its_state_in_half_precision():
    chance = np.random.default_rng(3)
    hidden = chance.normal(size=(2, 3)).astype(np.float32), np.array([0.1, 0.2, 0.3], np.float32)
    last = chance.normal(size=(3, 2)).astype(np.float32), np.array([0.4, -0.7], np.float32)
    network = Network(hidden, last, np.array([1, 3]), 5)
    state = network.state()
    assert {state[f"network_{name}_weights"].dtype.name for name in ("hidden", "last")} == {
        "float16"
    }
    again = Network.from_state(state, np.array([1, 3]), 5)
    rows = sparse.csr_matrix(chance.random((4, 5)))
    assert again.outputs(rows) == pytest.approx(network.outputs(rows), abs=1e-2)
    assert not np.array_equal(again.outputs(rows), network.outputs(rows))
