// What @mozilla/readability reads on saved pages: LIST as spoor_bench_generic has it, one JSON object a page.
// Run in a folder where `npm install @mozilla/readability jsdom` was run: node readability.mjs MODULES LIST
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, list] = process.argv.slice(2);
const require = createRequire(modules + "/");
const { Readability } = require("@mozilla/readability");
const { JSDOM, VirtualConsole } = require("jsdom");

// As UTF-8 where it is, which a page without a charset does not say; else as jsdom guesses.
function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

for (const line of readFileSync(list, "utf8").split("\n")) {
  const [path, url] = line.split("\t");
  if (!url) continue;
  const out = { path };
  try {
    const page = new JSDOM(decoded(readFileSync(path)), { url, virtualConsole: new VirtualConsole() });
    const article = new Readability(page.window.document).parse();
    if (article) {
      // Blocks end words, as they do for a reader.
      const body = new JSDOM(article.content.replace(/<(br|\/(p|div|li|h[1-6]|td|th|tr|blockquote|pre|figcaption|dt|dd|section|article))\b/gi, "\n$&"));
      Object.assign(out, { text: body.window.document.body.textContent, title: article.title, author: article.byline,
        site_name: article.siteName, description: article.excerpt, lang: article.lang,
        published: (article.publishedTime ?? "").slice(0, 10) });
      body.window.close();
    }
    page.window.close();
  } catch (error) {
    out.error = String(error);
  }
  process.stdout.write(JSON.stringify(out) + "\n");
}
