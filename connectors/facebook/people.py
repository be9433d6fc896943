"""Who a person of the Facebook app is on our pages: app-scoped id to page-scoped ids."""

from connectors.facebook.fields import fields_of, items_of, optional_id
from connectors.facebook.graph import Graph
from connectors.facebook.ids import messenger_conversation
from connectors.facebook.settings import FacebookSettings
from conversation.identity import ConversationId


async def conversations_of(
    settings: FacebookSettings, graph: Graph, user_id: str
) -> list[ConversationId]:
    """Return a person's Messenger conversations with our pages; an erasure needs them.

    Data-deletion requests name the app-scoped id, conversations hold page-scoped ones. Source:
    Messenger Platform, "ID Matching" (`ids_for_pages`; app and page belong to one business).
    Raises GraphError.
    """
    found = []
    for page in settings.pages:
        answer = await graph.get(page, (user_id, "ids_for_pages"), page=page.id)
        for one in map(fields_of, items_of(answer.get("data"))):
            person, on = (
                optional_id(one.get("id")),
                optional_id(fields_of(one.get("page")).get("id")),
            )
            if person and on == page.id:
                found.append(messenger_conversation(page.id, person))
    return found
