"""Reports: concerns counted from what happened, added up in SQL, drawn on the server."""
