"""Say what the package is made of: sbom.cdx.json (CycloneDX 1.5) and THIRD-PARTY.txt.gz, the licences' texts.

    .venv/bin/python installer/third_party.py --environment VENV --out DIR

Crates are those that cargo builds the program from for this system; Python packages those in the environment; models
those that assets/models.toml lists.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = "secure-biometric"
TARGET = "x86_64-unknown-linux-gnu"
LICENCE_NAMES = ("license", "licence", "copying", "notice", "unlicense", "copyright")
# A text is longer than any licence known; beyond this it isn't one.
MAX_TEXT_BYTES = 512 * 1024


class ThirdPartyError(Exception):
    """Something isn't as it should be: says what."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the package, where it is from, under which licence, and the texts of that."""

    kind: str
    name: str
    version: str
    purl: str
    licence: str
    sha256: str = ""
    texts: tuple[str, ...] = field(default=())

    def component(self) -> dict[str, Any]:
        """As CycloneDX has it."""
        component: dict[str, Any] = {
            "type": self.kind,
            "name": self.name,
            "version": self.version,
            "purl": self.purl,
            "bom-ref": f"{self.purl}#{self.name}" if self.kind == "data" else self.purl,
        }
        if self.licence:
            component["licenses"] = [{"license": {"name": self.licence}}]
        if self.sha256:
            component["hashes"] = [{"alg": "SHA-256", "content": self.sha256}]
        return component


def texts_in(folder: Path) -> tuple[str, ...]:
    """The licence texts directly in a folder."""
    return tuple(text for file in sorted(folder.glob("*")) if is_licence(file) and (text := text_of(file)))


def is_licence(file: Path) -> bool:
    """Whether a file's name says that it holds a licence."""
    named = file.stem.lower().startswith(LICENCE_NAMES) or file.parent.name == "licenses"
    return named and file.suffix not in (".rs", ".py", ".html") and file.is_file()


def text_of(file: Path) -> str:
    """A file's text, none where it is too long for a licence."""
    if file.stat().st_size > MAX_TEXT_BYTES:
        return ""
    return file.read_text(encoding="utf-8", errors="replace").strip()


def crates() -> list[Part]:
    """What the program is built from, tests' and build scripts' own needs left out."""
    tree = cargo("tree", "--edges", "normal", "--prefix", "none", "--format", "{p}|{l}", "--target", TARGET)
    packages = {
        (package["name"], package["version"]): package
        for package in json.loads(cargo("metadata", "--format-version", "1", "--filter-platform", TARGET))["packages"]
    }
    checksums = {
        (package["name"], package["version"]): package.get("checksum", "")
        for package in tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))["package"]
    }
    parts = {}
    for line in tree.splitlines():
        words, _, licence = line.partition("|")
        name, version = words.split()[:2]
        key = (name, version.removeprefix("v"))
        if name == PROGRAM or key in parts:
            continue
        package = packages[key]
        parts[key] = Part(
            kind="library",
            name=name,
            version=key[1],
            purl=f"pkg:cargo/{name}@{key[1]}",
            licence=licence.split(" (*)")[0].strip(),
            sha256=checksums.get(key, ""),
            texts=texts_in(Path(package["manifest_path"]).parent),
        )
    return [parts[key] for key in sorted(parts)]


def cargo(*arguments: str) -> str:
    """What cargo says, without the network."""
    command = ["cargo", arguments[0], "--locked", "--offline", *arguments[1:]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ThirdPartyError(f"cargo {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout


def python_packages(environment: Path) -> list[Part]:
    """What is installed in an environment."""
    folder = environment / "lib/python3.11/site-packages"
    if not folder.is_dir():
        raise ThirdPartyError(f"{environment} is no environment of Python 3.11")
    parts = [python_package(one) for one in distributions(path=[str(folder)])]
    return sorted(parts, key=lambda part: part.name.lower())


def python_package(installed: Distribution) -> Part:
    """One of them."""
    told = installed.metadata
    name, version = told["Name"], told["Version"]
    classified = [line.split(" :: ")[-1] for line in told.get_all("Classifier", []) if line.startswith("License ::")]
    expression, short = (str(told[name]) if name in told else "" for name in ("License-Expression", "License"))
    licence = expression or ", ".join(classified) or short.strip().split("\n")[0]
    told_in = [Path(str(file.locate())) for file in installed.files or [] if file.parts[0].endswith(".dist-info")]
    texts = tuple(text for file in told_in if is_licence(file) and (text := text_of(file)))
    return Part(
        kind="library",
        name=name,
        version=version,
        purl=f"pkg:pypi/{name.lower().replace('_', '-')}@{version}",
        licence=licence,
        texts=texts,
    )


def models() -> list[Part]:
    """What was trained elsewhere."""
    listed = tomllib.loads((ROOT / "assets/models.toml").read_text(encoding="utf-8"))["file"]
    return [
        Part(
            kind="data",
            name=entry["name"],
            version=entry["version"],
            purl=f"pkg:{'npm' if entry['manager'] == 'npm' else 'pypi'}/{entry['package']}@{entry['version']}",
            licence=entry["licence"],
            sha256=entry["sha256"],
        )
        for entry in listed
    ]


def bill(parts: list[Part], version: str) -> dict[str, Any]:
    """The bill of materials."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": PROGRAM,
                "version": version,
                "bom-ref": PROGRAM,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [part.component() for part in parts],
    }


def licences(parts: list[Part]) -> str:
    """All texts, each once, with the names of those it is of."""
    of: dict[str, list[str]] = {}
    without = []
    for part in parts:
        title = f"{part.name} {part.version}"
        for text in part.texts:
            of.setdefault(text, []).append(title)
        if not part.texts:
            without.append(f"{title}: {part.licence or 'not stated'}")
    line = "=" * 100
    shown = [f"{line}\n{', '.join(names)}\n{line}\n\n{text}\n" for text, names in of.items()]
    return "\n".join([*shown, f"{line}\nWithout a text of their own\n{line}\n", *without, ""])


def main(arguments: list[str]) -> int:
    """Run the command; 0 when both files are written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--environment", type=Path, required=True, help="a Python environment")
    parser.add_argument("--out", type=Path, required=True, help="a folder to write to")
    options = parser.parse_args(arguments)
    version = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["package"]["version"]
    try:
        parts = [*crates(), *python_packages(options.environment), *models()]
        text = json.dumps(bill(parts, version), indent=1, ensure_ascii=False)
        (options.out / "sbom.cdx.json").write_text(f"{text}\n", encoding="utf-8")
        with gzip.GzipFile(options.out / "THIRD-PARTY.txt.gz", "wb", mtime=0) as file:
            file.write(licences(parts).encode())
    except (OSError, ThirdPartyError) as error:
        print(f"third_party: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
