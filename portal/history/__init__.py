"""消去: values taken out of records and their histories, as the law asks."""
