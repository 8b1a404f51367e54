"""WordPress (Debian) with MariaDB under PHP's own server: posts in categories, pages, nested comments, a closed post, one behind a
password; drafts, scheduled and private ones, which must not appear."""
import json
import os
import shutil
import signal
import subprocess
import time

PACKAGES = ["wordpress", "wordpress-theme-twentytwentyone", "mariadb-server", "php-cli", "php-mysql", "php-xml", "php-mbstring", "php-gd"]
START = "/"

USERS = [("keeper", "Harbour Keeper", "administrator"), ("annlee", "Ann Lee", "author"), ("ben.okoro", "Ben Okoro", "author")]
CATEGORIES = ["Harbour", "Ferries", "Council"]
POSTS = [
    {"key": "ferry", "type": "post", "author": "annlee", "date": "2026-03-01 08:15:00", "title": "Night ferry", "categories": ["Ferries"],
     "tags": ["timetable", "summer"],
     "text": "<p>The night ferry is back from the first of May, four times a week.</p><p>It leaves at ten and takes <a href=\"https://example.org/dogs\">dogs</a>.</p>"},
    {"key": "dredging", "type": "post", "author": "ben.okoro", "date": "2026-03-03 18:40:00", "title": "Who pays for dredging & sand?",
     "categories": ["Harbour", "Council"], "tags": ["budget"],
     "text": "<p>The council wants to dredge the harbour by summer, and the port company pays for it.</p><blockquote><p>See page twelve.</p></blockquote>"},
    {"key": "closed", "type": "post", "author": "annlee", "date": "2026-03-05 12:00:00", "title": "Meeting notes", "categories": ["Council"],
     "comments": "closed", "text": "<p>Nine people came to the meeting on Tuesday; the minutes follow next week.</p>"},
    {"key": "secret", "type": "post", "author": "annlee", "date": "2026-03-06 12:00:00", "title": "Members only", "categories": ["Council"],
     "password": "tide", "text": "<p>The cellar key hangs behind the second lifebelt.</p>"},
    {"key": "draft", "type": "post", "author": "annlee", "date": "2026-03-07 12:00:00", "title": "Unfinished", "status": "draft",
     "text": "<p>This draft is nobody's business yet.</p>"},
    {"key": "later", "type": "post", "author": "annlee", "date": "2046-03-07 12:00:00", "title": "From the future", "status": "future",
     "text": "<p>This one waits for its day.</p>"},
    {"key": "private", "type": "post", "author": "keeper", "date": "2026-03-07 12:00:00", "title": "Keeper's note", "status": "private",
     "text": "<p>Only the keeper reads this.</p>"},
    {"key": "about", "type": "page", "author": "keeper", "date": "2026-02-01 09:00:00", "title": "About us", "comments": "closed",
     "text": "<p>Three neighbours write here about the harbour since the old crane fell.</p>"},
    {"key": "contact", "type": "page", "author": "keeper", "date": "2026-02-01 09:30:00", "title": "Contact", "parent": "about", "comments": "closed",
     "text": "<p>The letter box hangs beside the lock gate, painted blue.</p>"},
] + [
    {"key": f"log{day}", "type": "post", "author": "ben.okoro", "date": f"2026-02-{day:02} 07:00:00", "title": f"Log of day {day}", "categories": ["Harbour"],
     "text": f"<p>Entry number {day} of the log: the water stood at {200 + day} centimetres.</p>"} for day in range(2, 14)
]
COMMENTS = [
    {"key": "c1", "post": "ferry", "name": "Ciara Byrne", "date": "2026-03-01 10:00:00", "text": "Does it take bicycles as well?"},
    {"key": "c2", "post": "ferry", "user": "annlee", "date": "2026-03-01 10:30:00", "parent": "c1", "text": "It does, but no lorries."},
    {"key": "c3", "post": "ferry", "name": "Ciara Byrne", "date": "2026-03-01 11:00:00", "parent": "c2", "text": "Then I shall come with my bicycle."},
    {"key": "c4", "post": "dredging", "name": "Dov", "site": "https://dov.example/", "date": "2026-03-04 07:05:00", "text": "Nobody knows where the mud goes."},
    {"key": "c5", "post": "dredging", "name": "Spammer", "date": "2026-03-04 08:00:00", "approved": "0", "text": "Cheap watches wait in the queue."},
]
ABSENT = ["cellar key", "nobody's business", "waits for its day", "Only the keeper", "Cheap watches"]


