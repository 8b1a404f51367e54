"""Ghost (npm) in its development form with SQLite and its default theme: posts by three authors, internal tags, a page, posts for members, native
comments with replies; a draft and a scheduled post, which must not appear. GHOST names the unpacked package with its node_modules, GHOST_NODE the
node that it wants."""
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import time
import urllib.request

PACKAGES = []
START = "/"

USERS = [("annlee", "Ann Lee"), ("ben-okoro", "Ben Okoro"), ("keeper", "Harbour Keeper")]
TAGS = [("ferries", "Ferries"), ("council", "Council"), ("hash-import", "#import")]
POSTS = [
    {"key": "night-ferry", "author": "annlee", "date": "2026-03-01T07:15:00.000Z", "title": "Night ferry", "tags": ["ferries", "hash-import"],
     "text": "<p>The night ferry is back from the first of May, four times a week.</p><p>It leaves at ten and takes <a href=\"https://example.org/dogs\">dogs</a>.</p>"},
    {"key": "dredging", "author": "ben-okoro", "date": "2026-03-03T17:40:00.000Z", "title": "Who pays for dredging & sand?", "tags": ["council"],
     "text": "<p>The council wants to dredge the harbour by summer, and the port company pays for it.</p><blockquote>See page twelve.</blockquote>"},
    {"key": "members-only", "author": "annlee", "date": "2026-03-05T11:00:00.000Z", "title": "For members", "tags": ["council"], "visibility": "members",
     "text": "<p>The cellar key hangs behind the second lifebelt.</p>"},
    {"key": "unfinished", "author": "annlee", "date": "2026-03-07T11:00:00.000Z", "title": "Unfinished", "tags": [], "status": "draft",
     "text": "<p>This draft is nobody's business yet.</p>"},
    {"key": "later", "author": "annlee", "date": "2046-03-07T11:00:00.000Z", "title": "From the future", "tags": [], "status": "scheduled",
     "text": "<p>This one waits for its day.</p>"},
    {"key": "about-us", "author": "keeper", "date": "2026-02-01T08:00:00.000Z", "title": "About us", "tags": [], "type": "page",
     "text": "<p>Three neighbours write here about the harbour since the old crane fell.</p>"},
] + [{"key": f"log-{day}", "author": "ben-okoro", "date": f"2026-02-{day:02}T06:00:00.000Z", "title": f"Log of day {day}", "tags": ["ferries"],
      "text": f"<p>Entry number {day} of the log: the water stood at {200 + day} centimetres.</p>"} for day in range(2, 24)]
COMMENTS = [{"key": "c1", "post": "night-ferry", "name": "Ciara Byrne", "date": "2026-03-01T09:00:00.000Z", "text": "Does it take bicycles as well?"},
            {"key": "c2", "post": "night-ferry", "name": "Dov", "date": "2026-03-01T09:30:00.000Z", "parent": "c1", "text": "It does, but no lorries."},
            {"key": "c3", "post": "dredging", "name": "Dov", "date": "2026-03-04T06:05:00.000Z", "text": "Nobody knows where the mud goes."},
            {"key": "c4", "post": "dredging", "name": "Spammer", "date": "2026-03-04T07:00:00.000Z", "status": "hidden", "text": "Cheap watches wait in the queue."}]
COMMENTS += [{"key": f"d{number}", "post": "log-9", "name": "Ciara Byrne" if number % 2 else "Dov", "date": f"2026-02-10T{number % 24:02}:{number % 60:02}:00.000Z",
              "text": f"Reading number {number} differs from mine."} for number in range(1, 131)]
ABSENT = ["cellar key", "nobody's business", "waits for its day", "Cheap watches"]


def phrase(html):
    return html.split(">", 1)[-1].split("<", 1)[0]


def wanted(post):
    author = dict(USERS)[post["author"]] if post.get("type") == "page" else post["author"]  # the theme names no author of a page, its JSON-LD does
    return {"phrase": phrase(post["text"]), "title": post["title"], "author": author, "published": post["date"][:19]}


EXPECTED = [wanted(post) for post in POSTS if post.get("status", "published") == "published" and "visibility" not in post]
EXPECTED += [{"phrase": comment["text"], "author": comment["name"], "published": comment["date"][:19]} for comment in COMMENTS if "status" not in comment]
AGAIN = [{"phrase": "dredge the harbour by autumn", "author": "ben-okoro", "title": POSTS[1]["title"]}]
GONE = ["/log-7/"]


def identity(kind, number):
    """ObjectIds of the day on which the import was made."""
    return f"69a00000{'pucmt'.index(kind):02}000000{number:08x}"


def content():
    posts = [{"id": identity("p", number), "title": post["title"], "slug": post["key"], "html": post["text"], "type": post.get("type", "post"),
              "status": post.get("status", "published"), "visibility": post.get("visibility", "public"), "published_at": post["date"],
              "created_at": post["date"], "updated_at": post["date"]} for number, post in enumerate(POSTS)]
    users = [{"id": identity("u", number), "name": name, "slug": slug, "email": f"{slug}@list.example", "roles": ["Author"]} for number, (slug, name) in enumerate(USERS)]
    tags = [{"id": identity("t", number), "name": name, "slug": slug} for number, (slug, name) in enumerate(TAGS)]
    slugs, labels = [slug for slug, _ in USERS], [slug for slug, _ in TAGS]
    return {"db": [{"meta": {"exported_on": 1772000000000, "version": "6.0.0"}, "data": {
        "posts": posts, "users": users, "tags": tags,
        "posts_authors": [{"post_id": identity("p", number), "author_id": identity("u", slugs.index(post["author"]))} for number, post in enumerate(POSTS)],
        "posts_tags": [{"post_id": identity("p", number), "tag_id": identity("t", labels.index(tag))} for number, post in enumerate(POSTS) for tag in post["tags"]]}}]}


