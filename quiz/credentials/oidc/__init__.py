"""Signing in by a provider of identity that speaks OpenID Connect: Google, Entra, Keycloak, Authentik and others."""
