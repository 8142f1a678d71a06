"""How fast, how large and how right edubot is, beside what people would pick instead, in one paired run."""
