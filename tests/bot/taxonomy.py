"""The names that content, evaluation and reports share: none is invented beside these."""

TALK = frozenset(
    {"greet", "goodbye", "thank", "affirm", "deny", "praise", "bot_challenge", "ask_capabilities"}
    | {"cancel_process", "request_human", "inform"}
)
TARIFF = frozenset(
    {"ask_tariff_overview", "ask_tariff_details", "compare_tariffs", "recommend_tariff"}
    | {"change_tariff", "extend_contract", "ask_contract_clause", "cancel_contract"}
    | {"check_availability", "relocate", "ask_data_volume", "ask_roaming"}
)
OTHERS = frozenset(
    {"ask_bill", "dispute_bill", "report_outage", "report_slow_connection", "ask_outage_status"}
    | {"ask_ticket_status", "ask_device_help", "book_appointment", "reschedule_appointment"}
    | {"cancel_appointment", "ask_appointment", "report_missed_appointment", "complain", "insult"}
    | {"threaten_consequences", "out_of_scope"}
)
INTENTS = TALK | TARIFF | OTHERS
# Bare yes and no, and what comes without a wish: fewer examples tell them apart.
SMALL_TALK = TALK - {"request_human", "inform"}

ENTITIES = frozenset(
    {"service", "tariff", "device", "postal_code", "city", "customer_number", "phone_number"}
    | {"ticket_number", "appointment_number", "date", "time_of_day", "amount", "data_volume"}
)
SERVICES = frozenset({"internet", "tv", "phone", "mobile"})
