"""Pages of 食い違い, and how one is shown wherever it matters."""
