"""A corpus of three voices and fifteen adverts, for tests that train on one."""

from pathlib import Path

import numpy as np

DUTIES = {
    1: ("-", "wydawanie kluczy do szatni"),
    2: ("2.1", "notowanie spóźnień serwisu wind w rejestrze"),
    3: ("3.1", "sprawdzanie, czy naprawy bram kończą się w umówionym czasie"),
    5: ("5.3", "uzgadnianie z zarządcami poziomu usług sprzątania"),
    7: ("7.1", "wyznaczanie strategii świadczenia usług w całej grupie"),
}
VOICES = {"v91_pierwszy": "portów", "v92_drugi": "magazynów", "v93_trzeci": "szpitali"}


def advert(name: str, level: int, where: str) -> str:
    criterion, duty = DUTIES[level]
    return "\n".join(
        [
            f"# {name} | advert | obsługa {where} | level {level} | traps: -",
            "heading | Zakres obowiązków:",
            f"{criterion} own | {duty} {where}",
            f"- own | wydawanie posiłków dla {where}",
            "heading | Wymagania:",
            "- required | prawo jazdy kat. B",
        ]
    )


def write_corpus(folder: Path) -> Path:
    """Write the voices, a bank and sums of a background; return the folder of the corpus."""
    voices, bank, beside = folder / "corpus/voices", folder / "corpus/bank", folder / "background"
    for place in (voices, bank, beside):
        place.mkdir(parents=True)
    for voice, where in VOICES.items():
        adverts = [advert(f"{voice[:3]}-00{level}", level, where) for level in DUTIES]
        (voices / f"{voice}.txt").write_text("\n\n".join(adverts) + "\n", encoding="utf-8")
    (bank / "probe.txt").write_text(
        "- own | mycie okien w biurowcu\n4.4 other | raporty o usługach pisze kierownik\n",
        encoding="utf-8",
    )
    np.savez(
        beside / "cooccurrence.npz",
        names=np.array(["posiłek", "wydawać"]),
        means=np.array([0.1, 0.2]),
        first=np.array([0, 1]),
        second=np.array([0, 1]),
        values=np.array([0.05, 0.08]),
        statements=np.array(100),
    )
    return folder / "corpus"
