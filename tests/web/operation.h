// The operation: what it posts, where it sits and when it works. Each narrative has one text a language, the same to
// the byte under every account, with errors that nobody else makes, one link, one picture and fixed hashtags. Made up.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/web/random.h"
#include "tests/web/world.h"

namespace spoor::web {

struct Message {
  std::string title;
  std::vector<Paragraph> paragraphs;
  std::vector<std::string> tags;
};

int narrative_count();
// `host`: whose copy of the picture is shown. English where there is no translation.
Message operation_message(int narrative, std::string_view language, std::string_view host);

// A moment between `first` and `last` in office hours at UTC+8: weekdays 9 to 12 and 14 to 18.
Seconds office_hour(Seconds first, Seconds last, Random& random);

// Accounts that it keeps: names of one pattern, joined within minutes of each other.
std::string operation_handle(Random& random);

}  // namespace spoor::web
