"""Commands of those who keep a site running."""
