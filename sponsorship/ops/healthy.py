"""Ask the web process of this container whether it lives; the exit code is the answer."""

import os
import sys
from http.client import HTTPConnection, HTTPException


def own_host() -> str:
    """Return a host name that Tandem answers to: the first that production allows."""
    return os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".") or "localhost"


def main() -> int:
    """Return 0 when the web answers as it should."""
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
    try:
        connection.request("GET", "/health/live", headers={"Host": own_host()})
        return 0 if connection.getresponse().status == 200 else 1
    except (OSError, HTTPException):
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