def phrase(html):
    return html.split(">", 1)[-1].split("<", 1)[0] if html.startswith("<") else html


def utc(local):
    """The site's clock is an hour ahead of UTC on these days."""
    hour = int(local[11:13]) - 1
    return f"{local[:10]}T{hour:02}{local[13:]}"


EXPECTED = [{"phrase": phrase(post["text"]), "title": post["title"], "author": post["author"].replace(".", "-"), "published": utc(post["date"])}
            for post in POSTS if post["key"] not in ("secret", "draft", "later", "private")]
EXPECTED += [{"phrase": comment["text"], "author": comment.get("name") or comment["user"], "published": utc(comment["date"])}
             for comment in COMMENTS if comment.get("approved") != "0"]

FILL = r"""<?php
$_SERVER['HTTP_HOST'] = getenv('HOST');
define('WP_INSTALLING', true);
require getenv('ROOT') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
function wp_new_blog_notification($title, $url, $user, $password) {}
$data = json_decode(stream_get_contents(STDIN), true);
wp_install('Harbour notes', 'keeper', 'keeper@list.example', true, '', 'harbour-lens-2026');
foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any', 'numberposts' => -1]) as $post) wp_delete_post($post->ID, true);
update_option('timezone_string', 'Europe/Paris');
update_option('permalink_structure', $data['permalinks']);
update_option('page_comments', 0);
switch_theme($data['theme']);
"""
CONTENT = r"""<?php
$_SERVER['HTTP_HOST'] = getenv('HOST');
require getenv('ROOT') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/taxonomy.php';
$data = json_decode(stream_get_contents(STDIN), true);
kses_remove_filters();
$users = $terms = $ids = $comments = [];
foreach ($data['users'] as [$handle, $name, $role]) {
    $user = get_user_by('login', $handle);
    $id = $user ? $user->ID : wp_create_user($handle, 'harbour-lens-2026', "$handle@list.example");
    wp_update_user(['ID' => $id, 'display_name' => $name, 'role' => $role, 'description' => "$name writes about the harbour."]);
    $users[$handle] = $id;
}
foreach ($data['categories'] as $name) $terms[$name] = wp_create_category($name);
foreach ($data['posts'] as $post) {
    $ids[$post['key']] = wp_insert_post(['post_type' => $post['type'], 'post_author' => $users[$post['author']], 'post_date' => $post['date'],
        'post_title' => $post['title'], 'post_content' => $post['text'], 'post_status' => $post['status'] ?? 'publish',
        'post_category' => array_map(fn($name) => $terms[$name], $post['categories'] ?? []), 'tags_input' => $post['tags'] ?? [],
        'post_password' => $post['password'] ?? '', 'comment_status' => $post['comments'] ?? 'open',
        'post_parent' => isset($post['parent']) ? $ids[$post['parent']] : 0]);
    // What the editor begins with a draft is known by its number.
    $wpdb->update($wpdb->posts, ['guid' => home_url('/?p=' . $ids[$post['key']])], ['ID' => $ids[$post['key']]]);
}
foreach ($data['comments'] as $comment) {
    $user = isset($comment['user']) ? get_user_by('login', $comment['user']) : null;
    $comments[$comment['key']] = wp_insert_comment(['comment_post_ID' => $ids[$comment['post']], 'comment_content' => $comment['text'],
        'comment_date' => $comment['date'], 'comment_date_gmt' => get_gmt_from_date($comment['date']),
        'comment_author' => $user ? $user->display_name : $comment['name'], 'comment_author_email' => $user ? $user->user_email : 'guest@list.example',
        'comment_author_url' => $comment['site'] ?? '', 'user_id' => $user ? $user->ID : 0, 'comment_approved' => $comment['approved'] ?? '1',
        'comment_parent' => isset($comment['parent']) ? $comments[$comment['parent']] : 0]);
}
flush_rewrite_rules(false);
"""
ROUTER = """<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (is_file(__DIR__ . '/site' . $path)) return false;
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
chdir(__DIR__ . '/site');
require __DIR__ . '/site/index.php';
"""


