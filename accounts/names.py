"""How people are called."""


def full_name(first_name: str, last_name: str, email: str) -> str:
    """Return first and last name, or the e-mail of a person without one."""
    return f"{first_name} {last_name}".strip() or email
