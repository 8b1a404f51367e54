"""bbPress as a plugin of the same WordPress: forums (one below another, one private), topics, replies, profiles. The plugin is no
Debian package: BBPRESS names the folder with its sources."""
import os

import wordpress

PACKAGES = wordpress.PACKAGES
START = "/forums/"

FORUMS = [{"key": "ferries", "title": "Ferry talk", "text": "All about the boats."},
          {"key": "council", "title": "Council watch", "text": "Minutes and money."},
          {"key": "budget", "title": "Budget", "text": "Page by page.", "parent": "council"},
          {"key": "crew", "title": "Crew only", "text": "Not for strangers.", "private": True}]
TOPICS = [{"key": "cabins", "forum": "ferries", "author": "annlee", "date": "2026-03-01 08:15:00", "title": "Cabins on the night ferry", "tags": "cabins, fares",
           "text": "Which cabin is quiet? The cheap ones lie above the engine."},
          {"key": "page12", "forum": "budget", "author": "ben.okoro", "date": "2026-03-02 21:05:00", "title": "Page twelve & the dredging", "sticky": True,
           "text": "Page twelve says that the port company pays for the dredging."},
          {"key": "crane", "forum": "council", "author": "keeper", "date": "2026-02-11 10:00:00", "title": "The old crane", "closed": True,
           "text": "The crane comes down on Friday, the council decided."},
          {"key": "secret", "forum": "crew", "author": "keeper", "date": "2026-02-12 10:00:00", "title": "Duty list", "text": "The spare key lies under the mat."}]
REPLIES = [{"key": "r1", "topic": "cabins", "author": "ben.okoro", "date": "2026-03-01 09:00:00", "text": "The ones at the bow are quiet, says my brother."},
           {"key": "r2", "topic": "cabins", "author": "annlee", "date": "2026-03-01 09:30:00", "to": "r1", "edited": "Forgot the fare",
            "text": "<blockquote>The ones at the bow</blockquote>\nThank you, I have booked number nine for forty."},
           {"key": "r3", "topic": "page12", "guest": "Ciara Byrne", "date": "2026-03-03 07:45:00", "text": "And who reads page thirteen?"},
           {"key": "r4", "topic": "page12", "author": "banned", "date": "2026-03-03 08:45:00", "text": "Nobody does, I have tried."}] + [
    {"key": f"m{number}", "topic": "cabins", "author": "ben.okoro" if number % 2 else "annlee", "date": f"2026-03-{number:02} 18:{number:02}:00",
     "text": f"Crossing number {number}: the sea was calm and the coffee cold."} for number in range(2, 20)]
ABSENT = ["spare key", "Not for strangers"]
USERS = wordpress.USERS + [("banned", "Banned Bob", "subscriber")]


# The day: the pages show the board's clock and not its zone.
EXPECTED = [{"phrase": topic["text"], "title": topic["title"], "author": topic["author"].replace(".", "-"), "published": topic["date"][:10]}
            for topic in TOPICS if topic["key"] != "secret"]
EXPECTED += [{"phrase": reply["text"].split("\n")[-1], "author": reply.get("guest") or reply["author"].replace(".", "-"), "published": reply["date"][:10]}
             for reply in REPLIES]

