"""MediaWiki (Debian) with SQLite under PHP's own server: articles, a talk page, recent changes."""
import shutil
import subprocess

PACKAGES = ["mediawiki", "php-cli", "php-sqlite3", "php-xml", "php-mbstring", "php-intl"]
START = "/index.php/Main_Page"

PAGES = {
    "Night ferry": "The night ferry is back from the first of May, four times a week. It leaves at ten in the evening and takes cars, "
                   "bicycles and dogs, but no lorries.\n\n== Fares ==\nA cabin costs forty.",
    "Dredging": "The council wants to dredge the harbour by summer, and the port company pays for it, as the budget says on page twelve. "
                "Nobody knows where the mud goes.",
    "Main Page": "See [[Night ferry]] and [[Dredging]].",  # last, so that its links know their pages
}
EXPECTED = [
    {"phrase": "four times a week", "title": "Night ferry"},
    {"phrase": "budget says on page twelve", "title": "Dredging"},
]


def start(folder, host, port):
    wiki = folder / "wiki"
    shutil.copytree("/usr/share/mediawiki", wiki, symlinks=False, ignore_dangling_symlinks=True,
                    ignore=shutil.ignore_patterns("LocalSettings.php", "tests", "images"))
    (wiki / "images").mkdir()
    (folder / "db").mkdir()
    quiet = {"cwd": wiki, "check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["php", "maintenance/install.php", "--dbtype", "sqlite", "--dbpath", folder / "db", "--server", f"http://{host}",
                    "--scriptpath", "", "--pass", "harbour-lens-2026", "--confpath", wiki, "Harbour wiki", "Keeper"], **quiet)
    for title, text in PAGES.items():
        subprocess.run(["php", "maintenance/edit.php", "-u", "Keeper", title], input=text.encode(), **quiet)
    return subprocess.Popen(["php", "-S", f"127.0.0.1:{port}", "-t", wiki],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