class Servers:
    """The web server with its workers and the database behind it, ended together."""

    def __init__(self, web, database):
        self.web, self.database = web, database

    def poll(self):
        return self.web.poll()

    def terminate(self):
        os.killpg(self.web.pid, signal.SIGTERM)
        self.database.terminate()

    def wait(self):
        self.web.wait()
        self.database.wait()


def database(folder):
    data, socket = folder / "db", folder / "db.sock"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    user = ["--user=root"] if os.geteuid() == 0 else []
    subprocess.run(["mariadb-install-db", "--no-defaults", *user, f"--datadir={data}", "--auth-root-authentication-method=normal"], check=True, **quiet)
    server = subprocess.Popen(["mariadbd", "--no-defaults", *user, f"--datadir={data}", f"--socket={socket}", f"--pid-file={folder / 'db.pid'}",
                               "--skip-networking", "--innodb-flush-log-at-trx-commit=0"], **quiet)
    for _ in range(300):
        if subprocess.run(["mariadb", "--no-defaults", "-uroot", f"--socket={socket}", "-e", "create database wordpress"], **quiet).returncode == 0:
            return server
        time.sleep(0.1)
    server.terminate()
    raise SystemExit("the database does not start")


def php(folder, host, script, data):
    path = folder / "script.php"
    path.write_text(script)
    subprocess.run(["php", "-d", "sendmail_path=/bin/true", path], input=json.dumps(data).encode(), check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, "HOST": host, "ROOT": str(folder / "site")})


def start(folder, host, port, theme="twentytwentyone", plugins=()):
    """plugins: folders of plugins to install and switch on."""
    site = folder / "site"
    shutil.copytree("/usr/share/wordpress", site, symlinks=False, ignore_dangling_symlinks=True, ignore=shutil.ignore_patterns(".htaccess", "wp-config.php"))
    for plugin in plugins:
        shutil.copytree(plugin, site / "wp-content" / "plugins" / "bbpress", ignore=shutil.ignore_patterns("tests", "node_modules"))
    (folder / "router.php").write_text(ROUTER)
    (site / "wp-config.php").write_text(
        f"<?php\ndefine('DB_NAME', 'wordpress');\ndefine('DB_USER', 'root');\ndefine('DB_PASSWORD', '');\n"
        f"define('DB_HOST', 'localhost:{folder / 'db.sock'}');\ndefine('DB_CHARSET', 'utf8mb4');\ndefine('DB_COLLATE', '');\n"
        f"define('WP_HOME', 'http://{host}');\ndefine('WP_SITEURL', 'http://{host}');\ndefine('DISABLE_WP_CRON', true);\n"
        "define('WP_HTTP_BLOCK_EXTERNAL', true);\ndefine('AUTOMATIC_UPDATER_DISABLED', true);\n$table_prefix = 'wp_';\n"
        "if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');\nrequire ABSPATH . 'wp-settings.php';\n")
    server = database(folder)
    try:
        php(folder, host, FILL, {"theme": theme, "permalinks": "/%year%/%monthnum%/%postname%/"})
        php(folder, host, CONTENT, {"users": USERS, "categories": CATEGORIES, "posts": POSTS, "comments": COMMENTS})
        web = subprocess.Popen(["php", "-d", "sendmail_path=/bin/true", "-S", f"127.0.0.1:{port}", "-t", site, folder / "router.php"],
                               env={**os.environ, "PHP_CLI_SERVER_WORKERS": "4"}, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except BaseException:
        server.terminate()
        raise
    return Servers(web, server)
