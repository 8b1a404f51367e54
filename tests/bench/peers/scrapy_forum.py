"""What a Scrapy user writes for a phpBB board: the fields of each post as JSON Lines.

scrapy runspider scrapy_forum.py -a list=FILE -O OUT.jsonl     FILE: one URL a line
"""
from datetime import datetime

import scrapy


class Forum(scrapy.Spider):
    name = "forum"
    custom_settings = {
        "CONCURRENT_REQUESTS": 32,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 32,
        "DOWNLOAD_DELAY": 0,
        "ROBOTSTXT_OBEY": False,
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "ERROR",
    }

    def start_requests(self):
        with open(self.list, encoding="utf-8") as urls:
            for url in urls:
                yield scrapy.Request(url.strip())

    def parse(self, response):
        title = response.css("h2.topic-title a::text").get()
        for post in response.css("div.post"):
            author = post.css("p.author strong a")
            date = post.css("p.author::text").getall()[-1].strip()
            yield {
                "id": post.attrib["id"][1:],
                "url": response.urljoin(post.css("h3 a::attr(href)").get()),
                "thread_title": title,
                "title": post.css("h3 a::text").get(),
                "author": author.css("::text").get(),
                "author_url": response.urljoin(author.attrib["href"]),
                "date": datetime.strptime(date, "%a %b %d, %Y %I:%M %p").isoformat(),
                "text": "".join(post.css("div.content ::text").getall()).strip(),
                "links": [response.urljoin(href) for href in post.css("div.content a::attr(href)").getall()],
                "joined": post.css("dd.profile-joined::text").get("").strip(),
                "posts": int(post.css("dd.profile-posts a::text").get("0")),
                "signature": "".join(post.css("div.signature ::text").getall()).strip(),
            }
