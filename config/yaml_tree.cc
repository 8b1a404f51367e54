#include "config/yaml_tree.h"

#include <algorithm>
#include <istream>
#include <streambuf>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

namespace spoor::config {

namespace {

constexpr std::size_t kMaxDepth = 16, kMaxNodes = 4'000'000;

// A stream over borrowed bytes: the text is not copied.
class BorrowedBytes : public std::streambuf {
 public:
  explicit BorrowedBytes(std::string_view bytes) {
    char* begin = const_cast<char*>(bytes.data());  // a get area is never written to
    setg(begin, begin, begin + bytes.size());
  }
};

struct Refusal {
  YAML::Mark mark;
  std::string message;
};

// What stands behind the first document.
class NoDocument : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    throw Refusal{mark, "a second document begins here; a configuration is one"};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

// Where the text stops being UTF-8 (RFC 3629); a zero byte is no text either. Its size: nowhere.
std::size_t first_not_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const unsigned lead = byte(at);
    const std::size_t size = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
    if (size == 0 || lead == 0) return at;
    for (std::size_t i = 1; i < size; ++i) {
      if ((byte(at + i) & 0xc0) != 0x80) return at;
    }
    const unsigned second = byte(at + 1);
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) || (lead == 0xf0 && second < 0x90) ||
        (lead == 0xf4 && second > 0x8f)) {
      return at;
    }
    at += size;
  }
  return text.size();
}

// Brackets that are open at once, whatever stands in quotes: the parser keeps each of them in memory until it closes.
bool has_too_many_open_brackets(std::string_view text) {
  std::int64_t open = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') ++open;
    if ((c == ']' || c == '}') && open > 0) --open;
    if (open > 10'000) return true;
  }
  return false;
}

// The parser keeps what stands in a line in memory, many times its size, until the line ends. 0: there is none.
int first_long_line(std::string_view text) {
  int number = 1;
  for (std::size_t at = 0; at < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end - at > 1'000'000) return number;
    at = end + 1;
  }
  return 0;
}

}  // namespace

// Puts the parser's events into the flat tree. Throws Refusal.
class YamlTreeMaker : public YAML::EventHandler {
 public:
  explicit YamlTreeMaker(YamlTree& tree) : tree_(tree) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse(mark, "?", anchor);
    add(mark, YamlNode::Kind::null, {});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse(mark, "?", 1); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse(mark, tag, anchor);
    add(mark, YamlNode::Kind::scalar, value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    refuse(mark, tag, anchor);
    open(mark, YamlNode::Kind::list);
  }
  void OnSequenceEnd() override { path_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    refuse(mark, tag, anchor);
    open(mark, YamlNode::Kind::map);
  }
  void OnMapEnd() override { path_.pop_back(); }

 private:
  struct Level {
    std::uint32_t parent, last_child;  // last_child 0 = none yet
  };

  static void refuse(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) {
      throw Refusal{mark,
                    "anchors and aliases (&name, *name) are not read here; a text that begins with & or * needs "
                    "quotes"};
    }
    if (tag != "?" && tag != "!" && !tag.empty()) {
      throw Refusal{mark, "tags (!name) are not read here; a text that begins with ! needs quotes"};
    }
  }

  void add(const YAML::Mark& mark, YamlNode::Kind kind, std::string_view text) {
    if (tree_.nodes_.size() >= kMaxNodes) throw Refusal{mark, "more than 4,000,000 values"};
    const auto index = static_cast<std::uint32_t>(tree_.nodes_.size());
    if (!path_.empty()) {
      Level& level = path_.back();
      if (level.last_child == 0) {
        tree_.nodes_[level.parent].has_children = true;
      } else {
        tree_.nodes_[level.last_child].next = index;
      }
      level.last_child = index;
    }
    YamlTree::Node node;
    node.text = static_cast<std::uint32_t>(tree_.texts_.size());
    node.text_size = static_cast<std::uint32_t>(text.size());
    node.line = mark.line + 1;
    node.column = mark.column + 1;
    node.kind = kind;
    tree_.texts_ += text;
    tree_.nodes_.push_back(node);
  }

  void open(const YAML::Mark& mark, YamlNode::Kind kind) {
    if (path_.size() >= kMaxDepth) throw Refusal{mark, "nested too deep"};
    add(mark, kind, {});
    path_.push_back({static_cast<std::uint32_t>(tree_.nodes_.size() - 1), 0});
  }

  YamlTree& tree_;
  std::vector<Level> path_;
};

bool YamlTree::read(std::string_view yaml, std::string_view file, std::vector<Mistake>& mistakes) {
  nodes_.clear();
  texts_.clear();
  const auto mistaken = [&](int line, int column, std::string message) {
    nodes_.clear();
    mistakes.push_back({std::string(file), line, column, std::move(message)});
    return false;
  };
  if (yaml.size() > kMaxBytes) return mistaken(1, 1, "larger than 48 MB, which is more than a configuration");
  if (const std::size_t wrong = first_not_utf8(yaml); wrong != yaml.size()) {
    const auto before = yaml.substr(0, wrong);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto column = wrong - (before.rfind('\n') + 1) + 1;
    return mistaken(static_cast<int>(line), static_cast<int>(column), "is no UTF-8 text from here on");
  }
  if (has_too_many_open_brackets(yaml)) return mistaken(1, 1, "nested too deep: more than 10,000 open brackets");
  if (const int line = first_long_line(yaml); line != 0) {
    return mistaken(line, 1, "a line of more than 1 MB; put each source into a line of its own");
  }
  try {
    BorrowedBytes bytes(yaml);
    std::istream in(&bytes);
    YAML::Parser parser(in);
    YamlTreeMaker maker(*this);
    parser.HandleNextDocument(maker);
    NoDocument none;
    parser.HandleNextDocument(none);
  } catch (const Refusal& refusal) {
    return mistaken(refusal.mark.line + 1, refusal.mark.column + 1, refusal.message);
  } catch (const YAML::Exception& error) {
    return mistaken(error.mark.line + 1, error.mark.column + 1, error.msg);
  }
  return true;
}

YamlNode::Kind YamlNode::kind() const { return tree_->nodes_[index_].kind; }

std::string_view YamlNode::text() const {
  const YamlTree::Node& node = tree_->nodes_[index_];
  return std::string_view(tree_->texts_).substr(node.text, node.text_size);
}

int YamlNode::line() const { return tree_->nodes_[index_].line; }
int YamlNode::column() const { return tree_->nodes_[index_].column; }

YamlNode YamlNode::first() const {
  return tree_->nodes_[index_].has_children ? YamlNode(tree_, index_ + 1) : YamlNode();
}

YamlNode YamlNode::next() const {
  const std::uint32_t next = tree_->nodes_[index_].next;
  return next != 0 ? YamlNode(tree_, next) : YamlNode();
}

}  // namespace spoor::config
