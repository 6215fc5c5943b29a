#include <cmath>
#include <limits>

#include "graph/attributes.h"
#include "graph/shape.h"
#include "tests/fuzz/inputs/ops.h"
#include "tests/fuzz/inputs/programs.h"
#include "tests/fuzz/targets.h"

namespace gatecast::fuzz {

void attributes(Bytes& bytes) {
  Attributes attributes;
  const std::vector<std::string> names{"a", "b", "c", ""};
  for (int i = bytes.small(0, 6); i > 0; i--) attributes.set(bytes.one(names), anyValue(bytes));
  while (!bytes.empty()) {
    const std::string& name = bytes.one(names);
    try {
      switch (bytes.small(0, 9)) {
        case 0: require(std::isfinite(attributes.number(name)), "number() is finite"); break;
        case 1: attributes.number(name, bytes.number()); break;
        case 2: {
          const std::int64_t low = bytes.small(-100, 0), high = bytes.small(0, 100);
          const std::int64_t value = attributes.integer(name, low, high);
          require(value >= low && value <= high, "integer() is within its bounds");
          break;
        }
        case 3: attributes.integer(name, 3, -(std::int64_t{1} << 53), std::int64_t{1} << 53); break;
        case 4: attributes.flag(name, bytes.flag()); break;
        case 5: attributes.text(name); break;
        case 6: attributes.choice(name, {"float32", "int32"}); break;
        case 7:
          for (const double value : attributes.numbers(name)) require(std::isfinite(value), "numbers() are finite");
          break;
        case 8: {
          const Shape shape = parseShape(attributes.words(name));
          require(shape.rank() <= Extents::maxRank, "A shape has at most 8 dimensions");
          require(parseShape(printed(shape)) == shape, "A printed shape is read as the same shape");
          shape.at({bytes.whole() & 0xffff, bytes.whole() & 0xffff});
          break;
        }
        case 9: attributes.checkAllRead(); break;
      }
    } catch (const Error&) {
      // The next getter may succeed.
    }
  }
}

}  // namespace gatecast::fuzz