ACTIVATE = r"""<?php
$_SERVER['HTTP_HOST'] = getenv('HOST');
require getenv('ROOT') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
$error = activate_plugin('bbpress/bbpress.php');
if (is_wp_error($error)) { fwrite(STDERR, $error->get_error_message()); exit(1); }
"""
CONTENT = r"""<?php
$_SERVER['HTTP_HOST'] = getenv('HOST');
require getenv('ROOT') . '/wp-load.php';
$data = json_decode(stream_get_contents(STDIN), true);
kses_remove_filters();
if (!class_exists('bbPress')) exit(1);
bbp_setup_updater();
update_option('_bbp_allow_anonymous', 1);
update_option('_bbp_allow_threaded_replies', $data['threaded']);
update_option('_bbp_thread_replies_depth', 4);
foreach ($data['users'] as [$handle, $name, $role]) {
    $user = get_user_by('login', $handle);
    $id = $user ? $user->ID : wp_create_user($handle, 'harbour-lens-2026', "$handle@list.example");
    wp_update_user(['ID' => $id, 'display_name' => $name, 'user_url' => "https://$handle.example/"]);
    $users[$handle] = $id;
    bbp_set_user_role($id, ['keeper' => 'bbp_keymaster', 'annlee' => 'bbp_moderator', 'banned' => 'bbp_blocked'][$handle] ?? 'bbp_participant');
}
$author = fn($post) => ['post_author' => isset($post['author']) ? $users[$post['author']] : 0, 'post_date' => $post['date'],
    'post_date_gmt' => get_gmt_from_date($post['date']), 'post_content' => $post['text']];
foreach ($data['forums'] as $forum) {
    $ids[$forum['key']] = bbp_insert_forum(['post_title' => $forum['title'], 'post_content' => $forum['text'], 'post_author' => $users['keeper'],
        'post_parent' => isset($forum['parent']) ? $ids[$forum['parent']] : 0]);
    if (!empty($forum['private'])) bbp_privatize_forum($ids[$forum['key']], 'publish');
}
foreach ($data['topics'] as $topic) {
    $forum = $ids[$topic['forum']];
    $id = $ids[$topic['key']] = bbp_insert_topic($author($topic) + ['post_title' => $topic['title'], 'post_parent' => $forum,
        'tax_input' => [bbp_get_topic_tag_tax_id() => $topic['tags'] ?? '']], ['forum_id' => $forum]);
    if (isset($topic['tags'])) wp_set_post_terms($id, $topic['tags'], bbp_get_topic_tag_tax_id());
}
foreach ($data['replies'] as $reply) {
    $topic = $ids[$reply['topic']];
    $to = isset($reply['to']) ? $ids[$reply['to']] : 0;
    $meta = ['forum_id' => bbp_get_topic_forum_id($topic), 'topic_id' => $topic, 'reply_to' => $to];
    if (isset($reply['guest'])) $meta += ['anonymous_name' => $reply['guest'], 'anonymous_email' => 'guest@list.example', 'anonymous_website' => ''];
    $id = $ids[$reply['key']] = bbp_insert_reply($author($reply) + ['post_parent' => $topic], $meta);
    if (isset($reply['edited'])) {
        $revision = wp_insert_post(['post_type' => 'revision', 'post_parent' => $id, 'post_status' => 'inherit', 'post_name' => "$id-revision-v1",
            'post_content' => $reply['text'], 'post_author' => $users['annlee'], 'post_date' => '2026-03-01 10:00:00']);
        bbp_update_reply_revision_log(['reply_id' => $id, 'revision_id' => $revision, 'author_id' => $users['annlee'], 'reason' => $reply['edited']]);
    }
}
foreach ($data['topics'] as $topic) {
    if (!empty($topic['closed'])) bbp_close_topic($ids[$topic['key']]);
    if (!empty($topic['sticky'])) bbp_stick_topic($ids[$topic['key']]);
}
// With the newest article behind a password bbPress asks for it on every profile.
foreach (get_posts(['has_password' => true]) as $post) wp_delete_post($post->ID, true);
flush_rewrite_rules(false);
"""


def start(folder, host, port, threaded=0):
    plugin = os.environ.get("BBPRESS")
    if not plugin:
        raise SystemExit("BBPRESS must name the folder of the plugin's sources (bbpress.php in it)")
    servers = wordpress.start(folder, host, port, plugins=[plugin])
    try:
        wordpress.php(folder, host, ACTIVATE, {})
        wordpress.php(folder, host, CONTENT, {"users": USERS, "forums": FORUMS, "topics": TOPICS, "replies": REPLIES, "threaded": threaded})
    except BaseException:
        servers.terminate()
        raise
    return servers
