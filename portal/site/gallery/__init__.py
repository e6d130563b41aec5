"""画面の部品の見本: every component under templates/_components/ with its states."""
