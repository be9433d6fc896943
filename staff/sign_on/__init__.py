"""Single sign-on: staff come in by the company's own OpenID provider."""
