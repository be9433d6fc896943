"""A Facebook page and its Messenger as the Graph API and its webhooks show them."""
