"""A network looks at its own columns of the rows, and comes back from its state."""

import numpy as np
import pytest
from scipy import sparse

from slmo_match.network import Network

NO_HEADINGS = sparse.csr_matrix((3, 1))


@pytest.fixture
def network() -> Network:
    """One unit that counts the second and the fourth column, one that wakes under a heading."""
    hidden = np.array([[2, 0], [1, 0], [0, 4]], np.float32), np.array([-1, -3], np.float32)
    last = np.array([[0, 3], [9, 9]], np.float32), np.array([0.5, 0], np.float32)
    return Network(hidden, last, np.array([1, 3]), 5)


def test_only_its_columns_are_seen(network):
    rows = sparse.csr_matrix(np.array([[7, 0, 7, 0, 7], [0, 1, 0, 0, 0], [7, 1, 7, 1, 7.0]]))
    outputs = network.outputs(rows, NO_HEADINGS)
    assert outputs == pytest.approx(np.array([[0.5, 0], [0.5, 3], [0.5, 6]]))


def test_the_heading_is_seen_besides(network):
    rows, under = sparse.csr_matrix((2, 5)), sparse.csr_matrix(np.array([[1.0], [0]]))
    assert network.outputs(rows, under) == pytest.approx(np.array([[9.5, 9], [0.5, 0]]))


def test_no_rows_have_no_outputs(network):
    assert network.outputs(sparse.csr_matrix((0, 5)), sparse.csr_matrix((0, 1))).shape == (0, 2)


def test_a_row_alone_has_the_outputs_that_it_has_among_others():
    chance = np.random.default_rng(4)
    hidden = chance.normal(size=(47, 64)).astype(np.float32), np.zeros(64, np.float32)
    last = chance.normal(size=(64, 23)).astype(np.float32), np.zeros(23, np.float32)
    network = Network(hidden, last, np.arange(40), 40)
    rows, headings = (
        sparse.random(50, n, 0.2, format="csr", dtype=np.float32, random_state=chance)
        for n in (40, 7)
    )
    alone = np.vstack([network.outputs(rows[i], headings[i]) for i in range(50)])
    assert np.array_equal(alone, network.outputs(rows, headings))


def test_a_network_comes_back_from_its_state_in_bytes():
    chance = np.random.default_rng(3)
    hidden = chance.normal(size=(3, 3)).astype(np.float32), np.array([3, 4, 5], np.float32)
    last = chance.normal(size=(3, 2)).astype(np.float32), np.array([0.4, -0.7], np.float32)
    network = Network(hidden, last, np.array([1, 3]), 5)
    state = network.state()
    assert state["network_hidden_weights"].dtype == np.int8
    again = Network.from_state(state, np.array([1, 3]), 5)
    assert again.hidden[0].dtype == np.float32
    seen = sparse.csr_matrix(chance.random((4, 5))), sparse.csr_matrix(np.ones((4, 1)))
    assert again.outputs(*seen) == pytest.approx(network.outputs(*seen), abs=0.05)
    assert not np.array_equal(again.outputs(*seen), network.outputs(*seen))
    twice = Network.from_state(again.state(), np.array([1, 3]), 5)
    assert np.array_equal(twice.hidden[0], again.hidden[0])


def test_a_unit_without_weights_comes_back(network):
    weights, intercepts = network.hidden
    weights[:, 1] = 0
    idle = Network((weights, intercepts), network.last, np.array([1, 3]), 5)
    again = Network.from_state(idle.state(), np.array([1, 3]), 5)
    assert not again.hidden[0][:, 1].any()
    assert again.hidden[0] == pytest.approx(weights, abs=0.01)
