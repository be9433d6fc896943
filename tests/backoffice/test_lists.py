"""Lists: filters, pages, chosen attributes, and what is said to a query that makes no sense."""

from tests.backoffice.office import (
    ADMINISTERING,
    APPOINTMENTS,
    BILL_ITEMS,
    BILLS,
    CATEGORIES,
    COLLECTIONS,
    CUSTOMERS,
    JANA,
    OFFERINGS,
    OPEN_COLLECTIONS,
    OVERSEEN_COLLECTIONS,
    PERSONAL_COLLECTIONS,
    PRICES,
    PROBLEMS,
    TICKETS,
    Office,
)

FILTERED: list[tuple[str, dict[str, str], list[str]]] = [
    (OFFERINGS, {"name": "Mobil L"}, ["mobil-l"]),
    (OFFERINGS, {"name": "TV Plus,Zuhause S"}, ["zuhause-s", "tv-plus"]),
    (OFFERINGS, {"category.name": "TV"}, ["tv-basis", "tv-plus"]),
    (OFFERINGS, {"category.name": "Festnetz & Internet", "name": "Zuhause L"}, ["zuhause-l"]),
    (OFFERINGS, {"category.id": "tv", "name": "Mobil L"}, []),
    (OFFERINGS, {"lifecycleStatus": "Retired"}, []),
    (OFFERINGS, {"id": "glasfaser-250"}, ["glasfaser-250"]),
    (CATEGORIES, {"name": "Glasfaser"}, ["glasfaser"]),
    (PRICES, {"id": "tv-plus-monatlich", "priceType": "recurring"}, ["tv-plus-monatlich"]),
    (PROBLEMS, {"affectedLocation.postcode": "24937"}, ["sp-24937-mobile"]),
    (PROBLEMS, {"affectedLocation.city": "Rendsburg"}, ["sp-past-24768-internet"]),
    (
        PROBLEMS,
        {"affectedLocation.postcode": "24118"},
        ["sp-24118-internet", "sp-past-24118-internet"],
    ),
    (
        PROBLEMS,
        {
            "affectedLocation.postcode": "24118",
            "affectedService.id": "internet",
            "status": "submitted,acknowledged,inProgress,held,pending",
        },
        ["sp-24118-internet"],
    ),
    (PROBLEMS, {"affectedLocation.postcode": "24118", "affectedService.id": "tv"}, []),
    (PROBLEMS, {"status": "cancelled"}, ["sp-past-24943-internet"]),
    (CUSTOMERS, {"id": JANA, "contactMedium.postCode": "24103"}, [JANA]),
    (CUSTOMERS, {"id": JANA, "contactMedium.postCode": "24105"}, []),
    (TICKETS, {"relatedParty.id": JANA}, ["T-48213"]),
    (TICKETS, {"externalId": "nothing"}, []),
    (APPOINTMENTS, {"relatedParty.id": JANA, "status": "confirmed"}, ["A-1093"]),
    (APPOINTMENTS, {"relatedEntity.id": "T-48208"}, ["A-1091"]),
    (BILLS, {"relatedParty.id": JANA, "limit": "1"}, [f"R-{JANA}-202611"]),
    (BILLS, {"billingAccount.id": JANA, "state": "sent"}, []),
    (BILL_ITEMS, {"bill.id": f"R-{JANA}-202610", "type": "credit"}, [f"R-{JANA}-202610-3"]),
]

AT_LARGE: list[tuple[str, dict[str, str], list[str]]] = [
    (TICKETS, {"status": "pending"}, ["T-48208", "T-48211"]),
    (TICKETS, {"ticketType": "billing", "status": "inProgress"}, ["T-48210"]),
    (APPOINTMENTS, {"place.id": "24161"}, ["A-1087"]),
]

SENSELESS = [
    (OFFERINGS, "colour=red", "'colour' cannot be filtered by. Filters: category.id, "),
    (OFFERINGS, "fields=name,colour", "'colour' is not an attribute to choose in fields."),
    (OFFERINGS, "name=", "name needs a value that can be read."),
    (OFFERINGS, "name=%00", "name needs a value that can be read."),
    (OFFERINGS, "%00=1", "A name of the query cannot be filtered by."),
    (OFFERINGS, "limit=0", "limit must be one whole number from 1 to 500."),
    (OFFERINGS, "limit=501", "limit must be one whole number from 1 to 500."),
    (OFFERINGS, "limit=5&limit=6", "limit must be one whole number from 1 to 500."),
    (OFFERINGS, "offset=-1", "offset must be one whole number from 0 to 1000000."),
    (OFFERINGS, "offset=%C2%B2", "offset must be one whole number from 0 to 1000000."),
    (OFFERINGS, "offset=99999999999999999999", "offset must be one whole number"),
    (PROBLEMS, "affectedLocation.postcode=2411", "affectedLocation.postcode must be five"),
    (PROBLEMS, "affectedService.id=fax", "affectedService.id must be one of: internet, tv,"),
    (PROBLEMS, "status=open", "status must be one of: submitted, acknowledged, inProgress,"),
    (CUSTOMERS, f"id={JANA},20917745", "id must be one customer number of eight digits."),
    (CUSTOMERS, f"id=FK-{JANA}", "id must be one customer number of eight digits."),
    (CUSTOMERS, f"id={JANA}&contactMedium.postCode=Kiel", "contactMedium.postCode must be one"),
    (CUSTOMERS, f"id={JANA}&name=Jana", "'name' cannot be filtered by."),
    (
        TICKETS,
        f"relatedParty.id={JANA}&status=open",
        "status must be one of: acknowledged, inProgress,",
    ),
    (
        APPOINTMENTS,
        f"relatedParty.id={JANA}&status=booked",
        "status must be one of: confirmed, cancelled,",
    ),
    (f"{OFFERINGS}/mobil-l", "name=Mobil+L", "Only fields can be asked for with one entity."),
]


