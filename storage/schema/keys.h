// Keys (stable identities) and revs (content digests) of records. Decided for good: a change breaks stored archives.
// Schema 3.8, "Keys and revs".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/schema/records.h"

namespace spoor {

std::string post_key(const Post& post);                               // p:<platform>:[<space>/]<id>
std::string post_key(std::string_view platform, const PostRef& ref);  // "" when the reference has no id and no URL
std::string account_key(const Account& account);  // a:<platform>:<native_id> | a:<platform>:@<handle>
std::string account_key(std::string_view platform, const AuthorRef& author);  // "" when neither id nor handle is known
std::string thread_key(const Thread& thread);                                 // t:<platform>:<id>
std::string media_key_of_url(std::string_view url);                           // m:url:<sha256 of URL>
std::string media_key_of_bytes(std::string_view sha256);                      // m:sha256:<hex>
std::string capture_key(std::string_view capture_id);                         // c:<uuid>

// SHA-256 over the JCS form of the content fields (list in schema 3.8). 64 lower-case hex digits.
std::string post_rev(const Post& post);
std::string account_rev(const Account& account);
std::string thread_rev(const Thread& thread);  // native_id, title, container.native_id

// The content fields that differ, by the names of the rev's list: what an "edited" revision shows.
std::vector<std::string> changed_fields(const Post& before, const Post& after);
std::vector<std::string> changed_fields(const Account& before, const Account& after);
std::vector<std::string> changed_fields(const Thread& before, const Thread& after);

// A media URL without query and CDN size variants: what a post's rev holds of its pictures.
std::string media_identity(std::string_view url);

}  // namespace spoor
