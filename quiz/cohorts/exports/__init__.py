"""What the pages about a cohort show, as files: CSV for one page, XLSX for one or for all."""
