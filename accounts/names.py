"""How people are called, and what is said beside a name."""


def full_name(first_name: str, last_name: str, email: str) -> str:
    """Return first and last name, or the e-mail of a person without one."""
    return f"{first_name} {last_name}".strip() or email


def in_one_line(*parts: str) -> str:
    """Return what there is of the parts as one line: "Finance director · Aldera"."""
    return " · ".join(part for part in parts if part)
