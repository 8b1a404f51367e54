"""HyperKitty (Debian) under Django's own server with SQLite, without a Mailman behind it: two public lists and a private one, filled from
mbox files; threads over two months, an attachment, a reply whose parent is not in the archive."""
import datetime
import email.message
import email.utils
import os
import pathlib
import subprocess

PACKAGES = ["python3-django-hyperkitty", "python3-whoosh"]
START = "/"

PEOPLE = {"ann": ("Ann Lee", "ann@list.example"), "ben": ("Ben Okoro", "ben@list.example"), "ciara": ("Ciara Byrne", "ciara@list.example")}
MAILS = [
    {"key": "m1", "list": "harbour", "from": "ann", "date": "2026-03-01 08:15:00 +0100", "subject": "Night ferry",
     "text": "The night ferry is back from the first of May, four times a week."},
    {"key": "m2", "list": "harbour", "from": "ciara", "date": "2026-03-01 10:00:00 +0000", "subject": "Re: Night ferry", "to": "m1",
     "text": "> The night ferry is back from the first of May\n\nDoes it take bicycles as well?"},
    {"key": "m3", "list": "harbour", "from": "ann", "date": "2026-04-01 00:30:00 +0200", "subject": "Re: Night ferry", "to": "m2",
     "text": "> Does it take bicycles\n\nIt does, but no lorries.\n\n-- \nAnn"},
    {"key": "m4", "list": "harbour", "from": "ben", "date": "2026-03-03 18:40:00 -0500", "subject": "Who pays for dredging & sand?",
     "text": "The port company pays for the dredging, see the table.", "file": "cost;1000\n"},
    {"key": "m5", "list": "council", "from": "ben", "date": "2026-03-05 12:00:00 +0000", "subject": "Re: Minutes", "to": "lost",
     "text": "Nine people came to the meeting on Tuesday."},
    {"key": "m6", "list": "crew", "from": "ann", "date": "2026-03-06 12:00:00 +0000", "subject": "Keys", "text": "The cellar key hangs behind the second lifebelt."},
] + [{"key": f"l{day}", "list": "harbour", "from": "ben", "date": f"2026-02-{day:02} 07:00:00 +0000", "subject": f"Log of day {day}",
      "text": f"Entry number {day} of the log: the water stood at {200 + day} centimetres."} for day in range(2, 24)] + [
    {"key": f"r{number}", "list": "council", "from": "ann" if number % 2 else "ciara", "date": f"2026-03-07 10:{number:02}:00 +0000", "subject": "Re: The old crane" if number else
     "The old crane", "to": f"r{number - 1}" if number else None, "text": f"Answer number {number} about the crane."} for number in range(25)]
ABSENT = ["cellar key"]


def utc(date):
    return moment(date).astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")


def moment(date):
    return datetime.datetime.strptime(date, "%Y-%m-%d %H:%M:%S %z")


def wanted(mail):
    return {"phrase": mail["text"].split("\n\n")[1 if mail["text"].startswith(">") else 0], "title": mail["subject"], "published": utc(mail["date"])}


EXPECTED = [wanted(mail) for mail in MAILS if mail["list"] != "crew"]
ADDED = {"key": "m7", "list": "harbour", "from": "ciara", "date": "2026-04-02 09:00:00 +0000", "subject": "The new crane", "text": "A new crane came by barge, painted yellow."}
AGAIN = [wanted(ADDED)]
GONE = []

SETTINGS = """
import os
BASE_DIR = os.path.dirname(os.path.abspath(__file__))
from hyperkitty.tests.settings_test import *
BASE_DIR = os.path.dirname(os.path.abspath(__file__))
DEBUG = True
ALLOWED_HOSTS = ['*']
ROOT_URLCONF = 'urls'
TIME_ZONE = 'UTC'
DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': os.path.join(BASE_DIR, 'hk.db'), 'OPTIONS': {'timeout': 30}}}
HAYSTACK_CONNECTIONS = {'default': {'ENGINE': 'haystack.backends.whoosh_backend.WhooshEngine', 'PATH': os.path.join(BASE_DIR, 'index')}}
STATIC_ROOT = os.path.join(BASE_DIR, 'static')
WSGI_APPLICATION = None
REST_FRAMEWORK = {'PAGE_SIZE': 10, 'DEFAULT_PAGINATION_CLASS': 'rest_framework.pagination.LimitOffsetPagination'}
COMPRESS_ENABLED = False
COMPRESS_PRECOMPILERS = ()
EMAIL_BACKEND = 'django.core.mail.backends.dummy.EmailBackend'
LOGGING = {'version': 1, 'disable_existing_loggers': True}
Q_CLUSTER = {'timeout': 300, 'retry': 360, 'save_limit': 100, 'orm': 'default', 'sync': True}
"""
URLS = """
from django.urls import include, path
urlpatterns = [path('', include('hyperkitty.urls')), path('', include('django_mailman3.urls')), path('accounts/', include('allauth.urls'))]
"""
PRIVATE = """
import django; django.setup()
from hyperkitty.models import MailingList
from hyperkitty.models.mailinglist import ArchivePolicy
MailingList.objects.filter(name__startswith='crew@').update(archive_policy=ArchivePolicy.private.value)
MailingList.objects.exclude(name__startswith='crew@').update(archive_policy=ArchivePolicy.public.value)
"""


def letter(mail):
    message = email.message.EmailMessage()
    message["From"] = email.utils.formataddr(PEOPLE[mail["from"]])
    message["To"] = f"{mail['list']}@lists.example"
    message["Subject"], message["Date"] = mail["subject"], email.utils.format_datetime(moment(mail["date"]))
    message["Message-ID"] = f"<{mail['key']}@list.example>"
    if mail.get("to"):
        message["In-Reply-To"] = message["References"] = f"<{mail['to']}@list.example>"
    message.set_content(mail["text"])
    if "file" in mail:
        message.add_attachment(mail["file"].encode(), maintype="text", subtype="csv", filename="cost.csv")
    return b"From harbour Mon Mar  2 00:00:00 2026\n" + message.as_bytes() + b"\n\n"


def python(site, *arguments):
    subprocess.run(["/usr/bin/python3", *arguments], cwd=site, check=True, stdout=subprocess.DEVNULL, stderr=(site / "errors").open("a"),
                   env={**os.environ, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(site)})


def bring(site, mails):
    for name in sorted({mail["list"] for mail in mails}):
        (site / f"{name}.mbox").write_bytes(b"".join(letter(mail) for mail in mails if mail["list"] == name))
        python(site, "-m", "django", "hyperkitty_import", "-l", f"{name}@lists.example", "--since", "2000-01-01", f"{name}.mbox")


def change(folder, host, port):
    bring(folder / "site", [ADDED])


def start(folder, host, port):
    site = folder / "site"
    site.mkdir()
    (site / "settings.py").write_text(SETTINGS)
    (site / "urls.py").write_text(URLS)
    python(site, "-m", "django", "migrate")
    bring(site, MAILS)
    python(site, "-c", PRIVATE)
    return subprocess.Popen(["/usr/bin/python3", "-m", "django", "runserver", "--noreload", f"127.0.0.1:{port}"], cwd=site, start_new_session=True,
                            stdout=subprocess.DEVNULL, stderr=(folder / "requests.log").open("w"),
                            env={**os.environ, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(site)})
