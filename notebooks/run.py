"""Run the notebooks from top to bottom and keep their outputs: ``make notebooks``."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

for path in sorted(Path(__file__).parent.glob("*.ipynb")):
    print(path.name)
    notebook = nbformat.read(path, as_version=4)
    # times of execution would change the file at every run
    NotebookClient(
        notebook, record_timing=False, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    nbformat.write(notebook, path)
