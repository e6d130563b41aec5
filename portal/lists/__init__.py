"""The one list: what is listed, how an address says it, edits of many rows. Its pages are in portal/site."""
