// Every key of the index, made and parsed here and nowhere else. One letter says the kind; parts are joined by NUL,
// which none of them holds; numbers are big-endian so that they sort.
//
//   meta        M name                          position of WARC and journal, format, totals, a daemon's counts
//   capture     C capture id                    where a capture lies, what it was
//   payload     D sha256                        first full capture of these bytes
//   latest      L URL, manner of asking         last full capture of this URL (what a 304 refers to), its validators
//   page        P URL, manner of asking         what the page gave when it was last read
//   seen again  V capture id, time, capture id  the page of the first was unchanged at the second
//   overtaken   X capture id                    others have said something else since about what this page showed
//   record      R record key, surface, n        n-th revision that this surface showed of a post, account or thread
//   observation O record key, time, capture id  status and counts in time
//   superseded  Z record key, rev, surface      a revision that only an older adapter could make
//   subject     G sha256 of the page's URL      the record that a page is about
//   run         U run                           options, state
//   visit       Y run                           the same of a visit to a watched source
//   source      T source                        what visits have taught about a watched source
//   post watch  A post key                      a post that is looked at again: where it is, when it was seen
//   recheck     J source, due, post key         when
//   seed        S run, line                     one input line: its row of the report
//   credit      E run, line, what, key          what a seed reached: "r" a record, "u" a request
//   contact     N run, host key                 a host that was contacted, and how much came
//   request     F run, request key              a request that is queued or finished
//   queue       Q run, host key, priority, order, request key   waiting
//   waiting     W run, host key                 how many requests wait in that queue
//   host        H host key                      politeness that was learned
//   site        I host key                      software that was recognised, by base path
//   robots      B authority                     robots.txt answer and when
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace spoor::kv {

inline constexpr char kMeta = 'M', kCapture = 'C', kPayload = 'D', kLatest = 'L', kRecord = 'R', kObservation = 'O',
                      kRun = 'U', kSeed = 'S', kCredit = 'E', kRequest = 'F', kQueue = 'Q', kHost = 'H', kSite = 'I',
                      kPageSubject = 'G', kContact = 'N', kRobots = 'B', kWaiting = 'W', kPage = 'P', kSeenAgain = 'V',
                      kOvertaken = 'X', kSuperseded = 'Z', kVisit = 'Y', kSource = 'T', kPostWatch = 'A',
                      kRecheck = 'J';

// letter, then the parts joined by NUL. REQUIRES: no part holds NUL (make_key drops such bytes).
std::string make_key(char kind, std::initializer_list<std::string_view> parts);
// All keys that begin with these parts: make_key plus the separator.
std::string make_prefix(char kind, std::initializer_list<std::string_view> parts);
// The parts of a key (without the letter).
std::vector<std::string_view> key_parts(std::string_view key);

// Numbers as sortable text: 16 upper-case hex digits.
std::string sortable(std::uint64_t number);
std::uint64_t from_sortable(std::string_view text);

}  // namespace spoor::kv
