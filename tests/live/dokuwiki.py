"""DokuWiki (Debian) under PHP's own server: pages, a start page that links them, recent changes as a feed."""
import shutil
import subprocess

PACKAGES = ["dokuwiki", "php-cli", "php-xml", "php-mbstring"]
START = "/doku.php?id=start"

PAGES = {
    "start": "====== Harbour notes ======\nSee [[ferry|the ferry]] and [[dredging]].\n",
    "ferry": "====== Night ferry ======\nThe night ferry is back from the first of May, four times a week. It leaves at ten "
             "in the evening and takes cars, bicycles and dogs, but no lorries.\n\n===== Fares =====\nA cabin costs forty.\n",
    "dredging": "====== Dredging ======\nThe council wants to dredge the harbour by summer, and the port company pays for it, "
                "as the budget says on page twelve. Nobody knows where the mud goes.\n",
}
EXPECTED = [
    {"phrase": "four times a week", "title": "Night ferry"},
    {"phrase": "budget says on page twelve", "title": "Dredging"},
]


def start(folder, host, port):
    wiki, data = folder / "wiki", folder / "data"
    shutil.copytree("/usr/share/dokuwiki", wiki, symlinks=False, ignore_dangling_symlinks=True, ignore=shutil.ignore_patterns("data", "conf"))
    shutil.copytree("/etc/dokuwiki", wiki / "conf", ignore_dangling_symlinks=True, dirs_exist_ok=True)
    shutil.copytree("/var/lib/dokuwiki/data", data, ignore_dangling_symlinks=True)
    (wiki / "conf" / "local.php").write_text(
        f"<?php\n$conf['title'] = 'Harbour wiki';\n$conf['savedir'] = '{data}';\n$conf['useacl'] = 0;\n$conf['updatecheck'] = 0;\n"
        "$conf['rss_type'] = 'atom1';\n")
    (wiki / "inc" / "preload.php").write_text("<?php\n")  # Debian's points to /etc
    for name in ("local.protected.php", "acl.auth.php", "users.auth.php"):
        (wiki / "conf" / name).unlink(missing_ok=True)
    pages = data / "pages"
    pages.mkdir(parents=True, exist_ok=True)
    for name, text in PAGES.items():
        (pages / f"{name}.txt").write_text(text)
    return subprocess.Popen(["php", "-S", f"127.0.0.1:{port}", "-t", wiki], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
