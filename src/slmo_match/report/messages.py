"""The catalogue: every sentence that users see, in English in the code and in Polish here.

A sentence is looked up by its English words, with the places of its values in braces, so that
messages that arrive ready-made (those of exceptions) are found as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

Lang = Literal["pl", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)


@dataclass(frozen=True, slots=True)
class Messages:
    """The catalogue in one language.

    Parameters
    ----------
    lang : str
        ``"pl"`` or ``"en"``.

    Examples
    --------
    >>> Messages("pl")("written to {path}", path="wyniki.csv")
    'zapisano w wyniki.csv'
    >>> Messages("pl").translate("3 words; at least 6 are needed")
    'słów: 3; potrzeba co najmniej 6'
    """

    lang: Lang = "pl"

    def __call__(self, sentence: str, **values: object) -> str:
        """Return a sentence of the catalogue with its values put in."""
        found = POLISH.get(sentence, sentence) if self.lang == "pl" else sentence
        return found.format(**values) if values else found

    def translate(self, message: str) -> str:
        """Return a ready-made English message in this language, if the catalogue knows it."""
        if self.lang == "en" or not message:
            return message
        if message in POLISH:
            return POLISH[message]
        for pattern, polish in _patterns():
            match = pattern.fullmatch(message)
            if match:
                values = {name: self.translate(value) for name, value in match.groupdict().items()}
                return polish.format(**values)
        return message

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with the decimal and thousands marks of the language."""
        text = f"{value:,.{decimals}f}"
        return text.translate(_POLISH_MARKS) if self.lang == "pl" else text

    def percent(self, share: float) -> str:
        """Return a share, 0 to 1, in per cent."""
        return f"{share:.0%}"

    def quote(self, words: str) -> str:
        """Return words in quotation marks."""
        return f"„{words}”" if self.lang == "pl" else f"“{words}”"


