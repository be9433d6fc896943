"""What may be said of a new customer (TMF629)."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from backoffice.services import Service
from backoffice.tmf.parsing import Line, Postcode, TmfBody

CustomerNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")]
Months = Annotated[int, Field(ge=0, le=24)]
OfferingId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]


def _all_differ(values: list[Any]) -> list[Any]:
    if len(set(values)) < len(values):
        raise ValueError("the same is named twice")
    return values


class CustomerRef(TmfBody):
    """A TM Forum `RelatedParty` that is one of our customers, as tickets and others name them."""

    id: CustomerNumber
    role: Literal["customer"] = "customer"
    kind: Annotated[Literal["Customer"], Field(alias="@referredType")] = "Customer"


class EngagedParty(TmfBody):
    """TMF629 `RelatedParty`: the person who is the customer, so the same number and name."""

    id: CustomerNumber
    name: Line | None = None
    kind: Annotated[Literal["Individual"], Field(alias="@referredType")] = "Individual"


class PostalAddress(TmfBody):
    """TMF629 `MediumCharacteristic` of a postal address."""

    street1: Line
    post_code: Postcode
    city: Line
    country: Literal["DE"] = "DE"


class PhoneNumber(TmfBody):
    """TMF629 `MediumCharacteristic` of a telephone."""

    phone_number: Line


class EmailAddress(TmfBody):
    """TMF629 `MediumCharacteristic` of an e-mail box."""

    email_address: Annotated[Line, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")]


class PostalMedium(TmfBody):
    """TMF629 `ContactMedium`: by post."""

    medium_type: Literal["postalAddress"]
    characteristic: PostalAddress
    preferred: bool = False


class PhoneMedium(TmfBody):
    """TMF629 `ContactMedium`: by telephone."""

    medium_type: Literal["phone"]
    characteristic: PhoneNumber
    preferred: bool = True


class EmailMedium(TmfBody):
    """TMF629 `ContactMedium`: by e-mail."""

    medium_type: Literal["email"]
    characteristic: EmailAddress
    preferred: bool = False


class Tariffs(TmfBody):
    """TMF629 `Characteristic`: ids of offerings, the main one first."""

    name: Literal["tariffs"]
    value: Annotated[
        list[OfferingId], Field(min_length=1, max_length=10), AfterValidator(_all_differ)
    ]
    value_type: Literal["array"] = "array"


class Services(TmfBody):
    """TMF629 `Characteristic`: what the customer uses."""

    name: Literal["services"]
    value: Annotated[list[Service], Field(min_length=1), AfterValidator(_all_differ)]
    value_type: Literal["array"] = "array"


class ContractDay(TmfBody):
    """TMF629 `Characteristic`: a day of the main contract."""

    name: Literal["contractStart", "minimumTermEnd"]
    value: date
    value_type: Literal["date"] = "date"


class NoticePeriod(TmfBody):
    """TMF629 `Characteristic`: how long before its end the main contract is to be cancelled."""

    name: Literal["noticePeriodMonths"]
    value: Months
    value_type: Literal["number"] = "number"


Medium = Annotated[PostalMedium | PhoneMedium | EmailMedium, Field(discriminator="medium_type")]
Characteristic = Annotated[
    Tariffs | Services | ContractDay | NoticePeriod, Field(discriminator="name")
]
CHARACTERISTICS = frozenset(
    {"tariffs", "services", "contractStart", "minimumTermEnd", "noticePeriodMonths"}
)


class CustomerDraft(TmfBody):
    """A new customer: TMF629 `Customer_Create`, with the number the provider gives it as id."""

    id: CustomerNumber
    name: Line
    contact_medium: Annotated[list[Medium], Field(min_length=1, max_length=3)]
    characteristic: list[Characteristic]
    engaged_party: EngagedParty | None = None
    status: Literal["active"] = "active"
    type_: Annotated[Literal["Customer"], Field(alias="@type")] = "Customer"

    @model_validator(mode="after")
    def _is_one_whole_customer(self) -> Self:
        kinds = [medium.medium_type for medium in self.contact_medium]
        if "postalAddress" not in kinds or len(set(kinds)) < len(kinds):
            raise ValueError("contactMedium needs one postalAddress, at most one phone and email")
        names = [each.name for each in self.characteristic]
        if set(names) != CHARACTERISTICS or len(names) > len(CHARACTERISTICS):
            raise ValueError(f"characteristic needs each of {', '.join(sorted(CHARACTERISTICS))}")
        party = self.engaged_party
        if party and (party.id != self.id or party.name not in {None, self.name}):
            raise ValueError("engagedParty must be the customer, or left out")
        return self
