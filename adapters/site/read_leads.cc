#include "adapters/site/read_leads.h"

#include "storage/base/canonical_url.h"

namespace spoor::adapters {
namespace {

constexpr std::size_t kMaxLeads = 10'000;

}  // namespace

void LeadList::add(std::string_view text, LeadKind kind, std::string_view accept) {
  if (text.empty() || into_.size() >= kMaxLeads) return;
  if (const Result<Url> url = Url::parse(text)) add(*url, kind, accept);
}

void LeadList::add(const Url& url, LeadKind kind, std::string_view accept) {
  if (!url.is_http() || into_.size() >= kMaxLeads) return;
  const bool page = kind != LeadKind::media && kind != LeadKind::avatar && kind != LeadKind::requisite;
  Url target = page ? canonical_url(url) : url.with_fragment("");
  if (!seen_.insert(target.href()).second) return;
  into_.push_back({std::move(target), kind, std::string(accept)});
}

void read_leads(const std::vector<LeadBlock>& blocks, const ReadContext& context, LeadList& leads) {
  const Url self = canonical_url(context.page.url);
  auto add = [&](const std::string& text, const LeadBlock& block) {
    if (text.empty()) return;
    const Result<Url> url = Url::parse(text, &context.open.base);
    if (url && url->is_http() && canonical_url(*url) != self) leads.add(*url, block.kind, block.accept);
  };
  const Item whole = context.whole();
  Captures fields = context.route.ids;
  for (const LeadBlock& block : blocks) {
    if (block.fill) {
      if (!block.when.empty() && !read_value(block.when, context, whole, fields)) continue;
      Alternative constant;
      Step step;
      step.kind = Step::Kind::fill;
      step.text = *block.fill;
      constant.steps = {step};
      constant.name = "-";
      for (const Found& found : read_alternative(constant, context, whole, fields, 1)) add(found.text, block);
      continue;
    }
    Item item = whole;
    if (context.feed != nullptr) {
      for (const FeedItem& entry : context.feed->items) {
        item.feed = &entry;
        for (const Found& found : read_alternative(block.value, context, item, fields, 10)) add(found.text, block);
      }
      if (!context.feed->items.empty()) continue;
    }
    for (const Found& found : read_alternative(block.value, context, item, fields, 2000)) add(found.text, block);
  }
}

void leads_of_records(const Parsed& parsed, LeadList& leads) {
  for (const Thread& thread : parsed.threads) leads.add(thread.url, LeadKind::thread);
  for (const Post& post : parsed.posts) {
    leads.add(post.author.url, LeadKind::account);
    leads.add(post.author.avatar_url, LeadKind::avatar);
    for (const MediaRef& media : post.media) leads.add(media.url, LeadKind::media);
    for (const LinkRef& link : post.links) leads.add(link.url, LeadKind::link);
  }
  for (const Account& account : parsed.accounts) {
    leads.add(account.url, LeadKind::account);
    leads.add(account.avatar_url, LeadKind::avatar);
    leads.add(account.banner_url, LeadKind::avatar);
  }
}

}  // namespace spoor::adapters