def choose_lang(asked: str | None, environ: Mapping[str, str]) -> Lang:
    """Return the language asked for, else that of the environment, else Polish.

    Examples
    --------
    >>> choose_lang(None, {"LANG": "en_GB.UTF-8"})
    'en'
    >>> choose_lang(None, {"LANG": "C.UTF-8"})
    'pl'
    """
    if asked in LANGS:
        return asked
    locale = next(
        (environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(key)), ""
    )
    return "en" if locale.startswith("en") else "pl"


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return the sentences with values as patterns, those with most fixed words first."""
    found = []
    for english, polish in POLISH.items():
        parts = re.split(r"\{(\w+)\}", english)
        if len(parts) > 1:
            seen: set[str] = set()
            pattern = ""
            for i, part in enumerate(parts):
                pattern += _group(part, seen) if i % 2 else re.escape(part.format())
            found.append((len("".join(parts[::2])), re.compile(pattern, re.DOTALL), polish))
    found.sort(key=lambda item: -item[0])
    return [(pattern, polish) for _, pattern, polish in found]


def _group(name: str, seen: set[str]) -> str:
    if name in seen:
        return f"(?P={name})"
    seen.add(name)
    return f"(?P<{name}>.+?)"


_POLISH_MARKS = str.maketrans({",": "\u00a0", ".": ","})

STATUSES = {
    "scored": "scored",
    "not_observed": "not observed",
    "uncertain": "uncertain",
    "too_short": "too short",
    "unsupported_language": "in another language",
    "unreadable": "unreadable",
}

OWNERSHIPS = {
    "other": "duty of somebody else (superior, client, another team)",
    "negated": "denied: the text says that this is not part of the role",
    "required": "required knowledge or experience, not a duty",
    "company": "the company about itself",
    "benefit": "what the company offers",
    "earlier": "another post of the CV than the one that decides",
}

POLISH = {
    # status
    "scored": "oceniony",
    "not observed": "nie wykazano",
    "uncertain": "niepewny",
    "too short": "za krótki",
    "in another language": "w innym języku",
    "unreadable": "nieczytelny",
    # ownership
    OWNERSHIPS["other"]: "obowiązek kogo innego (przełożonego, klienta, innego zespołu)",
    OWNERSHIPS["negated"]: "zaprzeczone: tekst mówi, że to nie należy do roli",
    OWNERSHIPS["required"]: "wymagana wiedza lub doświadczenie, a nie obowiązek",
    OWNERSHIPS["company"]: "firma pisze o sobie",
    OWNERSHIPS["benefit"]: "to, co firma oferuje",
    OWNERSHIPS["earlier"]: "inne stanowisko w CV niż to, które rozstrzyga",
    # table of results
    "document": "dokument",
    "level": "poziom",
    "certainty": "pewność",
    "status": "status",
    "quotation or reason": "cytat lub powód",
    "No documents.": "Brak dokumentów.",
    "documents: {count}": "dokumentów: {count}",
    "level {level}: {count}": "poziom {level}: {count}",
    "uncertain: {count}": "niepewnych: {count}",
    "not assessed: {count}": "nieocenionych: {count}",
    "unreadable: {count}": "nieczytelnych: {count}",
    "{seconds} s": "{seconds} s",
    "reading and scoring": "czytanie i ocena",
    "{rate}/s": "{rate}/s",
    "written to {path}": "zapisano w {path}",
    # explain
    "Suggested level: {level}": "Sugerowany poziom: {level}",
    "certainty {share}, range {levels}": "pewność {share}, przedział {levels}",
    "No level: {status}": "Bez poziomu: {status}",
    "Descriptor of the level": "Deskryptor poziomu",
    "Probability of each level": "Prawdopodobieństwo każdego z poziomów",
    "Why this level": "Dlaczego ten poziom",
    "Left out, and why": "Co pominięto i dlaczego",
    "Missing for level {level}": "Czego brakuje do poziomu {level}",
    "Nothing in the text shows service level management as a duty of the role.":
        "Nic w tekście nie wskazuje, by zarządzanie poziomem usług należało do tej roli.",
    "Nothing: every criterion of level {level} has a quotation of some strength.":
        "Niczego: każde kryterium poziomu {level} ma pewne poparcie w tekście.",
    "Nothing: level {level} is the highest.": "Niczego: poziom {level} jest najwyższy.",
    "Nothing.": "Niczego.",
    "descriptor": "deskryptor",
    "page {page}": "s. {page}",
    "characters {start}–{end}": "znaki {start}–{end}",
    "strength {strength}": "siła {strength}",
    "Note: {warning}": "Uwaga: {warning}",
    "This is a suggestion of the model {model}; a person decides.":
        "To sugestia modelu {model}; decyduje człowiek.",
    # descriptors
    "Level {level}": "Poziom {level}",
    "Text: SFIA, skill Service level management (SLMO), © SFIA Foundation.":
        "Tekst: SFIA, umiejętność Zarządzanie poziomem usług (SLMO), © SFIA Foundation.",
    # agreement with labels
    "figure": "miara",
    "value": "wartość",
    "95% interval": "przedział 95%",
    "exact level": "dokładny poziom",
    "at most one level apart": "różnica najwyżej o jeden poziom",
    "mean error (levels)": "średni błąd (poziomy)",
    "quadratic weighted kappa": "kappa ważona kwadratowo",
    "calibration error": "błąd kalibracji",
    "range holds the label": "przedział zawiera ocenę",
    "mean width of the range (levels)": "średnia szerokość przedziału (poziomy)",
    "exact level without the least certain tenth": "dokładny poziom bez najmniej pewnej dziesiątej",
    "Label (rows) and suggested level (columns)": "Ocena (wiersze) i sugerowany poziom (kolumny)",
    "cannot read {path}: {reason}": "nie można odczytać {path}: {reason}",
    "{path} holds no labelled text": "{path} nie zawiera ocenionych tekstów",
    "{place}: level must be 1 to 7 and text a string, found level {level}":
        "{place}: level musi być od 1 do 7, a text napisem; jest level {level}",
    '{place}: expected {{"text": "…", "level": 1..7}}, found {line}':
        '{place}: oczekiwano {{"text": "…", "level": 1..7}}, jest {line}',
    "no model in {path}: {reason}; 'slmo-match train' makes one from the corpus":
        "w {path} nie ma modelu: {reason}; 'slmo-match train' zbuduje go z korpusu",
    "the model in {path} was made with other word lists than this version has; "
    "'slmo-match train' makes it anew":
        "model w {path} zbudowano z innymi listami słów niż w tej wersji; "
        "'slmo-match train' zbuduje go od nowa",
    "the model in {path} is of format {found}, this version reads {known}":
        "model w {path} ma format {found}, ta wersja czyta {known}",
    # training
    "there is no corpus in {path}: it comes with the repository of slmo-match; "
    "give its folder with --corpus":
        "w {path} nie ma korpusu: należy do repozytorium slmo-match; "
        "podaj jego folder opcją --corpus",
    "the installed package has no folder for a new model: give one with --model":
        "zainstalowany pakiet nie ma miejsca na nowy model: podaj folder opcją --model",
    # wrong use
    "Error: {message}": "Błąd: {message}",
    "Interrupted.": "Przerwano.",
    "unexpected error: {error} (--debug shows where)":
        "nieoczekiwany błąd: {error} (--debug pokaże miejsce)",
    "Try '{command} --help'.": "Pomoc: '{command} --help'.",
    "no such file or folder: {path}": "nie ma takiego pliku ani folderu: {path}",
    "no such file: {path}": "nie ma takiego pliku: {path}",
    "{path} is a folder; explain one document at a time, "
    "or score the folder with 'slmo-match score'":
        "{path} to folder; wyjaśnić można jeden dokument naraz, a folder ocenia 'slmo-match score'",
    "{path} is a table; explain one document at a time, "
    "or score the table with 'slmo-match score'":
        "{path} to tabela; wyjaśnić można jeden dokument naraz, a tabelę ocenia 'slmo-match score'",
    "{path} is a table: name the column that holds the texts with --text-column":
        "{path} to tabela: nazwij kolumnę z tekstami opcją --text-column",
    "no documents found in {path}": "nie znaleziono dokumentów w {path}",
    "cannot write {path}: {reason}": "nie można zapisać {path}: {reason}",
    "its ending is none of {endings}": "rozszerzenie nie jest jednym z: {endings}",
    "it is a folder": "to folder",
    "there is no folder {folder}": "nie ma folderu {folder}",
    "it is one of the inputs": "to jeden z plików wejściowych",
    "the results are complete in {path}": "komplet wyników leży w {path}",
    "{reason}; the results are complete in {path}": "{reason}; komplet wyników leży w {path}",
    "Parquet needs pyarrow: pip install 'slmo-match[parquet]', or choose .csv, .xlsx or .jsonl":
        "Parquet wymaga pyarrow: pip install 'slmo-match[parquet]' "
        "albo wybierz .csv, .xlsx lub .jsonl",
    "a sheet of .xlsx holds {rows} documents at most; choose .csv, .jsonl or .parquet":
        "arkusz .xlsx mieści najwyżej {rows} dokumentów; wybierz .csv, .jsonl lub .parquet",
    "a worker process ended unexpectedly (of {workers}); "
    "it may have run out of memory: try --workers 1":
        "proces roboczy niespodziewanie się zakończył (jeden z {workers}); "
        "mogło zabraknąć pamięci: spróbuj --workers 1",
    "--resume needs the --output of the run that it goes on with":
        "--resume wymaga tego samego --output co przerwane polecenie",
    "unfinished results for {output} lie in {path}; go on with --resume, or remove them":
        "niedokończone wyniki dla {output} leżą w {path}; "
        "dokończ je z opcją --resume albo usuń ten plik",
    "the unfinished results in {path} are those of other inputs or options; "
    "give these again, or remove them":
        "niedokończone wyniki w {path} dotyczą innych danych lub opcji; "
        "podaj te same albo usuń ten plik",
    "the documents have changed since the work was interrupted: number {number} was {before}, "
    "now it is {now}; remove the unfinished results and begin anew":
        "dokumenty zmieniły się od przerwania pracy: numer {number} to był {before}, "
        "a teraz {now}; usuń niedokończone wyniki i zacznij od nowa",
    "another slmo-match is writing it": "zapisuje go już inny slmo-match",
    "documents done so far: {count}; the same command with --resume goes on there":
        "gotowych dokumentów: {count}; to samo polecenie z --resume zacznie od następnego",
    "Permission denied": "brak uprawnień",
    "No such file or directory": "nie ma takiego pliku ani folderu",
    "Is a directory": "to folder",
    "No space left on device": "brak miejsca na dysku",
    "Read-only file system": "system plików tylko do odczytu",
    # what click says
    "No such command {name}.": "nie ma polecenia {name}.",
    "No such command {name}. Did you mean {other}?":
        "nie ma polecenia {name}; może chodzi o {other}?",
    "No such option: {name}": "nie ma opcji: {name}",
    "No such option {name}.": "nie ma opcji {name}.",
    "No such option {name}. Did you mean {other}?": "nie ma opcji {name}; może chodzi o {other}?",
    "No such option: {name} Did you mean {other}?": "nie ma opcji: {name}; może chodzi o {other}?",
    "Missing argument '{name}'.": "brak argumentu {name}.",
    "Option '{name}' requires an argument.": "opcja {name} wymaga wartości.",
    "Got unexpected extra argument ({name})": "zbędny argument: {name}",
    "Got unexpected extra arguments ({name})": "zbędne argumenty: {name}",
    "Invalid value for '{name}': {reason}": "zła wartość dla {name}: {reason}",
    "{value} is not one of {allowed}.": "{value} nie jest jedną z: {allowed}.",
    "{value} is not in the range x>={least}.": "{value} to mniej niż {least}.",
    "{value} is not a valid integer range.": "{value} nie jest liczbą całkowitą.",
    "[OPTIONS]": "[OPCJE]",
    "[COMMAND] [ARGS]...": "POLECENIE [ARGUMENTY]...",
    "Usage": "Użycie",
    "Options": "Opcje",
    "Commands": "Polecenia",
    # reasons of documents
    "{count} words; at least {least} are needed": "słów: {count}; potrzeba co najmniej {least}",
    "no words": "brak słów",
    "longer than {most} words; cut it into the documents that it holds":
        "ponad {most} słów; podziel go na dokumenty, z których się składa",
    "the text is neither in Polish nor in English (found: {language})":
        "tekst nie jest ani po polsku, ani po angielsku (wykryto: {language})",
    "{count} statements in other languages ({languages}) were left out":
        "pominięto zdania w innych językach ({languages}): {count}",
    "holds the wording of the descriptors of levels {levels}":
        "zawiera słowa deskryptorów poziomów {levels}",
    "the word {word} is {count} of its {total} words": "słowo {word} to {count} z {total} słów",
    "unexpected error, please report it: {error}":
        "nieoczekiwany błąd, prosimy o zgłoszenie: {error}",
    "empty: {detail}": "pusty: {detail}",
    "corrupt: {detail}": "uszkodzony: {detail}",
    "encrypted: {detail}": "zaszyfrowany: {detail}",
    "binary: {detail}": "nie jest tekstem: {detail}",
    "too big: {detail}": "za duży: {detail}",
    "too deep: {detail}": "zbyt głęboko zagnieżdżony: {detail}",
    "too slow: {detail}": "zbyt wolny: {detail}",
    "refused: {detail}": "odrzucony: {detail}",
    "no text: {detail}": "brak tekstu: {detail}",
    "no text (needs OCR): {detail}": "brak tekstu (potrzebne OCR): {detail}",
    "unsupported: {detail}": "nieobsługiwany: {detail}",
    "missing: {detail}": "nie ma go: {detail}",
    "no permission: {detail}": "brak uprawnień: {detail}",
    "not a file: {detail}": "to nie plik: {detail}",
    "link: {detail}": "dowiązanie: {detail}",
    "unreadable: {detail}": "nieczytelny: {detail}",
    "the cell holds no text": "komórka nie zawiera tekstu",
    "the file holds nothing": "plik nic nie zawiera",
    "the document holds no words": "dokument nie zawiera słów",
    "the archive holds no files": "archiwum nie zawiera plików",
    "the pages of the PDF hold nothing": "strony PDF nic nie zawierają",
    "the file holds no text": "plik nie zawiera tekstu",
    "this is {what}": "to {what}",
    "a gzip archive": "archiwum gzip",
    "a 7z archive": "archiwum 7z",
    "a RAR archive": "archiwum RAR",
    "a program": "program",
    "a GIF picture": "obraz GIF",
    "a BMP picture": "obraz BMP",
    "a Parquet table; read it with a text column": "tabela Parquet; podaj jej kolumnę z tekstami",
    "a database": "baza danych",
    "a PostScript file; save it as PDF": "plik PostScript; zapisz go jako PDF",
    "a Word document without its text": "dokument Word bez tekstu",
    "an OpenDocument text without its text": "dokument OpenDocument bez tekstu",
    "a zip file without its directory (cut off?)": "plik zip bez spisu treści (ucięty?)",
    "the zip directory cannot be read": "nie można odczytać spisu treści pliku zip",
    "an Office file that is cut off": "ucięty plik Office",
    "its reader broke down on it (damaged, or too big)":
        "czytnik się na nim załamał (uszkodzony lub za duży)",
    "no page of the PDF can be read": "nie można odczytać żadnej strony PDF",
    "the PDF cannot be opened": "nie można otworzyć PDF",
    "the PDF has no end (cut off?)": "PDF nie ma końca (ucięty?)",
    "the PDF has no pages": "PDF nie ma stron",
    "the rich text cannot be read": "nie można odczytać RTF",
    "the rich text is cut off": "ucięty RTF",
    "line {number} is no JSON: {error}": "wiersz {number} to nie JSON: {error}",
    'line {number} holds no object of the form {{"text": …}}':
        'wiersz {number} nie zawiera obiektu w postaci {{"text": …}}',
    "{name} cannot be opened as a workbook": "nie można otworzyć {name} jako skoroszytu",
    "{name} cannot be read as Parquet": "nie można odczytać {name} jako Parquet",
    "the PDF asks for a password": "PDF wymaga hasła",
    "the archive asks for a password": "archiwum wymaga hasła",
    "the document asks for a password": "dokument wymaga hasła",
    "the workbook asks for a password, or is an old .xls file":
        "skoroszyt wymaga hasła lub jest starym plikiem .xls",
    "the pages are pictures": "strony są obrazami",
    "an Excel workbook; read it as a table": "skoroszyt Excela; podaj go jako tabelę",
    "an Office file that is no Word document; save it as PDF":
        "plik Office, który nie jest dokumentem Word; zapisz go jako PDF",
    "an old Office file that is no Word document; save it as PDF":
        "stary plik Office, który nie jest dokumentem Word; zapisz go jako PDF",
    "an OpenDocument file that is no text; save it as PDF":
        "plik OpenDocument, który nie jest tekstem; zapisz go jako PDF",
    "an XML file; save it as PDF or text": "plik XML; zapisz go jako PDF lub tekst",
    "there is no such file": "nie ma takiego pliku",
    "the file may not be read": "nie wolno czytać tego pliku",
    "this is a folder": "to folder",
    "a device, pipe or socket": "urządzenie, potok lub gniazdo",
    "leads nowhere": "prowadzi donikąd",
    "leads to itself": "prowadzi do samego siebie",
    "leads to a folder that was read already": "prowadzi do folderu, który już odczytano",
    "not read within {seconds} seconds (limit 'seconds')":
        "nie odczytano w {seconds} s (limit 'seconds')",
    "{size} bytes; allowed are {allowed} (limit 'size')":
        "bajtów: {size}; dozwolone {allowed} (limit 'size')",
    "more than {most} characters of text": "ponad {most} znaków tekstu",
    "more than {most} bytes when unpacked": "ponad {most} bajtów po rozpakowaniu",
    "more than {most} documents inside each other": "ponad {most} dokumentów jeden w drugim",
    "named {ending}, read as {kind} by its content":
        "z rozszerzeniem {ending}, a po treści odczytany jako {kind}",
    "hidden text was left out": "pominięto ukryty tekst",
    "{count} characters could not be decoded": "znaków, których nie dało się odczytać: {count}",
    "nothing found at {path}; check the spelling of the path":
        "nic nie znaleziono w {path}; sprawdź pisownię ścieżki",
    "no table found at {path}; check the spelling of the path":
        "nie znaleziono tabeli {path}; sprawdź pisownię ścieżki",
    "{table} has no column {column}; its columns are: {there}":
        "{table} nie ma kolumny {column}; jej kolumny: {there}",
    "reading .parquet needs an extra: pip install slmo-match[parquet]":
        "czytanie .parquet wymaga dodatku: pip install slmo-match[parquet]",
    "a table among the documents: name its column of texts with --text-column":
        "tabela wśród dokumentów: nazwij jej kolumnę z tekstami opcją --text-column",
    # help
    "Suggest the level of service level management (SFIA SLMO) that Polish adverts, role cards "
    "and CVs correspond to, with quotations that show why.":
        "Sugeruje poziom zarządzania poziomem usług (SFIA SLMO), któremu odpowiadają ogłoszenia, "
        "karty stanowisk i CV, z cytatami, które to pokazują.",
    "Exit status: 0 if all documents were read, 1 if some could not be, 2 on wrong use.":
        "Kod wyjścia: 0, gdy odczytano wszystkie dokumenty, 1, gdy któregoś się nie dało, "
        "2 przy złym użyciu.",
    "Show the version and exit.": "Pokaż wersję i zakończ.",
    "Show this help and exit.": "Pokaż tę pomoc i zakończ.",
    "Language of the messages; by default that of the environment (LANG), else Polish.":
        "Język komunikatów; domyślnie taki jak w środowisku (LANG), a poza tym polski.",
    "Show where an unexpected error happened.": "Pokaż miejsce nieoczekiwanego błędu.",
    "Suggest the level of each document.": "Zasugeruj poziom każdego z dokumentów.",
    "PATH is a file, a folder (with the folders in it) or a table: .csv, .jsonl, .parquet or "
    ".xlsx with --text-column.":
        "PATH to plik, folder (razem z folderami w nim) albo tabela: .csv, .jsonl, .parquet lub "
        ".xlsx z opcją --text-column.",
    "Write the results to a .csv, .xlsx, .jsonl or .parquet file "
    "instead of a table on the screen.":
        "Zapisz wyniki w pliku .csv, .xlsx, .jsonl lub .parquet zamiast tabeli na ekranie.",
    "Column of a table that holds the texts.": "Kolumna tabeli, w której są teksty.",
    "Column of a table that names the documents; by default the number of the row.":
        "Kolumna tabeli z nazwami dokumentów; domyślnie numer wiersza.",
    "Number of processes; by default one for each core where there are many documents.":
        "Liczba procesów; przy wielu dokumentach domyślnie po jednym na rdzeń.",
    "Go on where an interrupted run with the same inputs and --output stopped.":
        "Zacznij tam, gdzie stanęło przerwane polecenie z tymi samymi danymi i --output.",
    "Folder of a model of your own, made by 'train'; by default the one that ships.":
        "Folder własnego modelu z polecenia 'train'; domyślnie model z pakietu.",
    "Match another text of the seven descriptors, by the similarity of words alone.":
        "Dopasuj do innego tekstu siedmiu deskryptorów, samym podobieństwem słów.",
    "Show why a document gets its level.": "Pokaż, dlaczego dokument ma swój poziom.",
    "With the quotations that count and their criteria, what was left out and why, and what is "
    "missing for the next level.":
        "Z cytatami, które się liczą, i ich kryteriami, z tym, co pominięto i dlaczego, oraz "
        "z tym, czego brakuje do następnego poziomu.",
    "Text to read, or the result as JSON for programs.":
        "Tekst do czytania albo wynik w JSON dla programów.",
    "Show the seven levels and their criteria.": "Pokaż siedem poziomów i ich kryteria.",
    "Measure the agreement with labels of your own.": "Zmierz zgodność z własnymi ocenami.",
    'GOLD.jsonl holds one document a line: {"text": …, "level": 1..7}.':
        'GOLD.jsonl zawiera po jednym dokumencie w wierszu: {"text": …, "level": 1..7}.',
    "Rebuild the model from the corpus.": "Zbuduj model od nowa z korpusu.",
    "The same corpus gives the same model every time.":
        "Ten sam korpus za każdym razem daje ten sam model.",
    "Folder of the corpus; by default models/corpus in the repository.":
        "Folder korpusu; domyślnie models/corpus w repozytorium.",
    "Folder that the model is written to; by default models/slmo in the repository.":
        "Folder, w którym model ma być zapisany; domyślnie models/slmo w repozytorium.",
}  # fmt: skip
