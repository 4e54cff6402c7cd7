"""Adverts whose levels are beyond doubt, for tests of the ways that documents go."""

LEVEL_5 = (
    "Kierownik kontraktu w firmie Lśniące Biura. Do Twoich zadań należy: uzgadnianie z klientami "
    "czasu reakcji i warunków umów oraz ustalanie poziomu usług sprzątania; odpowiedzialność za "
    "dotrzymanie uzgodnionych poziomów usług; diagnozowanie problemów z dostawą usług."
)
LEVEL_1 = (
    "Piekarnia Złoty Kłos zatrudni piekarza. Do zadań należy wypiek chleba i bułek, dbanie "
    "o czystość pieca oraz przyjmowanie dostaw mąki."
)
LIFTS = (  # 5
    "Opiekun umów w firmie Windy Południe. Do Twoich zadań należy: uzgadnianie z zarządcami "
    "budynków czasu przyjazdu konserwatora i warunków umów oraz ustalanie poziomu usług; "
    "odpowiedzialność za dotrzymanie uzgodnionych poziomów usług."
)
FLORIST = (  # 1
    "Kwiaciarnia Pod Lipą zatrudni florystkę. Do zadań należy układanie bukietów, dbanie "
    "o świeżość kwiatów oraz sprzedaż w sklepie."
)
