"""The site shell: navigation, home, history, errors, template tags."""
