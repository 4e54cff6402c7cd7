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
        reason, _, detail = message.partition(": ")
        if f"{reason}: {{detail}}" in POLISH:
            return POLISH[f"{reason}: {{detail}}"].format(detail=self.translate(detail))
        for pattern, polish in _patterns():
            match = pattern.fullmatch(message)
            if match:
                values = {name: self.translate(value) for name, value in match.groupdict().items()}
                return polish.format(**values)
        return f"{reason}: {self.translate(detail)}" if detail else message

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
    "unsupported_language": "not in Polish",
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
    "not in Polish": "nie po polsku",
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
    "the text is not in Polish (found: {language})":
        "tekst nie jest po polsku (wykryto: {language})",
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
    # reasons of readers
    "{program} cannot read the document": "{program} nie może odczytać dokumentu",
    "line {number} of {name}: {error}": "wiersz {number} pliku {name}: {error}",
    "part {name} cannot be unpacked": "nie można rozpakować części {name}",
    "part {name} is no XML": "część {name} to nie XML",
    "parts of the zip file overlap": "części pliku zip zachodzą na siebie",
    "the mail cannot be read": "nie można odczytać listu",
    "the picture cannot be read": "nie można odczytać obrazu",
    "page {page} cannot be drawn": "nie można narysować strony {page}",
    "its reader broke down on it": "czytnik się na nim załamał",
    "the mail is encrypted (PGP)": "list jest zaszyfrowany (PGP)",
    "the mail is encrypted (S/MIME)": "list jest zaszyfrowany (S/MIME)",
    "nothing was recognised in the pictures": "niczego nie rozpoznano w obrazach",
    "this is a picture": "to obraz",
    "the fonts of the PDF do not say which letters they draw":
        "czcionki PDF nie mówią, jakie litery rysują",
    "{reason}; install tesseract with its Polish data to read it (Debian, Ubuntu: apt install "
    "tesseract-ocr-pol; Windows: the installer of UB Mannheim, with Polish ticked)":
        "{reason}; aby go odczytać, zainstaluj tesseract z językiem polskim (Debian, Ubuntu: "
        "apt install tesseract-ocr-pol; Windows: instalator UB Mannheim z zaznaczonym polskim)",
    "part {name} defines a document type": "część {name} definiuje typ dokumentu",
    "the page defines entities": "strona definiuje encje",
    "a header of more than {most} bytes": "nagłówek dłuższy niż {most} bajtów",
    "a mail of {count} parts": "list z częściami w liczbie {count}",
    "a part is larger than its directory says": "część jest większa, niż podaje spis treści",
    "a part unpacks to more than {ratio} times its size (limit 'ratio')":
        "część po rozpakowaniu jest ponad {ratio} razy większa (limit 'ratio')",
    "a tag of more than a million characters": "znacznik dłuższy niż milion znaków",
    "an archive of {count} files; allowed are {allowed} (limit 'members')":
        "archiwum z plikami w liczbie {count}; dozwolone {allowed} (limit 'members')",
    "what stands before it fills what an archive may hold (limit 'unpacked')":
        "to, co stoi przed nim, wypełnia miejsce dozwolone dla archiwum (limit 'unpacked')",
    "more than {most} bytes when unpacked (limit 'unpacked')":
        "ponad {most} bajtów po rozpakowaniu (limit 'unpacked')",
    "more than {most} braces": "ponad {most} nawiasów klamrowych",
    "more than {most} entities": "ponad {most} encji",
    "more than {most} parts": "ponad {most} części",
    "more than {most} tags": "ponad {most} znaczników",
    "part {name}": "część {name}",
    "part {name} has more than {most} tags": "część {name} ma ponad {most} znaczników",
    "needs more memory than allowed (limit 'memory')":
        "potrzebuje więcej pamięci, niż dozwolono (limit 'memory')",
    "more than {most} groups inside each other": "ponad {most} grup jedna w drugiej",
    "more than {most} parts that hold parts": "ponad {most} części zawierających części",
    "parts of a mail inside each other": "części listu jedna w drugiej",
    "parts inside each other beyond any document":
        "części jedna w drugiej głębiej niż w jakimkolwiek dokumencie",
    "tags inside each other beyond any page":
        "znaczniki jeden w drugim głębiej niż na jakiejkolwiek stronie",
    "a page not recognised in {seconds} seconds (limit 'seconds')":
        "strony nie rozpoznano w {seconds} s (limit 'seconds')",
    "not converted in {seconds} seconds (limit 'seconds')":
        "nie przekształcono w {seconds} s (limit 'seconds')",
    "the reading process does not start (exit status {code})":
        "proces czytający nie startuje (kod {code})",
    "{program} cannot be run: {reason}": "nie można uruchomić {program}: {reason}",
    "a document of Apple Pages; save it as PDF or .docx":
        "dokument Apple Pages; zapisz go jako PDF lub .docx",
    "a form without its text (XFA); print it to PDF":
        "formularz bez tekstu (XFA); wydrukuj go do PDF",
    "a mail of Outlook; install slmo-match[msg] or save it as .eml":
        "list z Outlooka; zainstaluj slmo-match[msg] albo zapisz go jako .eml",
    "a mail packed into its signature; forward its text":
        "list zapakowany w podpis elektroniczny; prześlij dalej jego treść",
    "a mailbox (mbox); save its mails one by one as .eml":
        "skrzynka pocztowa (mbox); zapisz listy po jednym jako .eml",
    "a shortcut to a page, not the page; save the page itself":
        "skrót do strony, a nie strona; zapisz samą stronę",
    "a table inside an archive; unpack it first": "tabela w archiwum; najpierw ją rozpakuj",
    "an e-book (EPUB); save it as PDF": "e-book (EPUB); zapisz go jako PDF",
    "an old Word document (.doc); save it as .docx, or install LibreOffice":
        "stary dokument Word (.doc); zapisz go jako .docx albo zainstaluj LibreOffice",
    "a winmail.dat of Outlook; ask for the documents themselves":
        "winmail.dat z Outlooka; poproś o same dokumenty",
    "a document of Word 2; save it as .docx": "dokument Word 2; zapisz go jako .docx",
    "a document of Word for the old Macintosh; save it as .docx":
        "dokument Word dla starego Macintosha; zapisz go jako .docx",
    "a document of Microsoft Works; save it as .docx":
        "dokument Microsoft Works; zapisz go jako .docx",
    "a document of Windows Write; save it as .docx":
        "dokument Windows Write; zapisz go jako .docx",
    "a document of WordPerfect; save it as .docx": "dokument WordPerfect; zapisz go jako .docx",
    "a DjVu file; save it as PDF": "plik DjVu; zapisz go jako PDF",
    "a bzip2 archive": "archiwum bzip2",
    "an xz archive": "archiwum xz",
    "a shortcut of Windows, not the file itself": "skrót systemu Windows, a nie sam plik",
    "a picture, sound or film": "obraz, dźwięk lub film",
    # what a reader of a result should know
    "an archive of {count} documents, read as one":
        "archiwum z dokumentami w liczbie {count}, odczytane jako jeden",
    "a covering note was left out; what is attached to it was read":
        "pominięto krótki list przewodni; odczytano to, co do niego dołączono",
    "text recognised in a scan (OCR)": "tekst rozpoznany w skanie (OCR)",
    "only the first {count} of {total} pages were read (limit 'pages')":
        "odczytano tylko pierwsze strony: {count} z {total} (limit 'pages')",
    "pages that cannot be read: {pages}": "strony, których nie można odczytać: {pages}",
    "pages without text, perhaps pictures: {pages}": "strony bez tekstu, być może obrazy: {pages}",
    "files attached to the PDF are not read: {count}":
        "plików dołączonych do PDF nie odczytano: {count}",
    "{document}: page {done} of {total} (OCR)": "{document}: strona {done} z {total} (OCR)",
    # limits
    "limit {name} must be above 0, found {value}":
        "limit {name} musi być większy od 0, jest {value}",
    "limit {name} must be a number, found {value}": "limit {name} musi być liczbą, jest {value}",
    "no limit {name}; limits are {names}": "nie ma limitu {name}; limity to {names}",
    "{value} is no size; give bytes, or such as 500KB, 20MB or 1.5GB":
        "{value} to nie rozmiar; podaj bajty albo np. 500KB, 20MB, 1.5GB",
    "{value} is not in the range x>{least}.": "{value} nie jest większe od {least}.",
    "{value} is not a valid float range.": "{value} nie jest liczbą.",
    "{name} is an archive of {count} documents; score it with score_folder or "
    "'slmo-match score', or give one of them (archive.zip/name)":
        "{name} to archiwum z dokumentami w liczbie {count}; oceni je score_folder lub "
        "'slmo-match score', albo wskaż jeden z nich (archiwum.zip/nazwa)",
    # help
    "Largest document that is read, such as 20MB; by default 50MB.":
        "Największy czytany dokument, np. 20MB; domyślnie 50MB.",
    "Pages of a document that are read; by default 300.":
        "Ile stron dokumentu się czyta; domyślnie 300.",
    "Time for reading one document, or one page of a scan; by default 20.":
        "Czas na odczytanie dokumentu albo jednej strony skanu, w sekundach; domyślnie 20.",
    "Another bound for one document, by default: unpacked=200MB, ratio=250, members=10000, "
    "nesting=4, characters=3000000, memory=1.5GB. May be repeated.":
        "Inne ograniczenie dla jednego dokumentu, domyślnie: unpacked=200MB, ratio=250, "
        "members=10000, nesting=4, characters=3000000, memory=1.5GB. Można podać kilka razy.",
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
    "PATH is a file, a folder (with the folders in it), a .zip archive of documents or a table: "
    ".csv, .jsonl, .parquet or .xlsx with --text-column.":
        "PATH to plik, folder (razem z folderami w nim), archiwum .zip z dokumentami albo tabela: "
        ".csv, .jsonl, .parquet lub .xlsx z opcją --text-column.",
    "Write the results to a .csv, .xlsx, .jsonl or .parquet file "
    "instead of a table on the screen.":
        "Zapisz wyniki w pliku .csv, .xlsx, .jsonl lub .parquet zamiast tabeli na ekranie.",
    "Column of a table that holds the texts.": "Kolumna tabeli, w której są teksty.",
    "Column of a table that names the documents; by default the number of the row.":
        "Kolumna tabeli z nazwami dokumentów; domyślnie numer wiersza.",
    "Number of processes; by default one for each core where there are many documents.":
        "Liczba procesów; przy wielu dokumentach domyślnie po jednym na rdzeń.",
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
