"""Facebook: Messenger and a page's comments, over Meta's webhooks and Graph API."""
