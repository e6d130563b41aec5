"""お知らせ: what a person should hear of, in the portal and, where there is a mail server, by e-mail."""
