"""Invented personal data in many spellings, for tests that try thousands of them."""

from hypothesis import strategies as st


def ibans() -> st.SearchStrategy[str]:
    """German IBANs with right check digits."""
    return st.from_regex(r"\A[0-9]{18}\Z").map(_with_check_digits)


def _with_check_digits(account: str) -> str:
    remainder = int(f"{account}131400") % 97  # "DE00" at the end, its letters as numbers: ISO 7064
    return f"DE{98 - remainder:02}{account}"


def mobile_numbers() -> st.SearchStrategy[str]:
    return st.from_regex(r"\A0(151|160|171|176)[1-9][0-9]{6,7}\Z")


@st.composite
def spellings(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    """Write a value in groups of four, in lower case, with one separator or none."""
    value = draw(values)
    separator = draw(st.sampled_from(["", " ", "-", "\u00a0", "."]))
    grouped = separator.join(value[place : place + 4] for place in range(0, len(value), 4))
    return draw(st.sampled_from([grouped, grouped.lower()]))


def surroundings() -> st.SearchStrategy[tuple[str, str]]:
    """What stands before and after, without a digit."""
    return st.tuples(
        st.sampled_from(["", "hier: ", "meine Nummer (", "also\n", "Moin, ", "bitte:", "„", "🙂 "]),
        st.sampled_from(["", ".", "!", ", danke", ") ok?", "\nGruß", " bitte", "“", "…"]),
    )


@st.composite
def lines(draw: st.DrawFn) -> str:
    """Lines that hold one or several values of several kinds."""
    parts = st.one_of(
        spellings(ibans()),
        spellings(mobile_numbers()),
        st.from_regex(r"\AKundennummer [1-9][0-9]{7}\Z"),
        st.from_regex(r"\Ageb\. [1-9]\.[1-9]\.19[4-9][0-9]\Z"),
        st.from_regex(r"\A[a-z]{3,8}@web\.de\Z"),
        st.from_regex(r"\AMusterweg [1-9][0-9]?\Z"),
        st.sampled_from(["moin", "39,99 €", "Zuhause L 100"]),
    )
    return ", ".join(draw(st.lists(parts, min_size=1, max_size=6)))
