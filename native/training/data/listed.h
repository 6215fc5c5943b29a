#pragma once

#include <string>

namespace gatecast {

// A list of names for a message: "a", "b"; or the word none.
template <typename Items, typename Name>
std::string listed(const Items& items, const Name& name) {
  std::string list;
  for (const auto& item : items) list += (list.empty() ? "\"" : ", \"") + name(item) + '"';
  return list.empty() ? "none" : list;
}

}  // namespace gatecast
