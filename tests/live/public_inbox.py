"""public-inbox (Debian): a mailing list's archive; threads as plain text pages, mails as Atom."""
import os
import subprocess

PACKAGES = ["public-inbox", "libdbd-sqlite3-perl", "libsearch-xapian-perl", "libplack-perl"]
START = "/harbour/"

MAILS = [
    ("m1", None, "Ann Lee <ann@list.example>", "Sun, 01 Mar 2026 08:00:00 +0000", "Dredging of the harbour",
     "The council wants to dredge the harbour by summer.\nWho pays for it?"),
    ("m2", "m1", "Ben Okoro <ben@list.example>", "Sun, 01 Mar 2026 09:30:00 +0100", "Re: Dredging of the harbour",
     "> Who pays for it?\n\nThe port company does, says the budget on page twelve."),
    ("m3", None, "Ciara Byrne <ciara@list.example>", "Mon, 02 Mar 2026 18:45:00 +0000", "Night ferry",
     "The night ferry is back from the first of May, four times a week."),
]
EXPECTED = [
    {"phrase": "dredge the harbour by summer", "author": "Ann Lee", "title": "Dredging of the harbour", "published": "2026-03-01T08:00:00"},
    {"phrase": "budget on page twelve", "author": "Ben Okoro", "title": "Re: Dredging of the harbour", "published": "2026-03-01T08:30:00"},
    {"phrase": "four times a week", "author": "Ciara Byrne", "title": "Night ferry", "published": "2026-03-02T18:45:00"},
]


def start(folder, host, port):
    home = folder / "home"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "PI_CONFIG": str(home / "config")}
    inbox = folder / "harbour"
    subprocess.run(["public-inbox-init", "-V2", "harbour", inbox, f"http://{host}/harbour", "harbour@list.example"],
                   check=True, env=environment, stderr=subprocess.DEVNULL)
    with open(home / "config", "a", encoding="ascii") as config:
        config.write("[publicinboxmda]\n\tspamcheck = none\n")
    for name, parent, sender, date, subject, text in MAILS:
        mail = (f"From: {sender}\nTo: harbour@list.example\nDate: {date}\nSubject: {subject}\n"
                f"Message-ID: <{name}@list.example>\n" + (f"In-Reply-To: <{parent}@list.example>\n" if parent else "") +
                f"Content-Type: text/plain; charset=utf-8\n\n{text}\n")
        subprocess.run(["public-inbox-mda", "--no-precheck"], input=mail.encode(), check=True,
                       env={**environment, "ORIGINAL_RECIPIENT": "harbour@list.example"})
    return subprocess.Popen(["public-inbox-httpd", "-W0", "-l", f"http://127.0.0.1:{port}"], env=environment,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
