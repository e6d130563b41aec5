"""Japanese eras and fiscal years."""


def fiscal_year_label(fiscal_year: int) -> str:
    """令和6年度 for 2024."""
    return f"令和{fiscal_year - 2018}年度"
