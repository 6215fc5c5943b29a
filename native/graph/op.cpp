#include "graph/op.h"

#include <algorithm>
#include <map>

namespace gatecast {
namespace {

// A local static, because ops register themselves before main, from other files and in no particular order: it is made
// when the first op registers.
std::map<std::string, MakeOp>& registry() {
  static std::map<std::string, MakeOp> ops;
  return ops;
}

}  // namespace

RegisterOp::RegisterOp(const char* kind, MakeOp make) { registry().emplace(kind, make); }

std::unique_ptr<Op> makeOp(const std::string& kind, const Attributes& attributes) {
  const auto found = registry().find(kind);
  if (found == registry().end()) {
    fail(Code::program, "Expected the kind of an op, got \"", kind,
         "\". A model file with this op needs a newer version of gatecast.");
  }
  auto op = found->second(attributes);
  attributes.checkAllRead();
  return op;
}

std::vector<std::string> opKinds() {
  std::vector<std::string> kinds;
  for (const auto& [kind, make] : registry()) kinds.push_back(kind);
  return kinds;
}

void Inputs::checkCount(int required, int most) const {
  if (size() < required || size() > most) {
    fail(Code::program, "Expected ", required, required == most ? "" : text(" to ", most), " inputs, got ", size());
  }
  for (int i = 0; i < required; i++) {
    if (!has(i)) fail(Code::program, "Expected input ", i, ", which is not optional, got none");
  }
}

void Inputs::checkType(int i, Type type, const char* name) const {
  if (has(i) && (*this)[i].type != type) {
    fail(Code::type, "Expected ", name, " to be ", type, ", got ", (*this)[i].type);
  }
}

}  // namespace gatecast
