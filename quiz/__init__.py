"""Trigpoint. `quiz.app.create_app` puts the rooms together; nothing imports from here."""

import os

# Matrices here are small: threads of the linear algebra library would wait for each other and heat the
# machine, and people are served side by side anyway. It is read once, when NumPy is first imported.
for _library in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_library, "1")
