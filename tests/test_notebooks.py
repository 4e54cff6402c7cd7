"""The notebooks run from top to bottom, and the repository holds them with their outputs."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import slmo_match

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request):
    return request.param


def test_there_are_notebooks():
    assert NOTEBOOKS


def test_notebook_runs(path, tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    # the kernel starts in the folder of the notebook, where a relative path leads nowhere
    monkeypatch.setenv("PYTHONPATH", str(Path(slmo_match.__file__).parents[1]))
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    warned = [output.text for output in outputs if output.get("name") == "stderr"]
    assert warned == []
    assert any("image/png" in output.get("data", {}) for output in outputs)


def test_notebook_is_kept_with_the_outputs_of_one_clean_run(path):
    cells = code_cells(nbformat.read(path, as_version=4))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert any(cell.outputs for cell in cells)


def test_notebook_names_no_path_of_the_machine_it_ran_on(path):
    content = path.read_text("utf-8")
    assert not [place for place in ("/home/", "/root/", "/tmp/", "C:\\\\Users") if place in content]
