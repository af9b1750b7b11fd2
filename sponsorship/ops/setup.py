"""Make the virtual environment from the hashed requirements.

Runs before anything is installed, so it knows nothing but Python's own library:
`python3 sponsorship/ops/setup.py` for what Tandem needs, with `--dev` for what its tests need too,
and with `--uv` for uv alone. The second run finds its stamp and does nothing.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "tandem-stamp.json"
TOOLS = ROOT / ".tools"
PIP = ["--disable-pip-version-check", "--no-input", "--quiet"]


def find_uv() -> str | None:
    """Return the path of uv, taken from its own hashed requirement where the machine has none.

    None where it cannot be had: then pip does the work, only slower.
    """
    there = shutil.which("uv") or shutil.which("uv", path=str(TOOLS / "bin"))
    if there:
        return there
    fetch = ["-m", "pip", "install", *PIP, "--require-hashes", "--target", str(TOOLS)]
    done = subprocess.run(
        [sys.executable, *fetch, "-r", str(ROOT / "requirements-uv.txt")],
        capture_output=True,
        check=False,
    )
    return shutil.which("uv", path=str(TOOLS / "bin")) if done.returncode == 0 else None


def venv_fits() -> bool:
    """Tell whether the virtual environment is there, whole, and of this Python's version."""
    config = VENV / "pyvenv.cfg"
    if not (config.exists() and VENV_PYTHON.exists()):
        return False
    pattern = rf"^version(_info)? *= *{sys.version_info[0]}\.{sys.version_info[1]}\b"
    return bool(re.search(pattern, config.read_text(), re.MULTILINE))


def install_with_uv(uv: str, requirements: Path) -> bool:
    """Install with uv; tell whether it went well."""
    make = ["venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)]
    fill = ["pip", "install", "--quiet", "--require-hashes", "--python", str(VENV_PYTHON)]
    commands = [*([] if venv_fits() else [make]), [*fill, "-r", str(requirements)]]
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    return all(
        subprocess.run([uv, *command], env=environment, check=False).returncode == 0
        for command in commands
    )


def install_with_pip(requirements: Path) -> None:
    """Install with what Python brings itself; stop with a clear word where it brings too little."""
    if not venv_fits() or not (VENV / "bin" / "pip").exists():
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
        if made.returncode:
            sys.exit(
                "Python cannot make a virtual environment here (Debian: apt install python3-venv)."
            )
    pip = [str(VENV_PYTHON), "-m", "pip", "install", *PIP, "--require-hashes"]
    if subprocess.run([*pip, "-r", str(requirements)], check=False).returncode:
        sys.exit("The requirements could not be installed; the lines above say why.")


def wanted_stamp(*, dev: bool) -> dict[str, str]:
    """Return the hash of each requirements file that the environment is to hold."""
    names = ["requirements.txt", *(["requirements-dev.txt"] if dev else [])]
    return {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in names}


def stamped() -> dict[str, str]:
    """Return what the environment holds, by the stamp of the last run."""
    if not (venv_fits() and STAMP.exists()):
        return {}
    return json.loads(STAMP.read_text())


def main() -> None:
    """Bring the virtual environment to what the requirements say."""
    if "--uv" in sys.argv[1:]:
        sys.exit(None if find_uv() else "uv cannot be had on this machine.")
    dev = "--dev" in sys.argv[1:]
    wanted = wanted_stamp(dev=dev)
    if wanted.items() <= stamped().items():
        return
    requirements = ROOT / ("requirements-dev.txt" if dev else "requirements.txt")
    print(f"Installing {requirements.name} into .venv …", flush=True)
    STAMP.unlink(missing_ok=True)
    uv = find_uv()
    if not (uv and install_with_uv(uv, requirements)):
        install_with_pip(requirements)
    STAMP.write_text(json.dumps(wanted))


if __name__ == "__main__":
    main()
