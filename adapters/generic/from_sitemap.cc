#include <algorithm>

#include <zlib.h>

#include "adapters/generic/parts.h"
#include "adapters/kit/xml.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kMaxAddresses = 50'000;    // of one sitemap, sitemaps.org
constexpr std::size_t kMaxUnpacked = 64u << 20;  // 50 MB by the same rule

// Pictures and films that the image and video extensions name with an address.
void add_media(const XmlElement& entry, const Url& base, LeadList& leads) {
  for (const XmlElement& child : entry.children) {
    if (child.name == "image:image") leads.add(child.child_text("image:loc"), LeadKind::media, base);
    if (child.name == "video:video") {
      leads.add(child.child_text("video:content_loc"), LeadKind::media, base);
      leads.add(child.child_text("video:thumbnail_loc"), LeadKind::media, base);
    }
    if (child.name == "xhtml:link" && child.attribute("rel") == "alternate")
      leads.add(child.attribute("href"), LeadKind::link, base);
  }
}

}  // namespace

bool looks_like_sitemap(std::string_view utf8) {
  const std::string_view head = utf8.substr(0, 2048);
  return head.find("<urlset") != std::string_view::npos || head.find("<sitemapindex") != std::string_view::npos;
}

std::optional<std::string> unpacked_sitemap(std::string_view body) {
  if (!body.starts_with("\x1F\x8B")) return std::nullopt;
  z_stream stream{};
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) return std::nullopt;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(body.size(), kMaxUnpacked));
  std::string out;
  char buffer[1 << 16];
  int state = Z_OK;
  while (state == Z_OK && out.size() < kMaxUnpacked) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer);
    stream.avail_out = sizeof buffer;
    state = inflate(&stream, Z_NO_FLUSH);
    out.append(buffer, sizeof buffer - stream.avail_out);
    if (out.size() >= 4096 && !looks_like_sitemap(out)) break;
  }
  inflateEnd(&stream);
  return looks_like_sitemap(out) ? std::optional(std::move(out)) : std::nullopt;
}

void leads_from_sitemap(std::string_view utf8, const Page& page, Parsed& parsed) {
  XmlReader reader(utf8);
  std::string root;
  LeadList leads(parsed.leads, kMaxAddresses);
  for (auto event = reader.next(); event != XmlReader::Event::finished; event = reader.next()) {
    if (event != XmlReader::Event::start) continue;
    if (root.empty()) {
      root = reader.element().name;
      if (root != "urlset" && root != "sitemapindex") return;
      continue;
    }
    const std::string name = reader.element().name;
    const XmlElement entry = reader.read_whole(name);
    const auto loc = entry.child_text("loc");
    if (name == "sitemap") leads.add(loc, LeadKind::listing, page.url);
    if (name == "url") {
      leads.add(loc, entry.child("news:news") != nullptr ? LeadKind::post : LeadKind::link, page.url);
      add_media(entry, page.url, leads);
    }
    if (parsed.leads.size() >= kMaxAddresses) {
      parsed.warnings.push_back("sitemap: addresses beyond the first " + std::to_string(kMaxAddresses) +
                                " were left out");
      return;
    }
  }
}

}  // namespace spoor::adapters
