"""食い違い: two recorded facts that cannot both hold, found by rules of the apps."""
