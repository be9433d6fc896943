"""What a customer can be asked by: their number, and their postcode as a check."""

import re
from collections.abc import Mapping

from sqlalchemy import ColumnElement

from backoffice.customers.tables import customer
from backoffice.tmf.parsing import POSTCODE
from backoffice.tmf.stored import Condition
from chassis.errors import BadRequestError

NUMBER = re.compile(r"[0-9]{8}")


def _with_number(values: tuple[str, ...]) -> ColumnElement[bool]:
    # One at a time: no call goes through the customers by guessing many numbers.
    if len(values) > 1 or not NUMBER.fullmatch(values[0]):
        raise BadRequestError("id must be one customer number of eight digits.")
    return customer.c.number == values[0]


def _with_postcode(values: tuple[str, ...]) -> ColumnElement[bool]:
    if len(values) > 1 or not POSTCODE.fullmatch(values[0]):
        raise BadRequestError("contactMedium.postCode must be one postcode of five digits.")
    return customer.c.postcode == values[0]


CUSTOMER_FILTERS: Mapping[str, Condition] = {
    "id": _with_number,
    "contactMedium.postCode": _with_postcode,
}
