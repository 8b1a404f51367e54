"""Hexo (npm) with the theme that `hexo init` gives, under its own server: posts with a front matter each, nested categories, a page, a second
page of archives; drafts and unpublished posts, which must not appear. HEXO names a folder with node_modules."""
import os
import pathlib
import subprocess

PACKAGES = []
NPM = ["hexo@8", "hexo-theme-landscape@1", "hexo-generator-archive", "hexo-generator-category", "hexo-generator-feed", "hexo-generator-index",
       "hexo-generator-sitemap", "hexo-generator-tag", "hexo-renderer-ejs", "hexo-renderer-marked", "hexo-renderer-stylus", "hexo-server"]
START = "/"
THEME = "landscape"

POSTS = [
    {"key": "night-ferry", "date": "2026-03-01 08:15:00", "title": "Night ferry", "author": "", "categories": "[Ferries]", "tags": "[timetable, summer]",
     "text": "The night ferry is back from the first of May, four times a week.\n\n<!-- more -->\n\nIt leaves at ten and takes [dogs](https://example.org/dogs)."},
    {"key": "dredging", "date": "2026-03-03 18:40:00", "updated": "2026-03-09 07:00:00", "title": "\"Who pays for dredging & sand?\"",
     "categories": "[Council, Budget]", "tags": "[budget]",
     "text": "The council wants to dredge the harbour by summer, and the port company pays for it.\n\n> See page twelve.\n\n```bash\necho mud | wc -c\n```"},
    {"key": "hafen", "date": "2026-03-05 12:00:00", "title": "Hafen im M\u00e4rz", "lang": "de", "tags": "[M\u00e4rz]",
     "text": "Am Kai liegt noch Eis, und der Kran steht still seit Dienstag."},
] + [{"key": f"log-{day}", "date": f"2026-02-{day:02} 07:00:00", "title": f"Log of day {day}", "categories": "[Log]", "tags": "[water]",
      "text": f"Entry number {day} of the log: the water stood at {200 + day} centimetres."} for day in range(2, 24)]
PAGES = [{"key": "about", "date": "2026-02-01 09:00:00", "title": "About us", "text": "Three neighbours write here about the harbour since the old crane fell."}]
HIDDEN = [{"key": "unfinished", "date": "2026-03-07 12:00:00", "title": "Unfinished", "text": "This draft is nobody's business yet."},
          {"key": "withdrawn", "date": "2026-03-07 13:00:00", "title": "Withdrawn", "published": "false", "text": "The mayor's letter was taken back."}]
ABSENT = ["nobody's business", "taken back"]


def utc(local):
    """The site's clock is an hour ahead of UTC on these days."""
    return f"{local[:10]}T{int(local[11:13]) - 1:02}{local[13:]}"


def wanted(post):
    return {"phrase": post["text"].split("\n")[0], "title": post["title"].strip('"'), "published": utc(post["date"]), "author": "Ann Lee"}


EXPECTED = [wanted(post) for post in POSTS + PAGES]
# The second run: a post edited, one gone, one new; all others unchanged.
CHANGED = {**POSTS[1], "updated": "2026-03-12 09:30:00", "text": POSTS[1]["text"].replace("by summer", "by autumn")}
ADDED = {"key": "crane", "date": "2026-03-10 10:00:00", "title": "The new crane", "text": "A new crane came by barge on Tuesday, painted yellow."}
AGAIN = [wanted(CHANGED), wanted(ADDED)]
GONE = ["/2026/02/07/log-7/"]

CONFIG = """title: Harbour notes
author: Ann Lee
language: en
timezone: Europe/Paris
url: http://{host}
theme: {theme}
per_page: 10
archive_generator: {{per_page: 10, yearly: true, monthly: true, daily: false}}
feed: {{enable: true, type: [atom, rss2], path: [atom.xml, rss2.xml], limit: 20}}
sitemap: {{path: [sitemap.xml, sitemap.txt]}}
"""


def write(path, post):
    head = "".join(f"{name}: {post[name]}\n" for name in ("title", "date", "updated", "categories", "tags", "lang", "published") if name in post)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{head}---\n{post['text']}\n")


def change(folder, host, port):
    posts = folder / "site" / "source" / "_posts"
    write(posts / "dredging.md", CHANGED)
    write(posts / "crane.md", ADDED)
    (posts / "log-7.md").unlink()
    subprocess.run(["node_modules/.bin/hexo", "generate"], cwd=folder / "site", check=True, stdout=subprocess.DEVNULL)


def start(folder, host, port, theme=None):
    site = folder / "site"
    site.mkdir()
    (site / "package.json").write_text('{"name": "harbour", "version": "0.0.0", "private": true, "hexo": {"version": ""}, "dependencies": {%s}}' % ", ".join(
        f'"{name.rsplit("@", 1)[0]}": "*"' for name in NPM))
    (site / "node_modules").symlink_to(pathlib.Path(os.environ["HEXO"]).resolve() / "node_modules")
    (site / "_config.yml").write_text(CONFIG.format(host=host, theme=theme or THEME))
    source = site / "source"
    for post in POSTS:
        write(source / "_posts" / f"{post['key']}.md", post)
    for page in PAGES:
        write(source / page["key"] / "index.md", page)
    write(source / "_drafts" / "unfinished.md", HIDDEN[0])
    write(source / "_posts" / "withdrawn.md", HIDDEN[1])
    subprocess.run(["node_modules/.bin/hexo", "generate"], cwd=site, check=True, stdout=subprocess.DEVNULL)
    return subprocess.Popen(["node_modules/.bin/hexo", "server", "--static", "--port", str(port), "--ip", "127.0.0.1"], cwd=site,
                            start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
