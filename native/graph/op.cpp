#include "graph/op.h"

#include <algorithm>
#include <map>

namespace gatecast {
namespace {

// A function-local static: ops register from other files before main, in no given order.
std::map<std::string, MakeOp>& registry() {
  static std::map<std::string, MakeOp> ops;
  return ops;
}

}  // namespace

RegisterOp::RegisterOp(const char* kind, MakeOp make) { registry().emplace(kind, make); }

std::unique_ptr<Op> makeOp(const std::string& kind, const Attributes& attributes) {
  const auto found = registry().find(kind);
  if (found == registry().end()) {
    fail(Code::program, "Expected the kind of an op, got \"", kind, "\". Was the Program made by a newer version?");
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
    if (!has(i)) fail(Code::program, "Expected input ", i, " to be given; it is not optional");
  }
}

void Inputs::checkType(int i, Type type, const char* name) const {
  if (has(i) && (*this)[i].type != type) {
    fail(Code::type, "Expected ", name, " to be ", type, ", got ", (*this)[i].type);
  }
}

void parallelFor(Team& team, std::int64_t count, std::int64_t grain,
                 FunctionRef<void(std::int64_t from, std::int64_t to, int thread)> body) {
  const auto divideUp = [](std::int64_t a, std::int64_t b) { return (a + b - 1) / b; };
  // Enough pieces to keep many threads evenly busy. Each piece starts at a multiple of the grain, so that pieces start on
  // whole vectors if the grain is a whole number of vectors.
  constexpr std::int64_t mostPieces = 64;
  const std::int64_t piece = grain * std::max<std::int64_t>(1, divideUp(count, grain * mostPieces));
  team.run(divideUp(count, piece),
           [&](std::int64_t i, int thread) { body(i * piece, std::min(count, (i + 1) * piece), thread); });
}

}  // namespace gatecast
