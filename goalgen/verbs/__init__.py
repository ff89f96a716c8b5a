"""Verbs floor: what goalgen does: values in, values out. No verb imports a verb, but build and put read back."""