class Admin:
    """The owner's session with the admin API."""

    def __init__(self, host, port):
        self.host, self.base = host, f"http://127.0.0.1:{port}/ghost/api/admin"
        self.cookie = None

    def ask(self, method, path, body, form=None):
        headers = {"Host": self.host, "Origin": f"http://{self.host}", "Content-Type": form or "application/json", "Accept-Version": "v6.0"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        data = body if form or body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, headers=headers, method=method)
        with urllib.request.urlopen(request) as answer:
            if answer.headers.get("Set-Cookie"):
                self.cookie = answer.headers["Set-Cookie"].split(";")[0]
            return answer.read()

    def enter(self):
        owner = {"name": "Site Owner", "email": "owner@list.example", "password": "harbour-lens-2026", "blogTitle": "Harbour notes"}
        self.ask("POST", "/authentication/setup/", {"setup": [owner]})
        self.ask("POST", "/session/", {"username": owner["email"], "password": owner["password"]})


def insert(database, table, row):
    known = {column[1] for column in database.execute(f"pragma table_info({table})")}
    row = {name: value for name, value in row.items() if name in known}
    database.execute(f"insert into {table} ({', '.join(row)}) values ({', '.join('?' * len(row))})", list(row.values()))


def comment_rows(folder):
    database = sqlite3.connect(folder / "site" / "ghost.db", timeout=30)
    post_ids = dict(database.execute("select slug, id from posts"))
    members, ids = {}, {}
    for number, name in enumerate(sorted({comment["name"] for comment in COMMENTS})):
        members[name] = identity("m", number)
        insert(database, "members", {"id": members[name], "uuid": f"00000000-0000-4000-8000-{number:012}", "transient_id": f"t{number}", "email": f"member{number}@list.example",
                                     "name": name, "status": "free", "created_at": "2026-02-01 00:00:00"})
    for number, comment in enumerate(COMMENTS):
        ids[comment["key"]] = identity("c", number)
        moment = comment["date"].replace("T", " ")[:19]
        insert(database, "comments", {"id": ids[comment["key"]], "post_id": post_ids[comment["post"]], "member_id": members[comment["name"]], "html": f"<p>{comment['text']}</p>",
                                      "parent_id": ids.get(comment.get("parent")), "status": comment.get("status", "published"), "created_at": moment, "updated_at": moment})
    database.execute("delete from posts_tags where post_id in (select id from posts where slug in ('coming-soon', 'about'))")
    database.commit()
    database.close()


def fill(folder, host, port):
    for _ in range(240):
        try:
            urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}/ghost/api/admin/site/", headers={"Host": host})).read()
            break
        except OSError:
            time.sleep(0.5)
    admin = Admin(host, port)
    admin.enter()
    bound = "----harbour"
    body = (f"--{bound}\r\nContent-Disposition: form-data; name=\"importfile\"; filename=\"import.json\"\r\nContent-Type: application/json\r\n\r\n"
            + json.dumps(content()) + f"\r\n--{bound}--\r\n").encode()
    admin.ask("POST", "/db/", body, f"multipart/form-data; boundary={bound}")
    admin.ask("PUT", "/settings/", {"settings": [{"key": "comments_enabled", "value": "all"}, {"key": "timezone", "value": "Europe/Paris"}]})
    comment_rows(folder)


def change(folder, host, port):
    admin = Admin(host, port)
    admin.ask("POST", "/session/", {"username": "owner@list.example", "password": "harbour-lens-2026"})
    posts = {post["slug"]: post for post in json.loads(admin.ask("GET", "/posts/?limit=100&formats=html", None))["posts"]}
    post = posts["dredging"]
    admin.ask("PUT", f"/posts/{post['id']}/?source=html", {"posts": [{"html": post["html"].replace("by summer", "by autumn"), "updated_at": post["updated_at"]}]})
    admin.ask("DELETE", f"/posts/{posts['log-7']['id']}/", None)


def start(folder, host, port):
    site = folder / "site"
    site.mkdir()
    package = pathlib.Path(os.environ["GHOST"]).resolve()
    shutil.copytree(package / "content", site / "content", symlinks=True)
    settings = {"NODE_ENV": "development", "url": f"http://{host}", "server__host": "127.0.0.1", "server__port": str(port), "paths__contentPath": str(site / "content"),
                "database__connection__filename": str(site / "ghost.db"), "mail__transport": "stub", "privacy__useUpdateCheck": "false",
                "privacy__useGravatar": "false", "logging__path": str(site)}
    return subprocess.Popen([os.environ.get("GHOST_NODE", "node"), "index.js"], cwd=package, env={**os.environ, **settings}, start_new_session=True,
                            stdout=(folder / "ghost.log").open("w"), stderr=subprocess.STDOUT)