async def test_offerings_come_in_the_providers_order(foerdekom: Office) -> None:
    assert await foerdekom.ids(OFFERINGS) == [
        "zuhause-s",
        "zuhause-m",
        "zuhause-l",
        "zuhause-xl",
        "glasfaser-250",
        "glasfaser-500",
        "glasfaser-1000",
        "mobil-s",
        "mobil-m",
        "mobil-l",
        "tv-basis",
        "tv-plus",
    ]


async def test_a_filter_keeps_what_matches(foerdekom: Office) -> None:
    for path, filters, expected in FILTERED:
        assert await foerdekom.ids(path, **filters) == expected, (path, filters)


async def test_a_repeated_filter_means_any_of_its_values(foerdekom: Office) -> None:
    answer = await foerdekom.client.get(f"{OFFERINGS}?name=Mobil+S&name=Mobil+L")
    assert [entity["name"] for entity in answer.json()] == ["Mobil S", "Mobil L"]


async def test_a_page_says_how_much_there_is(foerdekom: Office) -> None:
    answer = await foerdekom.client.get(OFFERINGS, params={"offset": 10, "limit": 5})
    assert answer.status_code == 206
    assert answer.headers["x-total-count"] == "12"
    assert answer.headers["x-result-count"] == "2"
    assert [entity["id"] for entity in answer.json()] == ["tv-basis", "tv-plus"]


async def test_a_whole_list_is_no_partial_answer(foerdekom: Office) -> None:
    answer = await foerdekom.client.get(OFFERINGS, params={"limit": 12})
    assert answer.status_code == 200
    assert answer.headers["x-total-count"] == answer.headers["x-result-count"] == "12"


async def test_pages_together_are_the_whole_list(foerdekom: Office) -> None:
    whole = await foerdekom.ids(PROBLEMS)
    pages = [await foerdekom.ids(PROBLEMS, offset=str(at), limit="4") for at in (0, 4, 8)]
    assert [*pages[0], *pages[1], *pages[2]] == whole


async def test_an_empty_list_is_an_answer(office: Office) -> None:
    for path in OPEN_COLLECTIONS:
        answer = await office.client.get(path)
        assert (answer.status_code, answer.json()) == (200, [])


async def test_nobody_lists_what_belongs_to_all_customers(foerdekom: Office) -> None:
    for path in PERSONAL_COLLECTIONS:
        for query in ("", "?limit=5", "?fields=none"):
            answer = await foerdekom.client.get(path + query)
            assert answer.status_code == 400, path
            assert answer.json()["message"].startswith("Say whose: ")


async def test_the_administration_lists_what_it_oversees_at_large(
    foerdekom: Office,
) -> None:
    for path, filters, expected in AT_LARGE:
        assert (await foerdekom.client.get(path, params=filters)).status_code == 400
        found = [each["id"] for each in await foerdekom.all_of(path, **filters)]
        assert found == expected, (path, filters)


async def test_not_even_the_administration_lists_customers_and_bills(foerdekom: Office) -> None:
    for path in PERSONAL_COLLECTIONS:
        answer = await foerdekom.client.get(path, headers=ADMINISTERING)
        assert answer.status_code == (200 if path in OVERSEEN_COLLECTIONS else 400), path


async def test_only_chosen_attributes_are_answered(foerdekom: Office) -> None:
    answer = await foerdekom.client.get(OFFERINGS, params={"fields": "name,category", "limit": 1})
    assert answer.json()[0].keys() == {"id", "href", "name", "category"}
    one = await foerdekom.client.get(f"{OFFERINGS}/mobil-l", params={"fields": "none"})
    assert one.json().keys() == {"id", "href"}


async def test_a_query_that_makes_no_sense_is_told_why(foerdekom: Office) -> None:
    for path, query, sentence in SENSELESS:
        answer = await foerdekom.client.get(f"{path}?{query}")
        assert answer.status_code == 400, query
        assert answer.json()["message"].startswith(sentence), query


async def test_an_id_that_names_nothing_is_not_found(foerdekom: Office) -> None:
    for id in ("nothing", "%00", "a%20b", "x" * 200, "..%2F..%2Fsecret"):
        for path in COLLECTIONS:
            answer = await foerdekom.client.get(f"{path}/{id}")
            assert answer.status_code == 404, id
            assert answer.json()["status"] == "404"
