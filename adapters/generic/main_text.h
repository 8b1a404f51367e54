// The main text of a page: scores blocks by how much prose and how few links they hold, and leaves out navigation,
// comments, share buttons and the like. Linear in the size of the page. Facts: the generic dossier, "main text".
#pragma once

#include <string>

#include "adapters/kit/dom.h"

namespace spoor::adapters {

struct MainText {
  Node node;         // the block; empty when the page has none
  std::string text;  // paragraphs separated by line feeds
  double prose = 0;  // sum of sqrt(length - 140) over its paragraphs: above 20 a page reads as an article
};
MainText find_main_text(const Document& document);

}  // namespace spoor::adapters
