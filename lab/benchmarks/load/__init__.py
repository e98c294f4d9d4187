"""The service while many ask at once: people who answer beside PDFs, sign-ins, a backup, slow clients."""
