"""Capital letters of all scripts that have them: `re` knows no class of its own for these."""

CAPITAL = f"[{''.join(character for character in map(chr, range(0x10000)) if character.isupper())}]"
