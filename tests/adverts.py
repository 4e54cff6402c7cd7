"""Two adverts whose levels are beyond doubt, for tests of the ways that documents go."""

LEVEL_5 = (
    "Kierownik kontraktu w firmie Lśniące Biura. Do Twoich zadań należy: uzgadnianie z klientami "
    "czasu reakcji i warunków umów oraz ustalanie poziomu usług sprzątania; odpowiedzialność za "
    "dotrzymanie uzgodnionych poziomów usług; diagnozowanie problemów z dostawą usług."
)
LEVEL_1 = (
    "Piekarnia Złoty Kłos zatrudni piekarza. Do zadań należy wypiek chleba i bułek, dbanie "
    "o czystość pieca oraz przyjmowanie dostaw mąki."
)
